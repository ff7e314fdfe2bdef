"""Searches for prior art, records that keep their history, decision letters, stamped copies and their readings"""

import sqlalchemy as sa
from alembic import op

from models.migrations.kinds import allow, forbid
from models.tables.columns import Moment

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    allow('work', 'workkind', 'draw_letter')
    allow('notice', 'noticekind', 'decision_letter')
    _searches()
    _prior_art()
    _letters()
    _copies()


def downgrade() -> None:
    """Refused where records were changed or removed: the earlier schema would show every state of them at once."""
    changed = op.get_bind().execute(sa.text('SELECT count(*) FROM prior_art WHERE removed_at IS NOT NULL')).scalar()
    if changed:
        raise RuntimeError(f'{changed} records of prior art were changed or removed: restore a backup made before this version.')
    op.drop_table('document_reading')
    op.drop_table('document_copy')
    op.drop_table('decision_letter')
    with op.batch_alter_table('prior_art') as batch_op:
        batch_op.drop_constraint(op.f('ck_prior_art_removed_by_somebody'), type_='check')
        batch_op.drop_constraint(op.f('ck_prior_art_priorartkind'), type_='check')
        batch_op.drop_constraint(op.f('ck_prior_art_priorartcategory'), type_='check')
        batch_op.drop_constraint(op.f('uq_prior_art_replaces_id'), type_='unique')
        for name in ('search_id', 'other_id', 'removed_by_id'):
            batch_op.drop_index(op.f(f'ix_prior_art_{name}'))
        for name in ('search_id', 'other_id', 'replaces_id', 'removed_by_id'):
            batch_op.drop_constraint(op.f(f'fk_prior_art_{name}'), type_='foreignkey')
        for name in (
            'kind', 'published_on', 'link', 'category', 'features', 'search_id', 'other_id', 'replaces_id',
            'removed_at', 'removed_by_id', 'removed_reason',
        ):
            batch_op.drop_column(name)
    op.drop_table('prior_art_search')
    op.execute(
        "DELETE FROM work WHERE kind = 'send_notice' AND subject_id IN (SELECT id FROM notice WHERE kind = 'decision_letter')"
    )
    op.execute("DELETE FROM notice WHERE kind = 'decision_letter'")
    op.execute("DELETE FROM work WHERE kind = 'draw_letter'")
    forbid('notice', 'noticekind', 'decision_letter')
    forbid('work', 'workkind', 'draw_letter')


def _searches() -> None:
    """Where finds were recorded before, somebody had searched: that much is known of it, and no more."""
    op.create_table(
        'prior_art_search',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('technology_id', sa.Integer(), nullable=False),
        _kind('means', 'searchmeans', 'by_hand', 'epo'),
        sa.Column('place', sa.String(), nullable=False),
        sa.Column('query', sa.String(), nullable=False),
        sa.Column('found', sa.Integer(), nullable=False),
        sa.Column('note', sa.String(), nullable=False),
        sa.Column('results', sa.JSON(), nullable=False),
        sa.Column('searched_on', sa.Date(), nullable=False),
        sa.Column('recorded_by_id', sa.Integer(), nullable=False),
        sa.Column('recorded_at', Moment(), nullable=False),
        sa.CheckConstraint('found >= 0', name=op.f('ck_prior_art_search_found_not_negative')),
        sa.ForeignKeyConstraint(['technology_id'], ['technology.id'], name=op.f('fk_prior_art_search_technology_id')),
        sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_prior_art_search_recorded_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_prior_art_search')),
    )
    op.create_index('ix_prior_art_search_technology_id', 'prior_art_search', ['technology_id'])
    op.create_index('ix_prior_art_search_recorded_by_id', 'prior_art_search', ['recorded_by_id'])
    op.execute(
        """
        INSERT INTO prior_art_search
            (technology_id, means, place, query, found, note, results, searched_on, recorded_by_id, recorded_at)
        SELECT technology_id, 'by_hand', '', '', count(*), '', '[]', date(min(recorded_at)), min(recorded_by_id),
            min(recorded_at)
        FROM prior_art GROUP BY technology_id
        """
    )


