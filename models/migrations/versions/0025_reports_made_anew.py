"""Portfolio reports that are made anew: versions of a period"""

import sqlalchemy as sa
from alembic import op

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('portfolio_report', sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
    if op.get_bind().dialect.name != 'sqlite':
        op.alter_column('portfolio_report', 'version', existing_type=sa.Integer(), server_default=None)
    op.execute("UPDATE portfolio_report SET unique_key = unique_key || '\\:1'")


def downgrade() -> None:
    """The first versions stay."""
    later = 'SELECT id FROM portfolio_report WHERE version > 1'
    op.execute(f'DELETE FROM portfolio_file WHERE report_id IN ({later})')
    op.execute(f"DELETE FROM work WHERE kind = 'report_portfolio' AND subject_id IN ({later})")
    op.execute('DELETE FROM portfolio_report WHERE version > 1')
    op.drop_column('portfolio_report', 'version')
    op.execute("UPDATE portfolio_report SET unique_key = substr(unique_key, 1, length(unique_key) - 2)")
