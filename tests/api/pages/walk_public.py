"""What everybody may read, and what a signed link opens."""

WHO = (
    "nobody", "researcher", "colleague", "officer", "reviewer",
    "stranger", "coordinator", "administrator", "contact", "other_contact",
)  # fmt: skip

PUBLIC = "iiiiiiiiii"

ROUTES: dict[tuple[str, str], tuple[str, dict[str, str] | None]] = {
    ("GET", "/"): (PUBLIC, None),
    ("GET", "/offers/{key}/{language}"): (PUBLIC, None),
    ("GET", "/offers/{key}/{language}/brief.pdf"): (PUBLIC, None),
    ("GET", "/offers/{key}/{language}/figures/{number}"): (PUBLIC, None),
    ("GET", "/robots.txt"): (PUBLIC, None),
}
