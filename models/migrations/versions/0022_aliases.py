"""Anonymous offers are called by an alias that is drawn, and no longer by the number of their technology"""

import re
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from models.tables.columns import Moment

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None

SIGNS = '2346789DFKMQRX'


def upgrade() -> None:
    op.add_column('technology', sa.Column('alias', sa.String(length=9), nullable=False, server_default=''))
    database = op.get_bind()
    drawn: set[str] = set()
    rows = database.execute(sa.text('SELECT id FROM technology')).scalars().all()
    _write(sa.text('UPDATE technology SET alias = :alias WHERE id = :id'), [{'id': each, 'alias': _draw(drawn)} for each in rows])
    op.create_index('ix_technology_alias', 'technology', ['alias'], unique=True)
    if database.dialect.name != 'sqlite':
        op.alter_column('technology', 'alias', existing_type=sa.String(length=9), server_default=None)
    _index_again(added=True)
    _make_again()


def downgrade() -> None:
    _index_again(added=False)
    op.drop_index('ix_technology_alias', table_name='technology')
    op.drop_column('technology', 'alias')


def _draw(drawn: set[str]) -> str:
    while (alias := '-'.join(''.join(secrets.choice(SIGNS) for _ in range(4)) for _ in range(2))) in drawn:
        pass
    drawn.add(alias)
    return alias


def _index_again(*, added: bool) -> None:
    """As `helix search rebuild` would: a technology is found by its alias too, an anonymous offer by that alone."""
    changed = []
    for number, kind, heading, alias, reference in op.get_bind().execute(sa.text(
        'SELECT search_entry.id, search_entry.kind, heading, alias, reference FROM search_entry'
        ' JOIN technology ON technology.id = search_entry.technology_id'
        ' LEFT JOIN offer ON offer.id = search_entry.subject_id'
        " WHERE search_entry.kind = 'technology' OR (search_entry.kind = 'offer' AND offer.anonymous)"
    )):
        with_alias = _words(f'{alias} {alias.replace("-", "")}') + ' '
        without = '' if kind == 'technology' else _words(reference.partition('-')[2]) + ' '
        before, after = (without, with_alias) if added else (with_alias, without)
        if heading.startswith(before):
            changed.append({'id': number, 'heading': after + heading.removeprefix(before)})
    _write(sa.text('UPDATE search_entry SET heading = :heading WHERE id = :id'), changed)


def _words(text: str) -> str:
    return ' '.join(re.findall(r'[^\W_]+', text.lower()))


def _make_again() -> None:
    """The briefs of anonymous offers and the files in which these stand show the old number until they are made anew."""
    database = op.get_bind()
    offers = database.execute(sa.text(
        "SELECT id FROM offer WHERE anonymous AND state IN ('approved', 'published')"
        ' AND approved_at IS NOT NULL AND consented_at IS NOT NULL'
    )).scalars()
    _ask('render_brief', ((number, f'{number}:alias') for number in offers.all()))
    files = (
        'made_revision = revision AND id IN (SELECT compilation_id FROM compilation_offer'
        " JOIN offer ON offer.id = compilation_offer.offer_id WHERE offer.anonymous AND offer.state = 'published')"
    )
    made = database.execute(sa.text(f'SELECT id, revision + 1 FROM compilation WHERE {files}')).all()
    database.execute(sa.text(f'UPDATE compilation SET revision = revision + 1 WHERE {files}'))
    _ask('compile_offers', ((number, f'{number}:{again}') for number, again in made))


def _ask(kind: str, subjects: Iterable[tuple[int, str]]) -> None:
    now = datetime.now(UTC)
    _write(
        sa.text(
            'INSERT INTO work (kind, subject_id, unique_key, state, not_before, attempts, error, created_at)'
            " VALUES (:kind, :subject, :key, 'queued', :now, 0, '', :now) ON CONFLICT (unique_key) DO NOTHING"
        ).bindparams(sa.bindparam('now', type_=Moment())),
        [{'kind': kind, 'subject': number, 'key': f'{kind}:{key}', 'now': now} for number, key in subjects],
    )


def _write(statement: sa.TextClause, rows: list[dict[str, object]]) -> None:
    if rows:
        op.get_bind().execute(statement, rows)
