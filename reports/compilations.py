"""From the tables to what catalogues and slides say, and from these to one file."""

import hashlib
import json
from collections.abc import Generator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from sqlmodel import Session

from models.errors import Conflict
from models.files import Stored, keep
from models.queries.compilations import offers_in
from models.rules.words import CompilationKind
from models.settings import settings
from models.tables import Compilation, Institution, Offer
from reports import catalogues, slides
from reports.binding import bind
from reports.briefs import BriefContent
from reports.catalogues import CatalogueContent
from reports.contents import brief_contents
from reports.leaves import Book, Leaf, Order
from reports.slides import SlidesContent
from reports.wording import wording

Content = CatalogueContent | SlidesContent


@dataclass(frozen=True)
class Compiled:
    content: Content
    offer_ids: tuple[int, ...]
    checksum: str


def compiled(session: Session, compilation: Compilation, *, today: date) -> Compiled:
    """Raises `Conflict` when no offer is left to stand in it."""
    contents = _contents(session, offers_in(session, compilation, today=today))
    if not contents:
        raise Conflict(f"No published offer fits compilation {compilation.id} any more.")
    content = _content(session, compilation, tuple(contents.values()), today)
    return Compiled(content, tuple(contents), checksum(content))


def book(content: Content) -> Generator[Sequence[Order], Sequence[Leaf], Book]:
    if isinstance(content, CatalogueContent):
        return catalogues.book(content)
    return slides.book(content)


def checksum(content: Content) -> str:
    """The same for the same content under the same design, whatever the day: then the file that is there will do."""
    catalogue = isinstance(content, CatalogueContent)
    version = catalogues.template_version() if catalogue else slides.template_version()
    said = asdict(content) | {"made_on": None}
    canonical = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(f"{version}\n{canonical}".encode(errors="surrogatepass")).hexdigest()


def bind_into(made: Book, root: Path) -> Stored:
    """Binds the leaves and keeps the whole in the file store; for a render process."""
    return keep(bind(made), root)


def _contents(session: Session, offers: Sequence[Offer]) -> dict[int, BriefContent]:
    """One that is not exactly what was approved is left out, and keeps no other from its place."""
    try:
        return brief_contents(session, offers)
    except Conflict:
        found: dict[int, BriefContent] = {}
        for offer in offers:
            try:
                found |= brief_contents(session, [offer])
            except Conflict:
                continue
        return found


def _content(session: Session, compilation: Compilation, entries: tuple[BriefContent, ...], today: date) -> Content:
    home = settings()
    if compilation.kind is CompilationKind.SLIDES:
        return SlidesContent(
            language=compilation.language, made_on=today, network_name=home.network_name, entries=entries
        )
    return CatalogueContent(
        language=compilation.language,
        grouping=compilation.grouping,
        size=compilation.entry_size,
        scope=_scope(session, compilation),
        made_on=today,
        network_name=home.network_name,
        network_email=home.network_email,
        network_phone=home.network_phone,
        url=f"{home.base_url.rstrip('/')}/",
        entries=entries,
    )


def _scope(session: Session, compilation: Compilation) -> str:
    if compilation.chosen:
        return ""
    labels = wording(compilation.language).labels
    named = []
    if compilation.field:
        named.append(labels["field"][compilation.field])
    elif compilation.value_chain:
        named.append(labels["chain"][compilation.value_chain])
    if compilation.institution_id:
        institution = session.get_one(Institution, compilation.institution_id)
        named.append(institution.name(compilation.language))
    return ", ".join(named)
