"""The portfolio of a month or quarter, of an office or of the network: charts, and the table behind each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from models.queries.portfolio import Line, Portfolio
from models.queries.portfolio.counts import HORIZONS
from models.rules.pipeline import pipeline
from models.rules.words import AgreementKind, Language, ReportSpan
from reports.charts import BarChart, BarRow, bar_chart
from reports.designs import Design
from reports.portfolio_tables import Cell, Row, Sheet, Teller, as_csv
from reports.render import renderer
from reports.wording import wording

DESIGN = Design(
    template="portfolio.html",
    stylesheets=("tokens.css", "portfolio.css"),
    parts=("portfolios.py", "portfolio_tables.py", "charts.py"),
)


@dataclass(frozen=True, kw_only=True)
class PortfolioContent:
    """`owner` is the institution's name, or the network's."""

    language: Language
    owner: str
    is_network: bool
    figures: Portfolio


@dataclass(frozen=True)
class Part:
    """A section: `chart` may be missing where there is nothing to draw, its tables never are."""

    heading: str
    said: str
    sheets: tuple[Sheet, ...]
    chart: BarChart | None = None
    legend: tuple[str, ...] = ()
    marked: bool = False
    """The legend's second name is that of the mark across the bars."""


def parts(content: PortfolioContent) -> list[Part]:
    told = _Parts(content)
    found = [told.funnel(), told.ages(), told.conversion(), told.subjects()]
    if content.is_network:
        found.append(told.houses())
    return [*found, told.outreach(), told.deals(), told.survey()]


