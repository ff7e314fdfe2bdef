"""The search index: FTS5 on SQLite, a weighed tsvector on PostgreSQL"""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

KINDS = ('technology', 'patent', 'offer', 'partner', 'file', 'message', 'correspondence')

SQLITE = (
    "CREATE VIRTUAL TABLE search_words USING fts5(heading, text, content='search_entry', content_rowid='id',"
    " tokenize='unicode61 remove_diacritics 0', prefix='3')",
    'CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN'
    ' INSERT INTO search_words(rowid, heading, text) VALUES (new.id, new.heading, new.text); END',
    'CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN'
    " INSERT INTO search_words(search_words, rowid, heading, text) VALUES ('delete', old.id, old.heading, old.text); END",
    'CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN'
    " INSERT INTO search_words(search_words, rowid, heading, text) VALUES ('delete', old.id, old.heading, old.text);"
    ' INSERT INTO search_words(rowid, heading, text) VALUES (new.id, new.heading, new.text); END',
)
POSTGRESQL = (
    'ALTER TABLE search_entry ADD COLUMN words tsvector GENERATED ALWAYS AS'
    " (setweight(to_tsvector('simple', heading), 'A') || setweight(to_tsvector('simple', text), 'D')) STORED",
    'CREATE INDEX ix_search_entry_words ON search_entry USING gin (words)',
)


def upgrade() -> None:
    op.create_table('search_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum(*KINDS, name='searched', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('technology_id', sa.Integer(), nullable=True),
    sa.Column('heading', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['technology_id'], ['technology.id'], name=op.f('fk_search_entry_technology_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search_entry')),
    sa.UniqueConstraint('kind', 'subject_id', name=op.f('uq_search_entry_kind_subject_id'))
    )
    op.create_index('ix_search_entry_technology_id', 'search_entry', ['technology_id'], unique=False)
    for statement in POSTGRESQL if op.get_bind().dialect.name == 'postgresql' else SQLITE:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == 'sqlite':
        op.execute('DROP TABLE search_words')
    op.drop_table('search_entry')
