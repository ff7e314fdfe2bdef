"""Geometry of the drawn parts. The Jinja macros in `templates/macros/charts.html` put it into SVG."""

import re
import textwrap
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

import segno
from babel.numbers import NumberFormatError, parse_decimal

from models.rules.colours import SOFT, WASH, brand_of, colour_of, mixed
from models.rules.words import DevelopmentStage, Language, ValueChain, development_stage

QUANTITY = re.compile(
    r"[<≤~≈]?\s*(?P<currency>[A-Z]{3}\s|[€$£])?\s*(?P<number>\d[\d.,\s]*)\s*(?P<unit>[^\d\s.,][^\s]*)?(?P<rest>.*)",
    re.DOTALL,
)
NOT_RATIOS = ("°C", "°F", "pH")
"""Scales without a true zero: a bar twice as long would say something false."""
_RANGES = ("to", "do", "or", "lub")
"""Words after a number that make it the first of two."""


@dataclass(frozen=True)
class Palette:
    """One accent for each value chain, and its tints. The inks are fixed in `styles/tokens.css`.

    `band` is the colour of surfaces without text; text is set in the accent.
    """

    accent: str
    soft: str
    wash: str
    own_band: str = ""

    @property
    def band(self) -> str:
        return self.own_band or self.accent


PALETTES = {
    ValueChain.HEALTH: Palette(accent="#1a4a7a", soft="#b9cade", wash="#eef3f8"),
    ValueChain.BIOECONOMY: Palette(accent="#3d6628", soft="#c3d3b4", wash="#f1f5ec"),
}
NEUTRAL = Palette(accent="#3f4650", soft="#c8ccd1", wash="#f3f4f5")


def palette_of(chain: ValueChain | None, colour: str = "") -> Palette:
    """The institution's own where it has a colour; what is no colour is not written into a style."""
    if given := colour_of(colour):
        brand = brand_of(given)
        return Palette(brand.text, mixed(brand.text, SOFT), mixed(colour, WASH), brand.colour)
    return PALETTES[chain] if chain else NEUTRAL


@dataclass(frozen=True)
class Step:
    level: int
    x: float
    width: float
    reached: bool


@dataclass(frozen=True)
class StageSpan:
    stage: DevelopmentStage
    x: float
    width: float
    current: bool


@dataclass(frozen=True)
class ReadinessScale:
    level: int
    steps: tuple[Step, ...]
    spans: tuple[StageSpan, ...]


def readiness_scale(level: int, *, width: float) -> ReadinessScale:
    """Nine equal steps over `width`, and the five stages over the steps that belong to them."""
    gap = width / 180
    pitch = (width + gap) / 9
    steps = tuple(Step(n, (n - 1) * pitch, pitch - gap, n <= level) for n in range(1, 10))
    spans = []
    for stage in DevelopmentStage:
        of_stage = [step for step in steps if development_stage(step.level) is stage]
        end = of_stage[-1].x + of_stage[-1].width
        spans.append(StageSpan(stage, of_stage[0].x, end - of_stage[0].x, development_stage(level) is stage))
    return ReadinessScale(level, steps, tuple(spans))


@dataclass(frozen=True)
class Comparison:
    """Two bars on one scale, each a part of the longer one."""

    ours: float
    theirs: float


def comparison(value: str, compared_with: str, language: Language) -> Comparison | None:
    """Bars for a figure and its alternative, where both start with a number of the same unit.

    None where drawing would mislead: ranges, other units, scales without a true zero, ratios beyond 1:200.
    """
    ours, theirs = _quantity(value, language), _quantity(compared_with, language)
    if ours is None or theirs is None or ours[1] != theirs[1] or ours[1] in NOT_RATIOS:
        return None
    longest = max(ours[0], theirs[0])
    if longest == 0 or min(ours[0], theirs[0]) * 200 < longest:
        return None
    return Comparison(float(ours[0] / longest), float(theirs[0] / longest))


def _quantity(text: str, language: Language) -> tuple[Decimal, str] | None:
    match = QUANTITY.fullmatch(text.strip())
    if match is None or (match["rest"].lstrip()[:1] in tuple("–-/×x±") and match["rest"].strip()):
        return None
    try:
        number = parse_decimal(match["number"].strip().rstrip(".,"), locale=language, strict=True)
    except NumberFormatError:
        return None
    unit, currency = (match["unit"] or "").rstrip(".,;)"), (match["currency"] or "").strip()
    if unit[:1] in tuple("–-×±") or unit in _RANGES or (unit.startswith("/") and not currency):
        return None
    return (number, f"{currency}{_each(unit, match['rest'])}" if currency else unit)


