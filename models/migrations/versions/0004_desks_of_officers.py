"""Indexes by which the officer's Today and Board find the first rows without reading the others"""

from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index('ix_technology_institution_stage', 'technology')
    op.create_index('ix_technology_institution_stage', 'technology', ['institution_id', 'stage', 'stage_since', 'id'], unique=False)
    op.create_index('ix_technology_officer_stage', 'technology', ['institution_id', 'officer_id', 'stage', 'stage_since', 'id'], unique=False)
    op.create_index('ix_technology_resume', 'technology', ['institution_id', 'resume_on'], unique=False)
    op.drop_index('ix_clock_state_nominal', 'clock')
    op.create_index('ix_clock_state_nominal', 'clock', ['state', 'nominal_on', 'technology_id', 'rule'], unique=False)
    op.create_index('ix_clock_technology_state', 'clock', ['technology_id', 'state', 'nominal_on'], unique=False)
    op.create_index('ix_delivery_answer', 'delivery', ['answer', 'answered_at'], unique=False)
    op.create_index('ix_lead_state', 'lead', ['state', 'changed_at', 'technology_id'], unique=False)
    op.create_index('ix_message_unread', 'message', ['read_at', 'id', 'technology_id', 'author'], unique=False)
    op.create_index('ix_transition_institution_at', 'transition', ['institution_id', 'at'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_transition_institution_at', 'transition')
    op.drop_index('ix_message_unread', 'message')
    op.drop_index('ix_lead_state', 'lead')
    op.drop_index('ix_delivery_answer', 'delivery')
    op.drop_index('ix_clock_technology_state', 'clock')
    op.drop_index('ix_clock_state_nominal', 'clock')
    op.create_index('ix_clock_state_nominal', 'clock', ['state', 'nominal_on'], unique=False)
    op.drop_index('ix_technology_resume', 'technology')
    op.drop_index('ix_technology_officer_stage', 'technology')
    op.drop_index('ix_technology_institution_stage', 'technology')
    op.create_index('ix_technology_institution_stage', 'technology', ['institution_id', 'stage'], unique=False)