def _prior_art() -> None:
    with op.batch_alter_table('prior_art') as batch_op:
        batch_op.add_column(sa.Column('kind', sa.String(length=40), nullable=False, server_default='other'))
        batch_op.add_column(sa.Column('published_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('category', sa.String(length=40), nullable=True))
        for name in ('link', 'features', 'removed_reason'):
            batch_op.add_column(sa.Column(name, sa.String(), nullable=False, server_default=''))
        for name in ('search_id', 'other_id', 'replaces_id', 'removed_by_id'):
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('removed_at', Moment(), nullable=True))
    with op.batch_alter_table('prior_art') as batch_op:
        for name in ('kind', 'link', 'features', 'removed_reason'):
            batch_op.alter_column(name, server_default=None)
        for name, target in (
            ('search_id', 'prior_art_search'), ('other_id', 'technology'), ('replaces_id', 'prior_art'),
            ('removed_by_id', 'person'),
        ):
            batch_op.create_foreign_key(op.f(f'fk_prior_art_{name}'), target, [name], ['id'])
        batch_op.create_unique_constraint(op.f('uq_prior_art_replaces_id'), ['replaces_id'])
        batch_op.create_check_constraint(op.f('ck_prior_art_priorartkind'), sa.text(_among('kind', 'patent', 'publication', 'product', 'own_case', 'other')))
        batch_op.create_check_constraint(
            op.f('ck_prior_art_priorartcategory'), sa.text(_among('category', 'x', 'y', 'a'))
        )
        batch_op.create_check_constraint(
            op.f('ck_prior_art_removed_by_somebody'), sa.text('(removed_at IS NULL) = (removed_by_id IS NULL)')
        )
    for name in ('search_id', 'other_id', 'removed_by_id'):
        op.create_index(f'ix_prior_art_{name}', 'prior_art', [name])


def _letters() -> None:
    op.create_table(
        'decision_letter',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('technology_id', sa.Integer(), nullable=False),
        sa.Column('decision_id', sa.Integer(), nullable=False),
        _kind('language', 'language', 'en', 'pl'),
        sa.Column('asked_at', Moment(), nullable=False),
        sa.Column('sha256', sa.String(length=64), nullable=True),
        sa.Column('drawn_at', Moment(), nullable=True),
        sa.ForeignKeyConstraint(['technology_id'], ['technology.id'], name=op.f('fk_decision_letter_technology_id')),
        sa.ForeignKeyConstraint(['decision_id'], ['review_decision.id'], name=op.f('fk_decision_letter_decision_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_decision_letter')),
        sa.UniqueConstraint('decision_id', 'language', name=op.f('uq_decision_letter_decision_id_language')),
    )
    op.create_index('ix_decision_letter_technology_id', 'decision_letter', ['technology_id'])


def _copies() -> None:
    op.create_table(
        'document_copy',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('tracking', sa.String(length=16), nullable=False),
        sa.Column('unique_key', sa.String(length=160), nullable=False),
        _kind('kind', 'copykind', 'brief', 'dossier'),
        sa.Column('technology_id', sa.Integer(), nullable=False),
        sa.Column('delivery_id', sa.Integer(), nullable=True),
        sa.Column('contact_id', sa.Integer(), nullable=True),
        sa.Column('person_id', sa.Integer(), nullable=True),
        sa.Column('reader_name', sa.String(), nullable=False),
        sa.Column('sha256', sa.String(length=64), nullable=False),
        sa.Column('handed_on', sa.Date(), nullable=False),
        sa.CheckConstraint('(contact_id IS NULL) <> (person_id IS NULL)', name=op.f('ck_document_copy_of_one_reader')),
        sa.CheckConstraint(
            "(kind = 'brief') = (delivery_id IS NOT NULL)", name=op.f('ck_document_copy_brief_by_delivery')
        ),
        sa.ForeignKeyConstraint(['technology_id'], ['technology.id'], name=op.f('fk_document_copy_technology_id')),
        sa.ForeignKeyConstraint(['delivery_id'], ['delivery.id'], name=op.f('fk_document_copy_delivery_id')),
        sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_document_copy_contact_id')),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_document_copy_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_document_copy')),
        sa.UniqueConstraint('tracking', name=op.f('uq_document_copy_tracking')),
        sa.UniqueConstraint('unique_key', name=op.f('uq_document_copy_unique_key')),
    )
    for name in ('delivery_id', 'contact_id', 'person_id'):
        op.create_index(f'ix_document_copy_{name}', 'document_copy', [name])
    op.create_index('ix_document_copy_technology_kind', 'document_copy', ['technology_id', 'kind', 'handed_on'])
    op.create_table(
        'document_reading',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('copy_id', sa.Integer(), nullable=False),
        sa.Column('at', Moment(), nullable=False),
        sa.ForeignKeyConstraint(['copy_id'], ['document_copy.id'], name=op.f('fk_document_reading_copy_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_document_reading')),
    )
    op.create_index('ix_document_reading_copy_id', 'document_reading', ['copy_id'])


def _kind(name: str, check: str, *values: str) -> sa.Column[str]:
    return sa.Column(name, sa.Enum(*values, name=check, native_enum=False, create_constraint=True, length=40), nullable=False)


def _among(column: str, *values: str) -> str:
    return f'{column} IN ({", ".join(map(repr, values))})'
