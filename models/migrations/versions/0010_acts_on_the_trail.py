"""Sign-offs of more acts, an offer's end and its extension, e-mails that wait for their server"""

import sqlalchemy as sa
from alembic import op

from models.migrations.append_only import protect
from models.tables.columns import Moment

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

SIGNED_BEFORE = (
    'confirmation', 'consent', 'approval', 'override', 'scan_accepted', 'hold', 'resume', 'decision', 'signature',
    'withdrawal', 'suppression',
)
SIGNED_NOW = (
    'assignment', 'legal_basis', 'obligations', 'filing', 'clock_closed', 'statutory_offer', 'policy', 'revision',
    'extension',
)
TOLD_BEFORE = (
    'acknowledgement', 'clock_reminder', 'digest', 'invitation', 'share_request', 'returned', 'moved', 'message',
    'partner_answer', 'sign_in_link', 'nda_offered',
)
TOLD_NOW = ('offer_expiring', 'offer_expired')


def upgrade() -> None:
    _kinds('signoff', 'signoffkind', *SIGNED_BEFORE, *SIGNED_NOW)
    _kinds('notice', 'noticekind', *TOLD_BEFORE, *TOLD_NOW)
    op.add_column('offer', sa.Column('extended_at', Moment(), nullable=True))
    op.add_column('work', sa.Column('waiting_since', Moment(), nullable=True))


def downgrade() -> None:
    """Refused where the trail holds what the earlier schema does not know: a trail forgets nothing."""
    known = ', '.join(map(repr, SIGNED_NOW))
    kept = op.get_bind().execute(sa.text(f'SELECT count(*) FROM signoff WHERE kind IN ({known})')).scalar()
    if kept:
        raise RuntimeError(f'{kept} sign-offs are of kinds that the earlier schema does not know: restore a backup made before.')
    forgotten = f"kind IN ({', '.join(map(repr, TOLD_NOW))})"
    op.execute(f"DELETE FROM work WHERE kind = 'send_notice' AND subject_id IN (SELECT id FROM notice WHERE {forgotten})")
    op.execute(f'DELETE FROM notice WHERE {forgotten}')
    op.drop_column('work', 'waiting_since')
    op.drop_column('offer', 'extended_at')
    _kinds('notice', 'noticekind', *TOLD_BEFORE)
    _kinds('signoff', 'signoffkind', *SIGNED_BEFORE)


def _kinds(table: str, check: str, *kinds: str) -> None:
    """SQLite cannot change a CHECK: there Alembic copies the table, and its triggers are made again."""
    allowed = ', '.join(repr(kind) for kind in kinds)
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(op.f(f'ck_{table}_{check}'), type_='check')
        batch_op.create_check_constraint(op.f(f'ck_{table}_{check}'), sa.text(f'kind IN ({allowed})'))
    if table == 'signoff' and op.get_bind().dialect.name == 'sqlite':
        protect(('signoff',))
