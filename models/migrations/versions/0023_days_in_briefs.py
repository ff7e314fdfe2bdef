"""Briefs say when their offers are public, and what a weaker scan has seen is compared once more"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from models.tables.columns import Moment

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('offer', sa.Column('scanned_by', sa.Integer(), nullable=False, server_default='0'))
    database = op.get_bind()
    if database.dialect.name != 'sqlite':
        op.alter_column('offer', 'scanned_by', existing_type=sa.Integer(), server_default=None)
    _draw_again()


def downgrade() -> None:
    op.drop_column('offer', 'scanned_by')


def _draw_again() -> None:
    """The briefs of what is public say nothing of its days until they are made anew."""
    database, now = op.get_bind(), datetime.now(UTC)
    public = database.execute(sa.text(
        "SELECT id FROM offer WHERE state = 'published' AND approved_at IS NOT NULL AND consented_at IS NOT NULL"
    )).scalars()
    rows = [{'subject': number, 'key': f'render_brief:{number}:days', 'now': now} for number in public.all()]
    if rows:
        database.execute(
            sa.text(
                'INSERT INTO work (kind, subject_id, unique_key, state, not_before, attempts, error, created_at)'
                " VALUES ('render_brief', :subject, :key, 'queued', :now, 0, '', :now) ON CONFLICT (unique_key) DO NOTHING"
            ).bindparams(sa.bindparam('now', type_=Moment())),
            rows,
        )