class _Parts:
    def __init__(self, content: PortfolioContent) -> None:
        self.found, self.content = content.figures, content
        self.tell = Teller(wording(content.language))
        self.t = self.tell.t
        self.stage_names = {code: rule.labels[content.language] for code, rule in pipeline().stages.items()}

    def funnel(self) -> Part:
        tell, t = self.tell, self.t
        rows = [
            Row(
                self.stage_names[each.stage],
                (tell.count(each.entered), tell.count(each.entered_in_year), tell.count(each.standing)),
            )
            for each in self.found.stages
        ]
        drawn = [
            BarRow(self.stage_names[each.stage], (each.entered_in_year, each.standing)) for each in self.found.stages
        ]
        return Part(
            t["funnel"],
            t["funnel_said"],
            (Sheet("funnel", t["funnel"], t["stage"], (t["came"], t["came_in_year"], t["stand"]), tuple(rows)),),
            self._chart(t["funnel_chart"], (t["came_in_year"], t["stand"]), drawn),
            (t["came_in_year"], t["stand"]),
        )

    def ages(self) -> Part:
        tell, t = self.tell, self.t
        under_way = [each for each in self.found.stages if each.target_days is not None]
        rows = []
        for each in under_way:
            withheld = each.standing is None
            age = tell.count(None) if withheld else tell.maybe(each.median_age)
            share = tell.share(each.late, each.standing)
            late = tell.count(each.late)
            target = tell.count(each.target_days)
            rows.append(Row(self.stage_names[each.stage], (tell.count(each.standing), age, target, late, share)))
        drawn = [
            BarRow(
                self.stage_names[each.stage],
                (each.median_age if each.median_age is not None else (None if each.standing is None else 0),),
                mark=each.target_days,
                nothing=(0,) if each.standing == 0 else (),
            )
            for each in under_way
        ]
        columns = (t["stand"], t["median"], t["target"], t["late"], t["late_share"])
        return Part(
            t["ages"],
            t["ages_said"],
            (Sheet("ages", t["ages"], t["stage"], columns, tuple(rows)),),
            self._chart(t["ages_chart"], (t["median"], t["target"]), drawn),
            (t["median"], t["target_mark"]),
            marked=True,
        )

    def conversion(self) -> Part:
        t = self.t
        stages = list(self.found.pooled[min(HORIZONS)].reached)
        not_yet = [nth for nth, months in enumerate(HORIZONS) if self.found.pooled[months].size == 0]
        drawn = [
            BarRow(
                self.stage_names[stage],
                tuple(
                    _per_cent(self.found.pooled[months].reached[stage], self.found.pooled[months].size)
                    for months in HORIZONS
                ),
                unit="%",
                nothing=not_yet,
            )
            for stage in stages
        ]
        names = tuple(t["within"].format(months=months) for months in HORIZONS)
        sheets = tuple(self._cohorts(months) for months in HORIZONS)
        drawable = any(each.size for each in self.found.pooled.values())
        chart = self._chart(t["conversion_chart"], names, drawn) if drawable else None
        said = t["conversion_said"]
        if self.found.imported and not self.content.is_network:
            said += " " + t["imported"].format(count=self.tell.number(self.found.imported))
        return Part(t["conversion"], said, sheets, chart, names)

    def _cohorts(self, months: int) -> Sheet:
        tell, t = self.tell, self.t
        pooled = self.found.pooled[months]
        stages = list(pooled.reached)
        rows = [
            Row(
                tell.period(each.quarter) + ("" if months in each.over else " …"),
                (
                    tell.count(each.size),
                    *(tell.part(each.reached[months][stage], each.size) for stage in stages),
                ),
            )
            for each in self.found.cohorts
        ]
        rows.append(
            Row(
                t["pooled"],
                (tell.count(pooled.size), *(tell.part(pooled.reached[stage], pooled.size) for stage in stages)),
                total=True,
            )
        )
        columns = (t["disclosed"], *(self.stage_names[stage] for stage in stages))
        return Sheet(
            f"conversion_{months}", t["within"].format(months=months), t["quarter"], columns, tuple(rows), t["running"]
        )

    def subjects(self) -> Part:
        t, labels = self.t, self.tell.w.labels
        rows = []
        for each in self.found.subjects:
            if each.field is not None:
                rows.append(Row(labels["field"][each.field], self._line(each.line), level=1))
            else:
                rows.append(Row(labels["chain"][each.chain] if each.chain else t["no_chain"], self._line(each.line)))
        rows.append(Row(t["all"], self._line(self.found.total), total=True))
        drawn = [
            BarRow(labels["field"][each.field], (each.line.under_way, each.line.public))
            for each in self.found.subjects
            if each.field is not None
        ]
        return Part(
            t["subjects"],
            t["subjects_said"],
            (Sheet("subjects", t["subjects"], t["chain_and_field"], self._columns(), tuple(rows)),),
            self._chart(t["subjects_chart"], (t["under_way"], t["public"]), drawn),
            (t["under_way"], t["public"]),
        )

    def houses(self) -> Part:
        t = self.t
        named = [(self._name(each.name_en, each.name_pl), each.line) for each in self.found.houses]
        rows = [Row(name, self._line(line)) for name, line in named]
        rows.append(Row(t["all"], self._line(self.found.total), total=True))
        drawn = [BarRow(name, (line.under_way, line.public)) for name, line in named]
        return Part(
            t["houses"],
            t["houses_said"],
            (Sheet("institutions", t["houses"], t["institution"], self._columns(), tuple(rows)),),
            self._chart(t["houses_chart"], (t["under_way"], t["public"]), drawn),
            (t["under_way"], t["public"]),
        )

    def _columns(self) -> tuple[str, ...]:
        return (self.t["disclosed"], self.t["under_way"], self.t["public"], self.t["licensed"])

    def _line(self, line: Line) -> tuple[Cell, ...]:
        return tuple(self.tell.count(each) for each in (line.disclosed, line.under_way, line.public, line.licensed))

    def outreach(self) -> Part:
        tell, t, answers = self.tell, self.t, self.found.answers
        sums = [
            Row(t["made_public"], (tell.count(answers.made_public),)),
            Row(t["sent"], (tell.count(answers.sent),)),
            *(Row(t["answer"][kind], (tell.count(count),)) for kind, count in answers.given.items()),
            Row(t["leads"], (tell.count(answers.leads),)),
        ]
        reasons = [Row(t["reason"][reason], (tell.count(count),)) for reason, count in answers.reasons.items()]
        offers = [
            Row(each.title, (Cell.text(each.reference), Cell.text(self._where(each.name_en, each.name_pl))))
            for each in self.found.offers
        ]
        left_out = self.found.offers_left_out
        note = t["more_offers"].format(count=tell.number(left_out)) if left_out else ""
        number = (t["number"],)
        chart = None
        if any(answers.reasons.values()):
            drawn = [BarRow(t["reason"][reason], (count,)) for reason, count in answers.reasons.items()]
            chart = self._chart(t["reasons"], (t["number"],), drawn)
        return Part(
            t["outreach"],
            t["outreach_said"],
            (
                Sheet("answers", t["answers"], t["what"], number, tuple(sums)),
                Sheet("decline_reasons", t["reasons"], t["why"], number, tuple(reasons)),
                Sheet("published", t["offers"], t["title_of"], (t["reference"], t["institution"]), tuple(offers), note),
            ),
            chart,
        )

    def _where(self, name_en: str, name_pl: str) -> str:
        return self._name(name_en, name_pl) or self.t["anonymous"]

    def _name(self, name_en: str, name_pl: str) -> str:
        return name_pl if self.content.language is Language.POLISH else name_en

    def deals(self) -> Part:
        tell, t = self.tell, self.t
        signed = [Row(t["agreement"][kind], (tell.count(self.found.deals.signed[kind]),)) for kind in AgreementKind]
        income = [
            Row(
                each.currency,
                (
                    tell.count(each.agreements),
                    tell.count(each.payments),
                    tell.money(each.of_licences, each.currency),
                    tell.money(each.amount, each.currency),
                ),
            )
            for each in self.found.deals.income
        ]
        columns = (t["agreements"], t["payments"], t["of_licences"], t["amount"])
        return Part(
            t["deals"],
            t["deals_said"],
            (
                Sheet("signed", t["signed"], t["kind"], (t["number"],), tuple(signed)),
                Sheet("income", t["income"], t["currency"], columns, tuple(income)),
            ),
        )

    def survey(self) -> Part:
        tell, t, found, signed = self.tell, self.t, self.found.survey, self.found.deals.signed
        known = {
            "disclosures": found.disclosures,
            "priority_filings": found.priority_filings,
            "filings": found.filings,
            "grants": found.grants,
            "patents_in_force": found.patents_in_force,
            "licences": signed[AgreementKind.LICENCE],
            "options": signed[AgreementKind.OPTION],
            "assignments": signed[AgreementKind.ASSIGNMENT],
            "active_licences": found.active_licences,
            "research_agreements": signed[AgreementKind.RESEARCH],
            "spin_off_intents": found.spin_off_intents,
        }
        rows = [Row(t["number_of"][code], (Cell.text(t["asked_by"][code]), tell.count(known[code]))) for code in known]
        rows[9:9] = [
            Row(
                t["number_of"]["licence_income"].format(currency=each.currency),
                (Cell.text(t["asked_by"]["licence_income"]), tell.money(each.of_licences, each.currency)),
            )
            for each in self.found.deals.income
        ]
        return Part(
            t["survey"],
            t["survey_said"],
            (
                Sheet(
                    "survey", t["survey"], t["what"], (t["asked_for_by"], t["number"]), tuple(rows), t["kept_elsewhere"]
                ),
            ),
        )

    def _chart(self, title: str, series: Sequence[str], rows: Sequence[BarRow]) -> BarChart | None:
        return bar_chart(rows, title=title, series=series, number=self.tell.number, withheld=self.tell.withheld)


