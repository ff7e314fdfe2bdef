"""When the lead contributor was asked to agree to an offer version"""

import sqlalchemy as sa
from alembic import op

from models.tables.columns import Moment

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('offer', sa.Column('consent_asked_at', Moment(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('offer') as batch_op:
        batch_op.drop_column('consent_asked_at')
