"""Catalogues and slides of many offers"""

import sqlalchemy as sa
from alembic import op

from models.migrations.kinds import allow, forbid
from models.tables.columns import Moment

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None

FIELDS = (
    'drug_discovery', 'diagnostics', 'e_health', 'advanced_therapies', 'cosmetics', 'agriculture', 'healthy_food',
    'circular_economy',
)


def kind(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table('compilation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', kind('catalogue', 'slides', name='compilationkind'), nullable=False),
    sa.Column('language', kind('en', 'pl', name='language'), nullable=False),
    sa.Column('grouping', kind('chain', 'field', name='grouping'), nullable=False),
    sa.Column('entry_size', kind('page', 'half', name='entrysize'), nullable=False),
    sa.Column('value_chain', kind('health', 'bioeconomy', name='valuechain'), nullable=True),
    sa.Column('field', kind(*FIELDS, name='field'), nullable=True),
    sa.Column('institution_id', sa.Integer(), nullable=True),
    sa.Column('chosen', sa.JSON(), nullable=False),
    sa.Column('public', sa.Boolean(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', Moment(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('made_revision', sa.Integer(), nullable=False),
    sa.Column('made_at', Moment(), nullable=True),
    sa.Column('input_checksum', sa.String(length=64), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=True),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('pages', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_compilation_asked_by_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_compilation_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_compilation'))
    )
    op.create_index('ix_compilation_asked_by_id', 'compilation', ['asked_by_id'], unique=False)
    op.create_index('ix_compilation_institution_id', 'compilation', ['institution_id'], unique=False)
    op.create_table('compilation_offer',
    sa.Column('compilation_id', sa.Integer(), nullable=False),
    sa.Column('offer_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['compilation_id'], ['compilation.id'], name=op.f('fk_compilation_offer_compilation_id')),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name=op.f('fk_compilation_offer_offer_id')),
    sa.PrimaryKeyConstraint('compilation_id', 'offer_id', name=op.f('pk_compilation_offer'))
    )
    op.create_index('ix_compilation_offer_offer_id', 'compilation_offer', ['offer_id'], unique=False)
    allow('work', 'workkind', 'compile_offers')


def downgrade() -> None:
    op.execute("DELETE FROM work WHERE kind = 'compile_offers'")
    forbid('work', 'workkind', 'compile_offers')
    op.drop_table('compilation_offer')
    op.drop_table('compilation')
