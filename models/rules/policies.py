"""Distribution policies that ship with Helix, by the code that an agreement records."""

from models.rules.money import EMPLOYEE_LED, STATUTORY_FLOOR, DistributionPolicy

POLICIES: dict[str, DistributionPolicy] = {
    "art155_floor": STATUTORY_FLOOR,
    "art155_with_unit": DistributionPolicy(
        "Art. 155(1) floor with a unit's share", creators_bp=5_000, unit_bp=2_500, institution_bp=2_500
    ),
    "employee_led": EMPLOYEE_LED,
}
