"""Patent families and what happens to applications; deputies, heads, regimes; calendar feeds; when clocks are looked at"""

import re

import sqlalchemy as sa
from alembic import op

from models.migrations.append_only import protect
from models.tables.columns import Moment

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

SIGNED = ('patent_event', 'clock_moved')
OFFERED = (
    'filed', 'priority_proved', 'search_report', 'published', 'claims_amended', 'demand_filed',
    'examination_requested', 'loss_noted', 'further_processing', 'fee_summoned', 'fee_paid', 'paid_period_ended',
    'renewal_paid', 'grant_mentioned', 'granted', 'unitary_requested', 'translation_filed', 'remuneration_fixed',
    'opposition_filed', 'withdrawn', 'abandoned', 'lapsed', 'revoked',
)
ROUTES = ('direct', 'pct', 'provisional', 'design')


def upgrade() -> None:
    op.create_table('patent_family',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('technology_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('priority_on', sa.Date(), nullable=True),
    sa.Column('created_at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['technology_id'], ['technology.id'], name=op.f('fk_patent_family_technology_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_patent_family'))
    )
    op.create_index('ix_patent_family_technology_id', 'patent_family', ['technology_id'], unique=False)

    op.create_table('patent_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum(*OFFERED, name='patenteventkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=True),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', Moment(), nullable=False),
    sa.CheckConstraint('year IS NULL OR year BETWEEN 1 AND 40', name=op.f('ck_patent_event_year_of_protection')),
    sa.ForeignKeyConstraint(['case_id'], ['patent_case.id'], name=op.f('fk_patent_event_case_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_patent_event_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_patent_event'))
    )
    op.create_index('ix_patent_event_case_id', 'patent_event', ['case_id'], unique=False)
    op.create_index('ix_patent_event_recorded_by_id', 'patent_event', ['recorded_by_id'], unique=False)

    op.create_table('deputy',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('deputy_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['deputy_id'], ['person.id'], name=op.f('fk_deputy_deputy_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_deputy_person_id')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_deputy'))
    )
    op.create_index('ix_deputy_deputy_id', 'deputy', ['deputy_id'], unique=False)

    op.create_table('institution_head',
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_institution_head_institution_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_institution_head_person_id')),
    sa.PrimaryKeyConstraint('institution_id', name=op.f('pk_institution_head'))
    )
    op.create_index('ix_institution_head_person_id', 'institution_head', ['person_id'], unique=False)

    op.create_table('calendar_feed',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('created_at', Moment(), nullable=False),
    sa.Column('revoked_at', Moment(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_calendar_feed_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_feed'))
    )
    op.create_index('ix_calendar_feed_person_id', 'calendar_feed', ['person_id'], unique=False)

    op.add_column('institution', sa.Column('regimes', sa.JSON(), nullable=True))

    _add_to_cases()
    op.create_index('ix_patent_case_family_id', 'patent_case', ['family_id'], unique=False)

    with op.batch_alter_table('clock') as batch_op:
        batch_op.add_column(sa.Column('event_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('other_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('payable_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('late_until', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('remind_on', sa.Date(), nullable=True))
        batch_op.drop_constraint(op.f('uq_clock_technology_id_rule_trigger_on'), type_='unique')
        batch_op.create_foreign_key(batch_op.f('fk_clock_event_id'), 'patent_event', ['event_id'], ['id'])
        batch_op.create_index('ix_clock_event_id', ['event_id'], unique=False)
        batch_op.drop_index('ix_clock_case_id')
    for name, columns, where in (
        ('uq_clock_of_a_case', ['case_id', 'rule', 'trigger_on'], 'case_id IS NOT NULL'),
        ('uq_clock_by_hand', ['technology_id', 'rule', 'trigger_on'], 'case_id IS NULL'),
    ):
        op.create_index(name, 'clock', columns, unique=True, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    op.create_index('ix_clock_state_remind', 'clock', ['state', 'remind_on', 'id'], unique=False)
    # the first sweep looks at every clock; what was sent is known by its key, which now names the person
    op.execute('UPDATE clock SET remind_on = trigger_on')
    _name_persons_in_keys()
    _widen_signoff_kinds()


def downgrade() -> None:
    # signoff keeps its wider CHECK: what was signed stays in the chain
    op.execute("DELETE FROM work WHERE kind = 'send_notice' AND subject_id IN (SELECT id FROM notice WHERE kind = 'clock_reminder')")
    op.execute("DELETE FROM notice WHERE kind = 'clock_reminder'")
    op.drop_index('ix_clock_state_remind', 'clock')
    op.drop_index('uq_clock_by_hand', 'clock')
    op.drop_index('uq_clock_of_a_case', 'clock')
    op.execute(
        'DELETE FROM clock WHERE id NOT IN (SELECT min(id) FROM clock GROUP BY technology_id, rule, trigger_on)'
    )
    with op.batch_alter_table('clock') as batch_op:
        batch_op.create_index('ix_clock_case_id', ['case_id'], unique=False)
        batch_op.drop_constraint(batch_op.f('fk_clock_event_id'), type_='foreignkey')
        batch_op.drop_index('ix_clock_event_id')
        batch_op.create_unique_constraint(op.f('uq_clock_technology_id_rule_trigger_on'), ['technology_id', 'rule', 'trigger_on'])
        for column in ('remind_on', 'late_until', 'payable_on', 'other_on', 'event_id'):
            batch_op.drop_column(column)
    op.drop_table('patent_event')
    op.execute('CREATE TEMPORARY TABLE clock_of_case AS SELECT id, case_id FROM clock WHERE case_id IS NOT NULL')
    op.execute('UPDATE clock SET case_id = NULL')  # SQLite copies patent_case, and nothing may point to it then
    with op.batch_alter_table('patent_case') as batch_op:
        batch_op.drop_constraint(op.f('ck_patent_case_filingroute'), type_='check')
        batch_op.drop_index(batch_op.f('ix_patent_case_family_id'))
        batch_op.drop_column('route')
        batch_op.drop_column('family_id')
    op.execute('UPDATE clock SET case_id = (SELECT case_id FROM clock_of_case WHERE clock_of_case.id = clock.id)')
    op.execute('DROP TABLE clock_of_case')
    op.drop_column('institution', 'regimes')
    for table in ('calendar_feed', 'institution_head', 'deputy', 'patent_family'):
        op.drop_table(table)


def _add_to_cases() -> None:
    """SQLite adds a column with its constraints in place: copying the table would break the clocks that point to it."""
    allowed = ', '.join(map(repr, ROUTES))
    family = 'family_id INTEGER CONSTRAINT fk_patent_case_family_id REFERENCES patent_family (id)'
    route = f"route VARCHAR(40) DEFAULT 'direct' NOT NULL CONSTRAINT ck_patent_case_filingroute CHECK (route IN ({allowed}))"
    for column in (family, route):
        op.execute(f'ALTER TABLE patent_case ADD COLUMN {column}')


def _name_persons_in_keys() -> None:
    """A reminder was known by clock and threshold; now also by the date and the person."""
    notice = sa.table('notice', sa.column('id'), sa.column('kind'), sa.column('unique_key'), sa.column('person_id'))
    clock = sa.table('clock', sa.column('id'), sa.column('nominal_on', sa.Date()))
    nominal = {row.id: row.nominal_on for row in op.get_bind().execute(sa.select(clock.c.id, clock.c.nominal_on))}
    told = sa.select(notice.c.id, notice.c.unique_key, notice.c.person_id).where(notice.c.kind == 'clock_reminder')
    for number, key, person in op.get_bind().execute(told).all():
        kind, _, rest = key.partition(':')
        of, _, threshold = rest.partition(':')
        made = f"{kind}:{of}:{nominal.get(int(of), '') if of.isdigit() else ''}:{threshold}:{person}"
        op.get_bind().execute(sa.update(notice).where(notice.c.id == number).values(unique_key=made))


def _widen_signoff_kinds() -> None:
    """Whatever kinds are allowed so far, and ours; the triggers that keep the trail are put back where SQLite copies it."""
    found = {each['name']: each['sqltext'] for each in sa.inspect(op.get_bind()).get_check_constraints('signoff')}
    kinds = list(dict.fromkeys([*re.findall(r"'(\w+)'", found['ck_signoff_signoffkind']), *SIGNED]))
    allowed = ', '.join(map(repr, kinds))
    with op.batch_alter_table('signoff') as batch_op:
        batch_op.drop_constraint(op.f('ck_signoff_signoffkind'), type_='check')
        batch_op.create_check_constraint(op.f('ck_signoff_signoffkind'), sa.text(f'kind IN ({allowed})'))
    if op.get_bind().dialect.name == 'sqlite':
        protect(('signoff',))
