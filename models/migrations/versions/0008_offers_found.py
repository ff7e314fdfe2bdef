"""Published offers found by their words, typed without marks"""

import sqlalchemy as sa
from alembic import op

from models.rules.text import fold

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

OFFER = sa.table(
    'offer',
    sa.column('id', sa.Integer),
    sa.column('title', sa.String),
    sa.column('short_summary', sa.String),
    sa.column('technology_keywords', sa.JSON),
    sa.column('market_keywords', sa.JSON),
    sa.column('search_text', sa.String),
)


def upgrade() -> None:
    with op.batch_alter_table('offer') as batch_op:
        batch_op.add_column(sa.Column('search_text', sa.String(), nullable=False, server_default=''))
    database = op.get_bind()
    for row in database.execute(sa.select(OFFER)).all():
        words = (row.title, row.short_summary, *row.technology_keywords, *row.market_keywords)
        text = fold(' '.join(words))
        database.execute(OFFER.update().where(OFFER.c.id == row.id).values(search_text=text))
    with op.batch_alter_table('offer') as batch_op:
        batch_op.alter_column('search_text', existing_type=sa.String(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('offer') as batch_op:
        batch_op.drop_column('search_text')
