"""Who took a file away"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('attachment') as batch_op:
        batch_op.add_column(sa.Column('removed_by_name', sa.String(), nullable=False, server_default=''))


def downgrade() -> None:
    with op.batch_alter_table('attachment') as batch_op:
        batch_op.drop_column('removed_by_name')
