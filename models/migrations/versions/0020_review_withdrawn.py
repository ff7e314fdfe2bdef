"""Reviewers are told that a request was withdrawn"""

from alembic import op

from models.migrations.kinds import allow, forbid

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    allow('notice', 'noticekind', 'review_withdrawn')


def downgrade() -> None:
    op.execute(
        "DELETE FROM work WHERE kind = 'send_notice' AND subject_id IN (SELECT id FROM notice WHERE kind = 'review_withdrawn')"
    )
    op.execute("DELETE FROM notice WHERE kind = 'review_withdrawn'")
    forbid('notice', 'noticekind', 'review_withdrawn')
