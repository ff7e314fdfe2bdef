"""`python -m benchmarks [NAME ...]`: each benchmark in a process of its own, one after the other."""

import subprocess
import sys

from benchmarks.measuring import parser

NAMES = (
    "advance",
    "briefs",
    "catalogue",
    "desks",
    "docket",
    "pdf_makers",
    "rivals",
    "slides",
    "stamping",
    "throughput",
)


def main(arguments: list[str] | None = None) -> int:
    """1 when any claim did not hold."""
    options = parser((__doc__ or "").partition("\n")[0])
    options.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(NAMES)}; all unless named")
    chosen = options.parse_args(arguments)
    names = chosen.names or NAMES
    for unknown in set(names) - set(NAMES):
        options.error(f"there is no benchmark {unknown!r}: choose from {', '.join(NAMES)}")
    passed = ["--json"] if chosen.json else []
    codes = [subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *passed]).returncode for name in names]
    return 1 if any(codes) else 0


if __name__ == "__main__":
    sys.exit(main())
