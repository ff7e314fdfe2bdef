"""Portfolio reports and their files"""

import sqlalchemy as sa
from alembic import op

from models.migrations.kinds import allow, forbid
from models.tables.columns import Moment

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    allow('work', 'workkind', 'report_portfolio')
    allow('notice', 'noticekind', 'portfolio_report')
    op.create_table(
        'portfolio_report',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('unique_key', sa.String(length=60), nullable=False),
        sa.Column('institution_id', sa.Integer(), nullable=True),
        _kind('span', 'reportspan', 'month', 'quarter'),
        sa.Column('first_on', sa.Date(), nullable=False),
        sa.Column('until', sa.Date(), nullable=False),
        sa.Column('asked_at', Moment(), nullable=False),
        sa.Column('asked_by_id', sa.Integer(), nullable=True),
        sa.Column('made_at', Moment(), nullable=True),
        sa.CheckConstraint('until > first_on', name=op.f('ck_portfolio_report_period_has_days')),
        sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_portfolio_report_institution_id')),
        sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_portfolio_report_asked_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_portfolio_report')),
        sa.UniqueConstraint('unique_key', name=op.f('uq_portfolio_report_unique_key')),
    )
    op.create_index('ix_portfolio_report_asked_by_id', 'portfolio_report', ['asked_by_id'])
    op.create_index('ix_portfolio_report_institution_first', 'portfolio_report', ['institution_id', 'first_on'])
    op.create_table(
        'portfolio_file',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('report_id', sa.Integer(), nullable=False),
        _kind('language', 'language', 'en', 'pl'),
        _kind('format', 'reportformat', 'pdf', 'csv'),
        sa.Column('sha256', sa.String(length=64), nullable=False),
        sa.Column('size', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['report_id'], ['portfolio_report.id'], name=op.f('fk_portfolio_file_report_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_portfolio_file')),
        sa.UniqueConstraint('report_id', 'language', 'format', name=op.f('uq_portfolio_file_report_id_language_format')),
    )


def downgrade() -> None:
    op.drop_table('portfolio_file')
    op.drop_table('portfolio_report')
    op.execute(
        "DELETE FROM work WHERE kind = 'send_notice' AND subject_id IN (SELECT id FROM notice WHERE kind = 'portfolio_report')"
    )
    op.execute("DELETE FROM notice WHERE kind = 'portfolio_report'")
    op.execute("DELETE FROM work WHERE kind = 'report_portfolio'")
    forbid('notice', 'noticekind', 'portfolio_report')
    forbid('work', 'workkind', 'report_portfolio')


def _kind(name: str, check: str, *values: str) -> sa.Column[str]:
    return sa.Column(name, sa.Enum(*values, name=check, native_enum=False, create_constraint=True, length=40), nullable=False)
