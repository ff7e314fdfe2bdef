"""Offers are compared again with what is uploaded or written after their approval"""

import sqlalchemy as sa
from alembic import op

from models.migrations.kinds import allow, forbid
from models.tables.columns import Moment

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    allow('work', 'workkind', 'compare_offers')
    allow('notice', 'noticekind', 'leak_found')
    op.add_column('offer', sa.Column('alarmed_at', Moment(), nullable=True))
    op.create_index('ix_offer_alarmed_at', 'offer', ['alarmed_at'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_offer_alarmed_at', table_name='offer')
    op.drop_column('offer', 'alarmed_at')
    op.execute(
        "DELETE FROM work WHERE kind = 'send_notice' AND subject_id IN (SELECT id FROM notice WHERE kind = 'leak_found')"
    )
    op.execute("DELETE FROM notice WHERE kind = 'leak_found'")
    op.execute("DELETE FROM work WHERE kind = 'compare_offers'")
    forbid('notice', 'noticekind', 'leak_found')
    forbid('work', 'workkind', 'compare_offers')
