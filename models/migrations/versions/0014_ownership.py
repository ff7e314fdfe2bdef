"""Bases of rights with what proves them, co-owners, what funders demand, what of others went in"""

import sqlalchemy as sa
from alembic import op

from models.migrations.kinds import allow, forbid
from models.tables.columns import Moment

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

SIGNED = ('co_owner', 'funder_demand', 'input')
DEMANDED = (
    'report_invention', 'report_utilisation', 'consent_licence', 'consent_transfer', 'march_in', 'open_access',
    'first_option', 'revenue_share', 'location', 'acknowledgement',
)
DUE_BY = ('disclosure', 'filing', 'publication', 'licence', 'transfer', 'income', 'final_report')
BASIS = ('employed_here', 'basis_document', 'basis_dated_on', 'basis_evidence_id', 'basis_waiver')
BY_HAND = 'uq_clock_by_hand'
_KEYS = ['technology_id', 'rule', 'trigger_on']


def _kind(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    allow('signoff', 'signoffkind', *SIGNED)
    with op.batch_alter_table('contributor') as batch_op:
        batch_op.add_column(sa.Column('employed_here', sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column('basis_document', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('basis_dated_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('basis_evidence_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('basis_waiver', sa.String(), nullable=False, server_default=''))
        batch_op.create_foreign_key(op.f('fk_contributor_basis_evidence_id'), 'attachment', ['basis_evidence_id'], ['id'])
        batch_op.create_index('ix_contributor_basis_evidence_id', ['basis_evidence_id'], unique=False)
    with op.batch_alter_table('contributor') as batch_op:
        batch_op.alter_column('basis_document', server_default=None)
        batch_op.alter_column('basis_waiver', server_default=None)

    op.create_table('co_owner',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('technology_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('share_bp', sa.Integer(), nullable=False),
    sa.Column('agreement', sa.String(), nullable=False),
    sa.Column('agreed_on', sa.Date(), nullable=True),
    sa.Column('evidence_id', sa.Integer(), nullable=True),
    sa.Column('waiver', sa.String(), nullable=False),
    sa.Column('we_manage', sa.Boolean(), nullable=False),
    sa.CheckConstraint('share_bp BETWEEN 1 AND 9999', name=op.f('ck_co_owner_share_leaves_some_to_us')),
    sa.ForeignKeyConstraint(['evidence_id'], ['attachment.id'], name=op.f('fk_co_owner_evidence_id')),
    sa.ForeignKeyConstraint(['technology_id'], ['technology.id'], name=op.f('fk_co_owner_technology_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_co_owner'))
    )
    op.create_index('ix_co_owner_evidence_id', 'co_owner', ['evidence_id'], unique=False)
    op.create_index('ix_co_owner_technology_id', 'co_owner', ['technology_id'], unique=False)

    op.create_table('funder_demand',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('funding_id', sa.Integer(), nullable=False),
    sa.Column('kind', _kind('demandkind', *DEMANDED), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('due_event', _kind('demandevent', *DUE_BY), nullable=True),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('state', _kind('demandstate', 'open', 'met', 'waived'), nullable=False),
    sa.Column('settled_on', sa.Date(), nullable=True),
    sa.Column('document', sa.String(), nullable=False),
    sa.Column('evidence_id', sa.Integer(), nullable=True),
    sa.Column('recorded_by', sa.String(), nullable=False),
    sa.Column('recorded_at', Moment(), nullable=False),
    sa.CheckConstraint('due_on IS NULL OR due_event IS NULL', name=op.f('ck_funder_demand_due_by_day_or_event')),
    sa.CheckConstraint("(state = 'open') = (settled_on IS NULL)", name=op.f('ck_funder_demand_settled_on_a_day')),
    sa.CheckConstraint("state <> 'waived' OR document <> ''", name=op.f('ck_funder_demand_waived_in_a_document')),
    sa.ForeignKeyConstraint(['evidence_id'], ['attachment.id'], name=op.f('fk_funder_demand_evidence_id')),
    sa.ForeignKeyConstraint(['funding_id'], ['funding.id'], name=op.f('fk_funder_demand_funding_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_funder_demand'))
    )
    op.create_index('ix_funder_demand_evidence_id', 'funder_demand', ['evidence_id'], unique=False)
    op.create_index('ix_funder_demand_funding_id', 'funder_demand', ['funding_id'], unique=False)

    op.create_table('third_party_input',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('technology_id', sa.Integer(), nullable=False),
    sa.Column('kind', _kind('inputkind', 'material', 'data', 'software', 'open_source', 'samples', 'other'), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('provider', sa.String(), nullable=False),
    sa.Column('agreement', sa.String(), nullable=False),
    sa.Column('licence', sa.String(), nullable=False),
    sa.Column('no_commercial_use', sa.Boolean(), nullable=False),
    sa.Column('reach_through', sa.Boolean(), nullable=False),
    sa.Column('publication_limited', sa.Boolean(), nullable=False),
    sa.Column('state', _kind('inputstate', 'open', 'cleared', 'blocks'), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('evidence_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("state = 'open' OR note <> ''", name=op.f('ck_third_party_input_settled_with_a_note')),
    sa.ForeignKeyConstraint(['evidence_id'], ['attachment.id'], name=op.f('fk_third_party_input_evidence_id')),
    sa.ForeignKeyConstraint(['technology_id'], ['technology.id'], name=op.f('fk_third_party_input_technology_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_third_party_input'))
    )
    op.create_index('ix_third_party_input_evidence_id', 'third_party_input', ['evidence_id'], unique=False)
    op.create_index('ix_third_party_input_technology_id', 'third_party_input', ['technology_id'], unique=False)

    allow('clock', 'certainty', 'A', column='certainty')
    op.drop_index(BY_HAND, 'clock')
    with op.batch_alter_table('clock') as batch_op:
        batch_op.add_column(sa.Column('demand_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('funding_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_clock_demand_id'), 'funder_demand', ['demand_id'], ['id'])
        batch_op.create_foreign_key(op.f('fk_clock_funding_id'), 'funding', ['funding_id'], ['id'])
        batch_op.create_index('ix_clock_demand_id', ['demand_id'], unique=True)
        batch_op.create_index('ix_clock_funding_id', ['funding_id'], unique=False)
    _by_hand('case_id IS NULL AND demand_id IS NULL')


def downgrade() -> None:
    """Refused where the trail holds what the earlier schema does not know. Kept days of duties to funders go."""
    forbid('signoff', 'signoffkind', *SIGNED)
    op.execute('DELETE FROM clock WHERE demand_id IS NOT NULL')
    op.drop_index(BY_HAND, 'clock')
    with op.batch_alter_table('clock') as batch_op:
        for column in ('demand_id', 'funding_id'):
            batch_op.drop_index(f'ix_clock_{column}')
            batch_op.drop_constraint(op.f(f'fk_clock_{column}'), type_='foreignkey')
            batch_op.drop_column(column)
    _by_hand('case_id IS NULL')
    forbid('clock', 'certainty', 'A', column='certainty')
    for table in ('third_party_input', 'funder_demand', 'co_owner'):
        op.drop_table(table)
    with op.batch_alter_table('contributor') as batch_op:
        batch_op.drop_index('ix_contributor_basis_evidence_id')
        batch_op.drop_constraint(op.f('fk_contributor_basis_evidence_id'), type_='foreignkey')
        for column in BASIS:
            batch_op.drop_column(column)


def _by_hand(where: str) -> None:
    op.create_index(BY_HAND, 'clock', _KEYS, unique=True, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
