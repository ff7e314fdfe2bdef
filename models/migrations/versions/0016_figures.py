"""Pictures in offers, bound to their versions; the words of attached files, with which offers are compared"""

import sqlalchemy as sa
from alembic import op

from models.tables.columns import Moment

revision = '0016'
down_revision = '0011'
branch_labels = None
depends_on = None

STATES = ('read', 'cut', 'no_text', 'unreadable')


def upgrade() -> None:
    op.create_table('figure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('technology_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('media_type', sa.String(length=20), nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('alt_en', sa.String(), nullable=False),
    sa.Column('alt_pl', sa.String(), nullable=False),
    sa.Column('caption_en', sa.String(), nullable=False),
    sa.Column('caption_pl', sa.String(), nullable=False),
    sa.Column('told', sa.JSON(), nullable=False),
    sa.Column('added_by', sa.String(length=40), nullable=False),
    sa.Column('added_by_name', sa.String(), nullable=False),
    sa.Column('added_at', Moment(), nullable=False),
    sa.Column('removed_at', Moment(), nullable=True),
    sa.Column('removed_by_name', sa.String(), nullable=False),
    sa.CheckConstraint("media_type IN ('image/png', 'image/jpeg')", name=op.f('ck_figure_media_type_served')),
    sa.CheckConstraint('width > 0 AND height > 0 AND size > 0', name=op.f('ck_figure_has_pixels')),
    sa.CheckConstraint("alt_en <> '' AND alt_pl <> ''", name=op.f('ck_figure_described_in_both_languages')),
    sa.ForeignKeyConstraint(['technology_id'], ['technology.id'], name=op.f('fk_figure_technology_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_figure'))
    )
    op.create_index('ix_figure_technology_position', 'figure', ['technology_id', 'position'], unique=False)
    op.create_table('file_text',
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('state', sa.Enum(*STATES, name='textstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('read_at', Moment(), nullable=False),
    sa.PrimaryKeyConstraint('sha256', name=op.f('pk_file_text'))
    )
    op.add_column('offer', sa.Column('figures', sa.JSON(), nullable=False, server_default='[]'))


def downgrade() -> None:
    # offers with figures keep a digest that counts them: they are to be approved again
    op.drop_column('offer', 'figures')
    op.drop_table('file_text')
    op.drop_table('figure')
