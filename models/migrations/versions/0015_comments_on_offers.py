"""Comments beside the fields of an offer; whether it is anonymous is decided, and until then open"""

import sqlalchemy as sa
from alembic import op

from models.migrations.kinds import allow, forbid
from models.tables.columns import Moment

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

DECIDED = 'anonymous BOOLEAN NOT NULL'
OPEN = 'anonymous BOOLEAN'


def upgrade() -> None:
    op.create_table('offer_comment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('technology_id', sa.Integer(), nullable=False),
    sa.Column('offer_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.Enum('en', 'pl', name='language', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('field', sa.String(length=40), nullable=False),
    sa.Column('answers_id', sa.Integer(), nullable=True),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('by_office', sa.Boolean(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('resolved_at', Moment(), nullable=True),
    sa.Column('resolved_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['technology_id'], ['technology.id'], name=op.f('fk_offer_comment_technology_id')),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name=op.f('fk_offer_comment_offer_id')),
    sa.ForeignKeyConstraint(['answers_id'], ['offer_comment.id'], name=op.f('fk_offer_comment_answers_id')),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_offer_comment_author_id')),
    sa.ForeignKeyConstraint(['resolved_by_id'], ['person.id'], name=op.f('fk_offer_comment_resolved_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offer_comment'))
    )
    for column in ('technology_id', 'offer_id', 'answers_id', 'author_id', 'resolved_by_id'):
        op.create_index(f'ix_offer_comment_{column}', 'offer_comment', [column], unique=False)
    _anonymity(DECIDED, OPEN, nullable=True)
    allow('notice', 'noticekind', 'offer_comment')


def downgrade() -> None:
    op.execute("DELETE FROM work WHERE kind = 'send_notice' AND subject_id IN (SELECT id FROM notice WHERE kind = 'offer_comment')")
    op.execute("DELETE FROM notice WHERE kind = 'offer_comment'")
    forbid('notice', 'noticekind', 'offer_comment')
    op.execute(sa.text('UPDATE offer SET anonymous = :no WHERE anonymous IS NULL').bindparams(no=False))
    _anonymity(OPEN, DECIDED, nullable=False)
    op.drop_table('offer_comment')


def _anonymity(old: str, new: str, *, nullable: bool) -> None:
    """SQLite cannot change a column in place, and copying the table would break the briefs that point to it.

    Its documentation names this way for a NOT NULL: the stored rows stay as they are, only the text of the
    schema changes.
    """
    database = op.get_bind()
    if database.dialect.name != 'sqlite':
        op.alter_column('offer', 'anonymous', existing_type=sa.Boolean(), nullable=nullable)
        return
    version = database.execute(sa.text('PRAGMA schema_version')).scalar_one()
    database.execute(sa.text('PRAGMA writable_schema = ON'))
    changed = database.execute(
        sa.text("UPDATE sqlite_schema SET sql = replace(sql, :old, :new) WHERE type = 'table' AND name = 'offer' AND instr(sql, :old)"),
        {'old': old, 'new': new},
    )
    assert changed.rowcount == 1, 'the column offer.anonymous is not as it was made'
    database.execute(sa.text(f'PRAGMA schema_version = {version + 1}'))
    database.execute(sa.text('PRAGMA writable_schema = OFF'))
