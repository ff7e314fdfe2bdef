"""What a draft corrects, and that it was submitted"""

import sqlalchemy as sa
from alembic import op

from models.tables.columns import Moment

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('draft') as batch_op:
        batch_op.add_column(sa.Column('base_version', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('submitted_at', Moment(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('draft') as batch_op:
        batch_op.drop_column('submitted_at')
        batch_op.drop_column('base_version')