def _each(word: str, rest: str) -> str:
    """Of what follows an amount of money, for what it is: "/kg", also of "a kg" and "per kg"."""
    if word.startswith("/"):
        return word
    return f"/{rest.split()[0].rstrip('.,;)')}" if word in ("a", "an", "per") and rest.strip() else ""


def lengths(values: Sequence[float], *, width: float) -> tuple[float, ...]:
    """Bars on one scale from zero: the longest fills `width`, and what is not nothing can be seen."""
    longest = max(values, default=0)
    return tuple(max(width * value / longest, 1.0) if value > 0 else 0.0 for value in values)


def value_size(values: Sequence[str], *, width: float, largest: float) -> float:
    """Points at which the longest of `values` fits a column of the row that is `width` points wide."""
    column = width / max(len(values), 1) - 14
    return round(max(11.0, min(largest, column / (0.54 * max((len(value) for value in values), default=1)))), 1)


@dataclass(frozen=True)
class QrCode:
    """`side` counts modules with the quiet zone of four; `path` is SVG path data in modules."""

    side: int
    path: str


def qr_code(text: str) -> QrCode:
    """Error correction M: a quarter of the code's damage budget, readable from a folded print."""
    rows = list(segno.make(text, error="m", micro=False).matrix_iter(border=4))
    runs = (
        f"M{match.start()} {y}h{match.end() - match.start()}v1h-{match.end() - match.start()}z"
        for y, row in enumerate(rows)
        for match in re.finditer("1+", "".join("1" if module else "0" for module in row))
    )
    return QrCode(len(rows), "".join(runs))


@dataclass(frozen=True)
class BarRow:
    """What is drawn beside one label: a value for each series, None where it is withheld."""

    label: str
    values: tuple[int | None, ...]
    mark: int | None = None
    """On the same scale: a line across the bars, such as a target."""
    unit: str = ""
    nothing: Collection[int] = ()
    """Series in which there is nothing to measure, which is not the same as nought."""


@dataclass(frozen=True)
class Bar:
    y: float
    width: float
    text: str
    text_x: float
    series: int


@dataclass(frozen=True)
class BarGroup:
    lines: tuple[str, ...]
    """The label."""
    y: float
    height: float
    bars: tuple[Bar, ...]
    mark: float | None


@dataclass(frozen=True)
class BarChart:
    """Millimetres; bars begin at `left`. `spoken` is the whole drawing in words."""

    title: str
    spoken: str
    height: float
    left: float
    groups: tuple[BarGroup, ...]


_CHART_LEFT, _CHART_WIDTH = 56.0, 100.0
_BAR, _BAR_GAP, _LINE = 3.4, 0.5, 3.6
_LABEL_LETTERS, _LABEL_LINES = 34, 2


def bar_chart(
    rows: Sequence[BarRow], *, title: str, series: Sequence[str], number: Callable[[int], str], withheld: str
) -> BarChart | None:
    """Groups of bars on one scale from zero; None where there is nothing to draw."""
    if not any(each.mark or any(each.values) for each in rows):
        return None
    marks = [each.mark or 0 for each in rows]
    flat = [value or 0 for each in rows for value in each.values]
    widths = lengths([*flat, *marks], width=_CHART_WIDTH)
    bars_of, marks_of = list(widths[: len(flat)]), list(widths[len(flat) :])
    groups, spoken, y = [], [], 0.0
    for place, each in enumerate(rows):
        lines = tuple(textwrap.wrap(each.label, _LABEL_LETTERS, max_lines=_LABEL_LINES, placeholder="…"))
        drawn = [bars_of.pop(0) for _ in each.values]
        height = max(len(drawn) * (_BAR + _BAR_GAP), len(lines) * _LINE)
        mark = marks_of[place] if each.mark is not None else None
        texts = [
            "–" if nth in each.nothing else withheld if value is None else f"{number(value)}{each.unit}"
            for nth, value in enumerate(each.values)
        ]
        bars = tuple(
            Bar(y + nth * (_BAR + _BAR_GAP), width, text, _beside(width, mark, text), nth)
            for nth, (width, text) in enumerate(zip(drawn, texts, strict=True))
        )
        groups.append(BarGroup(lines, y, height, bars, mark))
        said = [*texts, number(each.mark)] if each.mark is not None else texts
        spoken.append(f"{each.label}: {' / '.join(said)}")
        y += height + 2.2
    return BarChart(title, f"{' / '.join(series)}. {'; '.join(spoken)}.", y, _CHART_LEFT, tuple(groups))


def _beside(width: float, mark: float | None, text: str) -> float:
    """Behind the bar, and behind the mark where that would stand in the way."""
    room = 2.4 + 2.0 * len(text)
    return max(width, mark) if mark is not None and width - 1 < mark < width + room else width
