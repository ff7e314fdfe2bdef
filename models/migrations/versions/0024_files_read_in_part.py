"""What of an attached file was not read is kept, and by which version of the reader; all are read again"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from models.migrations.kinds import allow, forbid
from models.tables.columns import Moment

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    allow('file_text', 'textstate', 'part', column='state')
    op.execute("UPDATE file_text SET state = 'part' WHERE state = 'cut'")
    forbid('file_text', 'textstate', 'cut', column='state')
    op.add_column('file_text', sa.Column('gaps', sa.JSON(), nullable=False, server_default='[]'))
    op.add_column('file_text', sa.Column('reader', sa.Integer(), nullable=False, server_default='1'))
    _compare_again()


def downgrade() -> None:
    op.drop_column('file_text', 'reader')
    op.drop_column('file_text', 'gaps')
    allow('file_text', 'textstate', 'cut', column='state')
    op.execute("UPDATE file_text SET state = 'cut' WHERE state = 'part'")
    forbid('file_text', 'textstate', 'part', column='state')


def _compare_again() -> None:
    """As after an upload: the work reads what is to be read, and looks at the offers then."""
    op.get_bind().execute(
        sa.text(
            'INSERT INTO work (kind, subject_id, unique_key, state, not_before, attempts, error, created_at)'
            " SELECT DISTINCT 'compare_offers', offer.technology_id, 'compare_offers:' || offer.technology_id || ' by reader 2',"
            "  'queued', :now, 0, '', :now FROM offer"
            ' JOIN attachment ON attachment.technology_id = offer.technology_id AND attachment.removed_at IS NULL'
            " WHERE offer.state IN ('draft', 'approved', 'published') ON CONFLICT (unique_key) DO NOTHING"
        ).bindparams(sa.bindparam('now', datetime.now(UTC), type_=Moment()))
    )
