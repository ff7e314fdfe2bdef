"""Weights, requests to review, statements on conflicts of interest; what a decision sets going; rights offered to creators"""

import sqlalchemy as sa
from alembic import op

from models.migrations.kinds import allow, forbid
from models.tables.columns import Moment

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

SIGNED = ('conflict', 'conflict_ruling', 'protection_plan', 'rights_answer')
TOLD = ('review_requested', 'review_reminder', 'review_answer')
REQUESTS = ('open', 'done', 'declined', 'withdrawn')
RULINGS = ('admitted', 'excluded')
EFFECTS = ('decision_done', 'filing_due', 'secrecy', 'software', 'offer_due', 'closed')
STRATEGIES = ('patent', 'know_how', 'copyright')
LICENSING = ('proprietary', 'open_source', 'dual')
ANSWERS = ('accepted', 'refused')
NEW_TABLES = ('rights_offer', 'protection_plan', 'decision_effect', 'conflict_statement', 'review_request')


def upgrade() -> None:
    allow('signoff', 'signoffkind', *SIGNED)
    allow('notice', 'noticekind', *TOLD)
    op.add_column('person', sa.Column('department', sa.String(), nullable=False, server_default=''))
    op.add_column('assessment', sa.Column('first_score', sa.Integer(), nullable=True))
    _who_reviews()
    for column in (
        sa.Column('told', sa.String(), nullable=False, server_default=''),
        sa.Column('no_duty', sa.String(), nullable=False, server_default=''),
        sa.Column('weights', sa.JSON(), nullable=True),
        sa.Column('score', sa.Integer(), nullable=True),
    ):
        op.add_column('review_decision', column)
    # in place: copying the table would break what points to it
    policy = 'policy_id INTEGER CONSTRAINT fk_review_decision_policy_id REFERENCES review_policy (id)'
    op.execute(f'ALTER TABLE review_decision ADD COLUMN {policy}')
    op.create_index('ix_review_decision_policy_id', 'review_decision', ['policy_id'], unique=False)
    _what_decisions_set_going()


