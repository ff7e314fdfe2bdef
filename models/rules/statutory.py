"""Which statutory clocks an institution must settle before the review may begin."""

EMPLOYEE_INVENTION_RULES = ("art154_decision_3m",)
"""Act of 2018-07-20 on higher education and science, art. 154(1)-(2): the decision within three
months of the employee's declaration of interest. Where nobody declared, or a funder's contract
says otherwise (art. 154(5)), the clock is suppressed with that reason."""


def unsettled_rules(has_employees: bool, present: frozenset[str]) -> tuple[str, ...]:
    """Rules that were neither started nor suppressed."""
    if not has_employees:
        return ()
    return tuple(rule for rule in EMPLOYEE_INVENTION_RULES if rule not in present)
