"""`helix status`."""

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from models.queries.status import Status


def status(as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False) -> None:
    """Show what stands where, and what is parked.

    Also what waits, where e-mails go, and which database this is.
    """
    from dataclasses import asdict

    from models.db import database, reading, require_schema
    from models.queries.status import status_of

    require_schema()
    with reading() as session:
        found = status_of(session, now=datetime.now(UTC))
    mail, place = _mail(), database().url.render_as_string(hide_password=True)
    if as_json:
        away = found.mail_away_since and found.mail_away_since.isoformat()
        shown = asdict(found) | {"mail_away_since": away, "mail": mail, "database": place}
        typer.echo(json.dumps(shown, ensure_ascii=False))
    else:
        typer.echo("\n".join(_lines(found, mail, place)))


def _mail() -> dict[str, Any]:
    """Where e-mails go: to a server, or into a folder where they stay."""
    from models.settings import settings

    own = settings()
    if own.smtp_host:
        return {"kind": "smtp", "to": f"{own.smtp_host}:{own.smtp_port}"}
    return {"kind": "folder", "to": str(own.home.resolve() / "mail")}


def _lines(found: "Status", mail: dict[str, Any], place: str) -> list[str]:
    total = sum(count or 0 for count in found.technologies.values())
    lines = [f"Technologies  {total:>7}"]
    lines += [f"  {stage:<12}{count:>7}" for stage, count in found.technologies.items() if count]
    lines += [
        f"Briefs        {found.briefs:>7}",
        f"Offers sent   {found.deliveries_sent:>7}",
        f"Notices sent  {found.notices_sent:>7}",
        f"Work waiting  {found.waiting:>7}   of it due now: {found.due}",
        f"Work parked   {len(found.parked):>7}",
    ]
    lines += [f"  {each.work_id}: {each.kind} of {each.subject_id}: {each.error}" for each in found.parked]
    if found.parked:
        lines.append("  To try one again: helix work retry NUMBER; all of them: helix work retry --all")
    if found.doubtful_deliveries:
        lines.append(f"E-mails that may or may not have left: {found.doubtful_deliveries}")
    if found.mail_away_since:
        since = found.mail_away_since.strftime("%Y-%m-%d %H:%M")
        lines.append(f"The mail server is away since {since} UTC; e-mails that wait for it: {found.mail_waiting}")
    sends = "are sent through" if mail["kind"] == "smtp" else "stay on this machine, in"
    return [*lines, f"E-mails {sends} {mail['to']}", f"Database: {place}"]