def _per_cent(part: int | None, whole: int | None) -> int | None:
    if part is None or whole is None:
        return None
    return round(100 * part / whole) if whole else 0


def tables(content: PortfolioContent) -> bytes:
    """All tables as one file for other programs."""
    found = [sheet for part in parts(content) for sheet in part.sheets]
    return as_csv(found, wording(content.language).labels["portfolio"])


def key_numbers(content: PortfolioContent) -> Iterator[tuple[str, str]]:
    """What is read first."""
    tell, found = Teller(wording(content.language)), content.figures
    yield tell.count(found.total.disclosed).said, tell.t["key_disclosed"]
    yield tell.count(found.total.under_way).said, tell.t["key_under_way"]
    yield tell.count(found.answers.made_public).said, tell.t["key_public"]
    yield tell.count(found.deals.signed[AgreementKind.LICENCE]).said, tell.t["key_licences"]


def title(content: PortfolioContent) -> str:
    t = wording(content.language).labels["portfolio"]
    span: Mapping[ReportSpan, str] = t["title"]
    return f"{span[content.figures.period.span]}, {Teller(wording(content.language)).period(content.figures.period)}"


def html(content: PortfolioContent) -> str:
    return DESIGN.html(
        content.language,
        report=content,
        name=title(content),
        parts=parts(content),
        keys=list(key_numbers(content)),
    )


def render(content: PortfolioContent) -> bytes:
    return renderer().pdf(
        html(content),
        stylesheets=DESIGN.stylesheets,
        created=datetime.combine(content.figures.day, time(), UTC),
        title=f"{title(content)}, {content.owner}",
        language=content.language,
    )