def _who_reviews() -> None:
    op.create_table('review_policy',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('weights', sa.JSON(), nullable=False),
    sa.Column('reviewers', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('set_by_id', sa.Integer(), nullable=True),
    sa.Column('set_at', Moment(), nullable=False),
    sa.CheckConstraint('reviewers BETWEEN 1 AND 9', name=op.f('ck_review_policy_reviewers_in_range')),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_review_policy_institution_id')),
    sa.ForeignKeyConstraint(['set_by_id'], ['person.id'], name=op.f('fk_review_policy_set_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_policy')),
    sa.UniqueConstraint('institution_id', 'version', name=op.f('uq_review_policy_institution_id_version'))
    )
    op.create_index('ix_review_policy_institution_id', 'review_policy', ['institution_id'], unique=False)
    op.create_index('ix_review_policy_set_by_id', 'review_policy', ['set_by_id'], unique=False)

    op.create_table('review_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('technology_id', sa.Integer(), nullable=False),
    sa.Column('reviewer_id', sa.Integer(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', Moment(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('state', sa.Enum(*REQUESTS, name='requeststate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('ended_at', Moment(), nullable=True),
    sa.CheckConstraint("state <> 'declined' OR reason <> ''", name=op.f('ck_review_request_declined_with_reason')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_review_request_asked_by_id')),
    sa.ForeignKeyConstraint(['reviewer_id'], ['person.id'], name=op.f('fk_review_request_reviewer_id')),
    sa.ForeignKeyConstraint(['technology_id'], ['technology.id'], name=op.f('fk_review_request_technology_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_request'))
    )
    for column in ('asked_by_id', 'reviewer_id', 'technology_id'):
        op.create_index(f'ix_review_request_{column}', 'review_request', [column], unique=False)
    op.create_index('ix_review_request_state_due', 'review_request', ['state', 'due_on', 'id'], unique=False)
    is_open = sa.text("state = 'open'")
    op.create_index('uq_review_request_open', 'review_request', ['technology_id', 'reviewer_id'], unique=True, sqlite_where=is_open, postgresql_where=is_open)

    op.create_table('conflict_statement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('technology_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('declared', sa.Boolean(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('ties', sa.JSON(), nullable=False),
    sa.Column('stated_at', Moment(), nullable=False),
    sa.Column('ruling', sa.Enum(*RULINGS, name='conflictruling', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('ruling_reason', sa.String(), nullable=False),
    sa.Column('ruled_by_id', sa.Integer(), nullable=True),
    sa.Column('ruled_at', Moment(), nullable=True),
    sa.CheckConstraint("NOT declared OR text <> ''", name=op.f('ck_conflict_statement_declared_with_text')),
    sa.CheckConstraint('ruling IS NULL OR declared', name=op.f('ck_conflict_statement_ruled_when_declared')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_conflict_statement_person_id')),
    sa.ForeignKeyConstraint(['ruled_by_id'], ['person.id'], name=op.f('fk_conflict_statement_ruled_by_id')),
    sa.ForeignKeyConstraint(['technology_id'], ['technology.id'], name=op.f('fk_conflict_statement_technology_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conflict_statement'))
    )
    for column in ('person_id', 'ruled_by_id'):
        op.create_index(f'ix_conflict_statement_{column}', 'conflict_statement', [column], unique=False)
    op.create_index('ix_conflict_statement_technology_person', 'conflict_statement', ['technology_id', 'person_id', 'id'], unique=False)


def _what_decisions_set_going() -> None:
    op.create_table('decision_effect',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum(*EFFECTS, name='effectkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('clock_id', sa.Integer(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('undone_at', Moment(), nullable=True),
    sa.Column('kept_at', Moment(), nullable=True),
    sa.ForeignKeyConstraint(['clock_id'], ['clock.id'], name=op.f('fk_decision_effect_clock_id')),
    sa.ForeignKeyConstraint(['decision_id'], ['review_decision.id'], name=op.f('fk_decision_effect_decision_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision_effect'))
    )
    for column in ('clock_id', 'decision_id'):
        op.create_index(f'ix_decision_effect_{column}', 'decision_effect', [column], unique=False)

    op.create_table('protection_plan',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('technology_id', sa.Integer(), nullable=False),
    sa.Column('strategy', sa.Enum(*STRATEGIES, name='protectionstrategy', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('access', sa.String(), nullable=False),
    sa.Column('licensing', sa.Enum(*LICENSING, name='softwarelicensing', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('components', sa.String(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', Moment(), nullable=False),
    sa.Column('ended_at', Moment(), nullable=True),
    sa.CheckConstraint("strategy <> 'patent'", name=op.f('ck_protection_plan_not_for_patents')),
    sa.CheckConstraint("(strategy = 'copyright') = (licensing IS NOT NULL)", name=op.f('ck_protection_plan_licensing_of_software')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_protection_plan_recorded_by_id')),
    sa.ForeignKeyConstraint(['technology_id'], ['technology.id'], name=op.f('fk_protection_plan_technology_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_protection_plan'))
    )
    op.create_index('ix_protection_plan_recorded_by_id', 'protection_plan', ['recorded_by_id'], unique=False)
    in_force = sa.text('ended_at IS NULL')
    op.create_index('uq_protection_plan_in_force', 'protection_plan', ['technology_id'], unique=True, sqlite_where=in_force, postgresql_where=in_force)

    op.create_table('rights_offer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('technology_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('offered_on', sa.Date(), nullable=False),
    sa.Column('fee', sa.Integer(), nullable=False),
    sa.Column('cap', sa.Integer(), nullable=True),
    sa.Column('fee_source', sa.String(), nullable=False),
    sa.Column('answer', sa.Enum(*ANSWERS, name='rightsanswer', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', Moment(), nullable=False),
    sa.Column('superseded_at', Moment(), nullable=True),
    sa.CheckConstraint('fee >= 0', name=op.f('ck_rights_offer_fee_not_negative')),
    sa.CheckConstraint('(answer IS NULL) = (answered_on IS NULL)', name=op.f('ck_rights_offer_answered_with_day')),
    sa.CheckConstraint('answered_on IS NULL OR answered_on >= offered_on', name=op.f('ck_rights_offer_answered_after')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_rights_offer_recorded_by_id')),
    sa.ForeignKeyConstraint(['technology_id'], ['technology.id'], name=op.f('fk_rights_offer_technology_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rights_offer'))
    )
    for column in ('recorded_by_id', 'technology_id'):
        op.create_index(f'ix_rights_offer_{column}', 'rights_offer', [column], unique=False)


def downgrade() -> None:
    """Refused where the trail holds what the earlier schema does not know: a trail forgets nothing."""
    forbid('signoff', 'signoffkind', *SIGNED)
    forgotten = f"kind IN ({', '.join(map(repr, TOLD))})"
    op.execute(f"DELETE FROM work WHERE kind = 'send_notice' AND subject_id IN (SELECT id FROM notice WHERE {forgotten})")
    op.execute(f'DELETE FROM notice WHERE {forgotten}')
    forbid('notice', 'noticekind', *TOLD)
    for table in NEW_TABLES:
        op.drop_table(table)
    op.drop_index('ix_review_decision_policy_id', 'review_decision')
    with op.batch_alter_table('review_decision') as batch_op:
        for column in ('score', 'weights', 'policy_id', 'no_duty', 'told'):
            batch_op.drop_column(column)
    op.drop_table('review_policy')
    op.drop_column('assessment', 'first_score')
    op.drop_column('person', 'department')
