"""Logos, a brand colour and the length of briefs; which brief of an offer is the present one"""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None

LENGTHS = ('one_page', 'two_pages')


def upgrade() -> None:
    op.create_table('network',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('logo_sha256', sa.String(length=64), nullable=True),
    sa.Column('logo_width', sa.Integer(), nullable=False),
    sa.Column('logo_height', sa.Integer(), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_network_only_one')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_network'))
    )
    op.create_table('brand',
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.Column('colour', sa.String(length=7), nullable=False),
    sa.Column('brief_length', sa.Enum(*LENGTHS, name='brieflength', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('logo_sha256', sa.String(length=64), nullable=True),
    sa.Column('logo_width', sa.Integer(), nullable=False),
    sa.Column('logo_height', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_brand_institution_id')),
    sa.PrimaryKeyConstraint('institution_id', name=op.f('pk_brand'))
    )
    # as text: Alembic copies a table to give it a CHECK on SQLite, and other tables point at this one
    op.execute(
        'ALTER TABLE technology ADD COLUMN brief_length VARCHAR(40) '
        "CONSTRAINT ck_technology_brieflength CHECK (brief_length IN ('one_page', 'two_pages'))"
    )


def downgrade() -> None:
    op.execute('ALTER TABLE technology DROP COLUMN brief_length')
    op.drop_table('brand')
    op.drop_table('network')
