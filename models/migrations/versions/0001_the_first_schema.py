"""The first schema"""

import sqlalchemy as sa
from alembic import op

from models.migrations.append_only import protect, unprotect
from models.tables.columns import Moment

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('institution',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('name_en', sa.String(), nullable=False),
    sa.Column('name_pl', sa.String(), nullable=False),
    sa.Column('area', sa.Enum('BioF', 'R&D', 'Edu', 'Med', 'Biz', 'Gov', name='area', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('city', sa.String(), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('phone', sa.String(), nullable=False),
    sa.Column('homepage', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_institution')),
    sa.UniqueConstraint('code', name=op.f('uq_institution_code'))
    )
    op.create_table('partner',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('folded_name', sa.String(), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('city', sa.String(), nullable=False),
    sa.Column('website', sa.String(), nullable=False),
    sa.Column('size', sa.Enum('sme_10', 'sme_49', 'sme_249', 'big', 'research', 'university', 'other', name='partnersize', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('about', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_partner')),
    sa.UniqueConstraint('folded_name', name=op.f('uq_partner_folded_name'))
    )
    op.create_table('work',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('receive_disclosure', 'prepare_review', 'render_brief', 'match_partners', 'send_delivery', 'send_notice', 'draw_agreement', 'schedule_obligations', 'distribute_payment', 'sweep_clocks', 'write_digests', name='workkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('unique_key', sa.String(length=120), nullable=False),
    sa.Column('state', sa.Enum('queued', 'leased', 'done', 'parked', name='workstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('not_before', Moment(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('lease_holder', sa.String(length=40), nullable=True),
    sa.Column('lease_until', Moment(), nullable=True),
    sa.Column('error', sa.String(), nullable=False),
    sa.Column('created_at', Moment(), nullable=False),
    sa.Column('done_at', Moment(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_work')),
    sa.UniqueConstraint('unique_key', name=op.f('uq_work_unique_key'))
    )
    op.create_index('ix_work_due', 'work', ['state', 'not_before', 'id'], unique=False)

    op.create_table('contact',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('partner_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('language', sa.Enum('en', 'pl', name='language', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('consent_on', sa.Date(), nullable=True),
    sa.Column('consent_source', sa.String(), nullable=False),
    sa.Column('stopped_at', Moment(), nullable=True),
    sa.ForeignKeyConstraint(['partner_id'], ['partner.id'], name=op.f('fk_contact_partner_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact')),
    sa.UniqueConstraint('partner_id', 'email', name=op.f('uq_contact_partner_id_email'))
    )
    op.create_index('ix_contact_partner_id', 'contact', ['partner_id'], unique=False)

    op.create_table('interest_profile',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('partner_id', sa.Integer(), nullable=False),
    sa.Column('value_chain', sa.Enum('health', 'bioeconomy', name='valuechain', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('fields', sa.JSON(), nullable=False),
    sa.Column('keywords', sa.JSON(), nullable=False),
    sa.Column('trl_min', sa.Integer(), nullable=False),
    sa.Column('trl_max', sa.Integer(), nullable=False),
    sa.Column('countries', sa.JSON(), nullable=False),
    sa.Column('partnerships', sa.JSON(), nullable=False),
    sa.CheckConstraint('1 <= trl_min AND trl_min <= trl_max AND trl_max <= 9', name=op.f('ck_interest_profile_trl_range')),
    sa.ForeignKeyConstraint(['partner_id'], ['partner.id'], name=op.f('fk_interest_profile_partner_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interest_profile'))
    )
    op.create_index('ix_interest_profile_partner_id', 'interest_profile', ['partner_id'], unique=True)

    op.create_table('person',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('role', sa.Enum('researcher', 'officer', 'reviewer', 'coordinator', 'partner_contact', 'administrator', 'system', name='role', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('language', sa.Enum('en', 'pl', name='language', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('phone', sa.String(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_person_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('email', name=op.f('uq_person_email'))
    )
    op.create_index('ix_person_institution_id', 'person', ['institution_id'], unique=False)

    op.create_table('reference_counter',
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_reference_counter_institution_id')),
    sa.PrimaryKeyConstraint('institution_id', 'year', name=op.f('pk_reference_counter'))
    )
    op.create_table('trail_head',
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_trail_head_institution_id')),
    sa.PrimaryKeyConstraint('institution_id', name=op.f('pk_trail_head'))
    )
    op.create_table('api_token',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('label', sa.String(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('created_at', Moment(), nullable=False),
    sa.Column('expires_at', Moment(), nullable=True),
    sa.Column('revoked_at', Moment(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_api_token_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_api_token')),
    sa.UniqueConstraint('digest', name=op.f('uq_api_token_digest'))
    )
    op.create_index('ix_api_token_person_id', 'api_token', ['person_id'], unique=False)

    op.create_table('technology',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('kind', sa.Enum('invention', 'software', 'biomaterial', 'know_how', 'plant_variety', 'research_tool', 'design', name='technologykind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('stage', sa.Enum('disclosure', 'triage', 'ip_review', 'offer', 'partnering', 'negotiation', 'licensed', 'released', 'closed', name='stage', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('pipeline', sa.String(), nullable=False),
    sa.Column('pipeline_version', sa.Integer(), nullable=False),
    sa.Column('stage_since', Moment(), nullable=False),
    sa.Column('created_at', Moment(), nullable=False),
    sa.Column('submitter_id', sa.Integer(), nullable=True),
    sa.Column('officer_id', sa.Integer(), nullable=True),
    sa.Column('value_chain', sa.Enum('health', 'bioeconomy', name='valuechain', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('field', sa.Enum('drug_discovery', 'diagnostics', 'e_health', 'advanced_therapies', 'cosmetics', 'agriculture', 'healthy_food', 'circular_economy', name='field', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('strategy', sa.Enum('patent', 'know_how', 'copyright', name='protectionstrategy', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('hold_reason', sa.String(), nullable=True),
    sa.Column('resume_on', sa.Date(), nullable=True),
    sa.Column('obligations_reviewed_on', sa.Date(), nullable=True),
    sa.Column('statutory_offer_on', sa.Date(), nullable=True),
    sa.Column('review_prepared_at', Moment(), nullable=True),
    sa.Column('dossier_sha256', sa.String(length=64), nullable=True),
    sa.Column('search_text', sa.String(), nullable=False),
    sa.Column('terms', sa.String(), nullable=False),
    sa.CheckConstraint('(hold_reason IS NULL) = (resume_on IS NULL)', name=op.f('ck_technology_hold_has_reason_and_date')),
    sa.CheckConstraint('version >= 1', name=op.f('ck_technology_version_positive')),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_technology_institution_id')),
    sa.ForeignKeyConstraint(['officer_id'], ['person.id'], name=op.f('fk_technology_officer_id')),
    sa.ForeignKeyConstraint(['submitter_id'], ['person.id'], name=op.f('fk_technology_submitter_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_technology')),
    sa.UniqueConstraint('reference', name=op.f('uq_technology_reference'))
    )
    op.create_index('ix_technology_institution_id', 'technology', ['institution_id'], unique=False)
    op.create_index('ix_technology_institution_stage', 'technology', ['institution_id', 'stage'], unique=False)
    op.create_index('ix_technology_officer_id', 'technology', ['officer_id'], unique=False)
    op.create_index('ix_technology_stage', 'technology', ['stage'], unique=False)
    op.create_index('ix_technology_submitter_id', 'technology', ['submitter_id'], unique=False)

    op.create_table('assessment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('technology_id', sa.Integer(), nullable=False),
    sa.Column('reviewer_id', sa.Integer(), nullable=False),
    sa.Column('criterion', sa.Enum('patentability', 'freedom_to_operate', 'market', 'team', 'readiness', name='criterion', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.Column('comment', sa.String(), nullable=False),
    sa.Column('recorded_at', Moment(), nullable=False),
    sa.CheckConstraint('score BETWEEN 1 AND 5', name=op.f('ck_assessment_score_in_range')),
    sa.ForeignKeyConstraint(['reviewer_id'], ['person.id'], name=op.f('fk_assessment_reviewer_id')),
    sa.ForeignKeyConstraint(['technology_id'], ['technology.id'], name=op.f('fk_assessment_technology_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assessment')),
    sa.UniqueConstraint('technology_id', 'reviewer_id', 'criterion', name=op.f('uq_assessment_technology_id_reviewer_id_criterion'))
    )
    op.create_index('ix_assessment_reviewer_id', 'assessment', ['reviewer_id'], unique=False)
    op.create_index('ix_assessment_technology_id', 'assessment', ['technology_id'], unique=False)

    op.create_table('contributor',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('technology_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('orcid', sa.String(), nullable=False),
    sa.Column('post', sa.String(), nullable=False),
    sa.Column('department', sa.String(), nullable=False),
    sa.Column('employer', sa.String(), nullable=False),
    sa.Column('status', sa.Enum('employee', 'student', 'doctoral', 'external', name='contributorstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('role', sa.String(), nullable=False),
    sa.Column('contribution', sa.String(), nullable=False),
    sa.Column('share_bp', sa.Integer(), nullable=False),
    sa.Column('lead', sa.Boolean(), nullable=False),
    sa.Column('legal_basis', sa.Enum('employment', 'assignment', 'joint_ownership', 'contract', 'retained', name='legalbasis', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('confirmed_at', Moment(), nullable=True),
    sa.CheckConstraint('share_bp BETWEEN 0 AND 10000', name=op.f('ck_contributor_share_in_range')),
    sa.ForeignKeyConstraint(['technology_id'], ['technology.id'], name=op.f('fk_contributor_technology_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contributor')),
    sa.UniqueConstraint('technology_id', 'email', name=op.f('uq_contributor_technology_id_email'))
    )
    op.create_index('ix_contributor_technology_id', 'contributor', ['technology_id'], unique=False)

    op.create_table('disclosure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('technology_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('language', sa.Enum('en', 'pl', name='language', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('submitted_at', Moment(), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('abstract_public', sa.String(), nullable=False),
    sa.Column('abstract_confidential', sa.String(), nullable=False),
    sa.Column('problem', sa.String(), nullable=False),
    sa.Column('description', sa.String(), nullable=False),
    sa.Column('novelty', sa.String(), nullable=False),
    sa.Column('advantages', sa.String(), nullable=False),
    sa.Column('limitations', sa.String(), nullable=False),
    sa.Column('supporting_data', sa.String(), nullable=False),
    sa.Column('public_disclosure', sa.Enum('none', 'planned', 'published', name='publicdisclosure', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('public_disclosure_on', sa.Date(), nullable=True),
    sa.Column('public_disclosure_note', sa.String(), nullable=False),
    sa.Column('planned_publication_on', sa.Date(), nullable=True),
    sa.Column('conception_on', sa.Date(), nullable=True),
    sa.Column('conception_record', sa.String(), nullable=False),
    sa.Column('applications', sa.String(), nullable=False),
    sa.Column('market', sa.String(), nullable=False),
    sa.Column('competitors', sa.String(), nullable=False),
    sa.Column('interested_companies', sa.String(), nullable=False),
    sa.Column('known_prior_art', sa.String(), nullable=False),
    sa.Column('development_needed', sa.String(), nullable=False),
    sa.Column('third_party_materials', sa.String(), nullable=False),
    sa.Column('keywords', sa.JSON(), nullable=False),
    sa.Column('trl', sa.Integer(), nullable=True),
    sa.Column('spin_off_intent', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['technology_id'], ['technology.id'], name=op.f('fk_disclosure_technology_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_disclosure')),
    sa.UniqueConstraint('fingerprint', name=op.f('uq_disclosure_fingerprint')),
    sa.UniqueConstraint('technology_id', 'version', name=op.f('uq_disclosure_technology_id_version'))
    )
    op.create_index('ix_disclosure_technology_id', 'disclosure', ['technology_id'], unique=False)

    op.create_table('funding',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('technology_id', sa.Integer(), nullable=False),
    sa.Column('sponsor', sa.String(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('instrument', sa.String(), nullable=False),
    sa.Column('obligations', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['technology_id'], ['technology.id'], name=op.f('fk_funding_technology_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_funding'))
    )
    op.create_index('ix_funding_technology_id', 'funding', ['technology_id'], unique=False)

    op.create_table('imported_row',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('source_key', sa.String(), nullable=False),
    sa.Column('content', sa.String(length=64), nullable=False),
    sa.Column('taken', sa.JSON(), nullable=False),
    sa.Column('technology_id', sa.Integer(), nullable=False),
    sa.Column('imported_at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['technology_id'], ['technology.id'], name=op.f('fk_imported_row_technology_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_imported_row')),
    sa.UniqueConstraint('source', 'source_key', name=op.f('uq_imported_row_source_source_key'))
    )
    op.create_index('ix_imported_row_technology_id', 'imported_row', ['technology_id'], unique=False)

    op.create_table('lead',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('technology_id', sa.Integer(), nullable=False),
    sa.Column('partner_id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('interested', 'nda', 'evaluation', 'terms', 'negotiation', 'signed', 'lost', name='leadstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('lost_reason', sa.String(), nullable=False),
    sa.Column('opened_at', Moment(), nullable=False),
    sa.Column('changed_at', Moment(), nullable=False),
    sa.CheckConstraint("state <> 'lost' OR lost_reason <> ''", name=op.f('ck_lead_lost_with_reason')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_lead_contact_id')),
    sa.ForeignKeyConstraint(['partner_id'], ['partner.id'], name=op.f('fk_lead_partner_id')),
    sa.ForeignKeyConstraint(['technology_id'], ['technology.id'], name=op.f('fk_lead_technology_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lead')),
    sa.UniqueConstraint('technology_id', 'partner_id', name=op.f('uq_lead_technology_id_partner_id'))
    )
    op.create_index('ix_lead_contact_id', 'lead', ['contact_id'], unique=False)
    op.create_index('ix_lead_partner_id', 'lead', ['partner_id'], unique=False)
    op.create_index('ix_lead_technology_id', 'lead', ['technology_id'], unique=False)

    op.create_table('near_duplicate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('technology_id', sa.Integer(), nullable=False),
    sa.Column('other_id', sa.Integer(), nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.Column('shared_terms', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['other_id'], ['technology.id'], name=op.f('fk_near_duplicate_other_id')),
    sa.ForeignKeyConstraint(['technology_id'], ['technology.id'], name=op.f('fk_near_duplicate_technology_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_near_duplicate')),
    sa.UniqueConstraint('technology_id', 'other_id', name=op.f('uq_near_duplicate_technology_id_other_id'))
    )
    op.create_index('ix_near_duplicate_other_id', 'near_duplicate', ['other_id'], unique=False)
    op.create_index('ix_near_duplicate_technology_id', 'near_duplicate', ['technology_id'], unique=False)

    op.create_table('notice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('acknowledgement', 'clock_reminder', 'digest', name='noticekind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('unique_key', sa.String(length=120), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('technology_id', sa.Integer(), nullable=True),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('state', sa.Enum('queued', 'sending', 'sent', 'parked', 'bounced', 'cancelled', name='dispatchstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('queued_at', Moment(), nullable=False),
    sa.Column('sending_at', Moment(), nullable=True),
    sa.Column('sent_at', Moment(), nullable=True),
    sa.Column('error', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_notice_person_id')),
    sa.ForeignKeyConstraint(['technology_id'], ['technology.id'], name=op.f('fk_notice_technology_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice')),
    sa.UniqueConstraint('unique_key', name=op.f('uq_notice_unique_key'))
    )
    op.create_index('ix_notice_person_id', 'notice', ['person_id'], unique=False)
    op.create_index('ix_notice_state', 'notice', ['state'], unique=False)
    op.create_index('ix_notice_technology_id', 'notice', ['technology_id'], unique=False)

    op.create_table('offer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('technology_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.Enum('en', 'pl', name='language', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'approved', 'published', 'superseded', 'withdrawn', name='offerstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('created_at', Moment(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('short_summary', sa.String(), nullable=False),
    sa.Column('problem', sa.String(), nullable=False),
    sa.Column('description', sa.String(), nullable=False),
    sa.Column('advantages', sa.String(), nullable=False),
    sa.Column('key_figures', sa.JSON(), nullable=False),
    sa.Column('trl', sa.Integer(), nullable=False),
    sa.Column('ipr_status', sa.Enum('none', 'secret_know_how', 'applied', 'granted', name='iprstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('ipr_notes', sa.String(), nullable=False),
    sa.Column('sdgs', sa.JSON(), nullable=False),
    sa.Column('expected_role', sa.String(), nullable=False),
    sa.Column('partnerships', sa.JSON(), nullable=False),
    sa.Column('partner_sizes', sa.JSON(), nullable=False),
    sa.Column('technology_keywords', sa.JSON(), nullable=False),
    sa.Column('market_keywords', sa.JSON(), nullable=False),
    sa.Column('countries', sa.JSON(), nullable=False),
    sa.Column('anonymous', sa.Boolean(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('checked_digest', sa.String(length=64), nullable=True),
    sa.Column('findings', sa.JSON(), nullable=False),
    sa.Column('leaks', sa.JSON(), nullable=False),
    sa.Column('consented_at', Moment(), nullable=True),
    sa.Column('approved_at', Moment(), nullable=True),
    sa.Column('approved_by_id', sa.Integer(), nullable=True),
    sa.Column('published_at', Moment(), nullable=True),
    sa.Column('expires_on', sa.Date(), nullable=True),
    sa.CheckConstraint('trl BETWEEN 1 AND 9', name=op.f('ck_offer_trl_in_range')),
    sa.ForeignKeyConstraint(['approved_by_id'], ['person.id'], name=op.f('fk_offer_approved_by_id')),
    sa.ForeignKeyConstraint(['technology_id'], ['technology.id'], name=op.f('fk_offer_technology_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offer')),
    sa.UniqueConstraint('technology_id', 'language', 'version', name=op.f('uq_offer_technology_id_language_version'))
    )
    op.create_index('ix_offer_approved_by_id', 'offer', ['approved_by_id'], unique=False)
    op.create_index('ix_offer_state', 'offer', ['state'], unique=False)
    op.create_index('ix_offer_technology_id', 'offer', ['technology_id'], unique=False)

    op.create_table('patent_case',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('technology_id', sa.Integer(), nullable=False),
    sa.Column('case_number', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('office', sa.String(), nullable=False),
    sa.Column('application_number', sa.String(), nullable=False),
    sa.Column('patent_number', sa.String(), nullable=False),
    sa.Column('status', sa.Enum('planned', 'pending', 'granted', 'lapsed', name='casestatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('priority', sa.Boolean(), nullable=False),
    sa.Column('filed_on', sa.Date(), nullable=True),
    sa.Column('published_on', sa.Date(), nullable=True),
    sa.Column('granted_on', sa.Date(), nullable=True),
    sa.Column('expires_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['technology_id'], ['technology.id'], name=op.f('fk_patent_case_technology_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_patent_case')),
    sa.UniqueConstraint('technology_id', 'case_number', name=op.f('uq_patent_case_technology_id_case_number'))
    )
    op.create_index('ix_patent_case_technology_id', 'patent_case', ['technology_id'], unique=False)

    op.create_table('prior_art',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('technology_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('identifier', sa.String(), nullable=False),
    sa.Column('relevance', sa.String(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_prior_art_recorded_by_id')),
    sa.ForeignKeyConstraint(['technology_id'], ['technology.id'], name=op.f('fk_prior_art_technology_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_prior_art'))
    )
    op.create_index('ix_prior_art_recorded_by_id', 'prior_art', ['recorded_by_id'], unique=False)
    op.create_index('ix_prior_art_technology_id', 'prior_art', ['technology_id'], unique=False)

    op.create_table('review_decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('technology_id', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.Enum('proceed', 'release', 'decline', name='reviewoutcome', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('strategy', sa.Enum('patent', 'know_how', 'copyright', name='protectionstrategy', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=False),
    sa.Column('decided_at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_review_decision_decided_by_id')),
    sa.ForeignKeyConstraint(['technology_id'], ['technology.id'], name=op.f('fk_review_decision_technology_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_decision'))
    )
    op.create_index('ix_review_decision_decided_by_id', 'review_decision', ['decided_by_id'], unique=False)
    op.create_index('ix_review_decision_technology_id', 'review_decision', ['technology_id'], unique=False)

    op.create_table('signoff',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('previous_hash', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('technology_id', sa.Integer(), nullable=False),
    sa.Column('technology_version', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('confirmation', 'consent', 'approval', 'override', 'scan_accepted', 'hold', 'resume', 'decision', 'signature', 'withdrawal', 'suppression', name='signoffkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('subject_digest', sa.String(length=64), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('actor_name', sa.String(), nullable=False),
    sa.Column('on_behalf_of', sa.String(), nullable=False),
    sa.Column('via', sa.Enum('page', 'api', 'cli', 'flow', 'import', 'link', name='via', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_signoff_institution_id')),
    sa.ForeignKeyConstraint(['technology_id'], ['technology.id'], name=op.f('fk_signoff_technology_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signoff')),
    sa.UniqueConstraint('institution_id', 'sequence', name=op.f('uq_signoff_institution_id_sequence'))
    )
    op.create_index('ix_signoff_technology_id', 'signoff', ['technology_id'], unique=False)

    op.create_table('transition',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('previous_hash', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('technology_id', sa.Integer(), nullable=False),
    sa.Column('technology_version', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('enter', 'forward', 'back', 'release', 'close', name='movekind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('from_stage', sa.Enum('disclosure', 'triage', 'ip_review', 'offer', 'partnering', 'negotiation', 'licensed', 'released', 'closed', name='from_stage', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('to_stage', sa.Enum('disclosure', 'triage', 'ip_review', 'offer', 'partnering', 'negotiation', 'licensed', 'released', 'closed', name='to_stage', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('actor_name', sa.String(), nullable=False),
    sa.Column('on_behalf_of', sa.String(), nullable=False),
    sa.Column('via', sa.Enum('page', 'api', 'cli', 'flow', 'import', 'link', name='via', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_transition_institution_id')),
    sa.ForeignKeyConstraint(['technology_id'], ['technology.id'], name=op.f('fk_transition_technology_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_transition')),
    sa.UniqueConstraint('institution_id', 'sequence', name=op.f('uq_transition_institution_id_sequence'))
    )
    op.create_index('ix_transition_technology_id', 'transition', ['technology_id'], unique=False)

    op.create_table('agreement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('nda', 'mta', 'option', 'licence', 'assignment', 'research', name='agreementkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('technology_id', sa.Integer(), nullable=False),
    sa.Column('partner_id', sa.Integer(), nullable=False),
    sa.Column('lead_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'in_force', 'ended', name='agreementstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('created_at', Moment(), nullable=False),
    sa.Column('effective_on', sa.Date(), nullable=True),
    sa.Column('expires_on', sa.Date(), nullable=True),
    sa.Column('institution_signed_on', sa.Date(), nullable=True),
    sa.Column('institution_signatory', sa.String(), nullable=False),
    sa.Column('partner_signed_on', sa.Date(), nullable=True),
    sa.Column('partner_signatory', sa.String(), nullable=False),
    sa.Column('exclusive', sa.Boolean(), nullable=False),
    sa.Column('territory', sa.String(), nullable=False),
    sa.Column('field_of_use', sa.String(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('upfront', sa.BigInteger(), nullable=False),
    sa.Column('royalty_bp', sa.Integer(), nullable=False),
    sa.Column('minimum_annual', sa.BigInteger(), nullable=False),
    sa.Column('milestones', sa.JSON(), nullable=False),
    sa.Column('terms', sa.String(), nullable=False),
    sa.Column('policy', sa.String(), nullable=True),
    sa.Column('document_sha256', sa.String(length=64), nullable=True),
    sa.CheckConstraint("state <> 'in_force' OR (institution_signed_on IS NOT NULL AND partner_signed_on IS NOT NULL)", name=op.f('ck_agreement_in_force_when_signed')),
    sa.CheckConstraint('royalty_bp BETWEEN 0 AND 10000', name=op.f('ck_agreement_royalty_in_range')),
    sa.CheckConstraint('upfront >= 0 AND minimum_annual >= 0', name=op.f('ck_agreement_money_not_negative')),
    sa.ForeignKeyConstraint(['lead_id'], ['lead.id'], name=op.f('fk_agreement_lead_id')),
    sa.ForeignKeyConstraint(['partner_id'], ['partner.id'], name=op.f('fk_agreement_partner_id')),
    sa.ForeignKeyConstraint(['technology_id'], ['technology.id'], name=op.f('fk_agreement_technology_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agreement'))
    )
    op.create_index('ix_agreement_lead_id', 'agreement', ['lead_id'], unique=False)
    op.create_index('ix_agreement_partner_id', 'agreement', ['partner_id'], unique=False)
    op.create_index('ix_agreement_technology_id', 'agreement', ['technology_id'], unique=False)

    op.create_table('brief',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('offer_id', sa.Integer(), nullable=False),
    sa.Column('offer_digest', sa.String(length=64), nullable=False),
    sa.Column('template_version', sa.String(length=64), nullable=False),
    sa.Column('input_checksum', sa.String(length=64), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('rendered_at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name=op.f('fk_brief_offer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_brief')),
    sa.UniqueConstraint('offer_id', 'input_checksum', name=op.f('uq_brief_offer_id_input_checksum'))
    )
    op.create_index('ix_brief_offer_id', 'brief', ['offer_id'], unique=False)

    op.create_table('clock',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('technology_id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=True),
    sa.Column('rule', sa.String(), nullable=False),
    sa.Column('trigger_on', sa.Date(), nullable=False),
    sa.Column('nominal_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('explanation_en', sa.String(), nullable=False),
    sa.Column('explanation_pl', sa.String(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('certainty', sa.Enum('V', 'VE', 'C', 'BK', name='certainty', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('state', sa.Enum('running', 'done', 'suppressed', name='clockstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('suppressed_reason', sa.String(), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('done_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("state <> 'done' OR done_on IS NOT NULL", name=op.f('ck_clock_done_with_date')),
    sa.CheckConstraint("state <> 'suppressed' OR suppressed_reason <> ''", name=op.f('ck_clock_suppressed_with_reason')),
    sa.CheckConstraint('due_on IS NULL OR due_on >= nominal_on', name=op.f('ck_clock_rolls_forward')),
    sa.ForeignKeyConstraint(['case_id'], ['patent_case.id'], name=op.f('fk_clock_case_id')),
    sa.ForeignKeyConstraint(['done_by_id'], ['person.id'], name=op.f('fk_clock_done_by_id')),
    sa.ForeignKeyConstraint(['technology_id'], ['technology.id'], name=op.f('fk_clock_technology_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clock')),
    sa.UniqueConstraint('technology_id', 'rule', 'trigger_on', name=op.f('uq_clock_technology_id_rule_trigger_on'))
    )
    op.create_index('ix_clock_case_id', 'clock', ['case_id'], unique=False)
    op.create_index('ix_clock_done_by_id', 'clock', ['done_by_id'], unique=False)
    op.create_index('ix_clock_state_nominal', 'clock', ['state', 'nominal_on'], unique=False)
    op.create_index('ix_clock_technology_id', 'clock', ['technology_id'], unique=False)

    op.create_table('match',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('technology_id', sa.Integer(), nullable=False),
    sa.Column('offer_id', sa.Integer(), nullable=False),
    sa.Column('partner_id', sa.Integer(), nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.Column('parts', sa.JSON(), nullable=False),
    sa.Column('shared_terms', sa.JSON(), nullable=False),
    sa.Column('matched_at', Moment(), nullable=False),
    sa.CheckConstraint('score BETWEEN 0 AND 100', name=op.f('ck_match_score_in_range')),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name=op.f('fk_match_offer_id')),
    sa.ForeignKeyConstraint(['partner_id'], ['partner.id'], name=op.f('fk_match_partner_id')),
    sa.ForeignKeyConstraint(['technology_id'], ['technology.id'], name=op.f('fk_match_technology_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_match')),
    sa.UniqueConstraint('technology_id', 'partner_id', name=op.f('uq_match_technology_id_partner_id'))
    )
    op.create_index('ix_match_offer_id', 'match', ['offer_id'], unique=False)
    op.create_index('ix_match_partner_id', 'match', ['partner_id'], unique=False)
    op.create_index('ix_match_technology_id', 'match', ['technology_id'], unique=False)

    op.create_table('delivery',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('offer_id', sa.Integer(), nullable=False),
    sa.Column('brief_id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('queued', 'sending', 'sent', 'parked', 'bounced', 'cancelled', name='dispatchstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('queued_at', Moment(), nullable=False),
    sa.Column('sending_at', Moment(), nullable=True),
    sa.Column('sent_at', Moment(), nullable=True),
    sa.Column('error', sa.String(), nullable=False),
    sa.Column('opened_at', Moment(), nullable=True),
    sa.Column('answered_at', Moment(), nullable=True),
    sa.Column('answer', sa.Enum('interested', 'declined', 'question', name='answer', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('decline_reason', sa.Enum('too_early', 'benefit_unclear', 'route_unclear', 'description_unclear', 'scientific', 'not_our_field', name='declinereason', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('message', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['brief_id'], ['brief.id'], name=op.f('fk_delivery_brief_id')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_delivery_contact_id')),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name=op.f('fk_delivery_offer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delivery')),
    sa.UniqueConstraint('offer_id', 'contact_id', name=op.f('uq_delivery_offer_id_contact_id'))
    )
    op.create_index('ix_delivery_brief_id', 'delivery', ['brief_id'], unique=False)
    op.create_index('ix_delivery_contact_id', 'delivery', ['contact_id'], unique=False)
    op.create_index('ix_delivery_offer_id', 'delivery', ['offer_id'], unique=False)
    op.create_index('ix_delivery_state', 'delivery', ['state'], unique=False)

    op.create_table('obligation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('agreement_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('payment', 'report', 'milestone', name='obligationkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('label', sa.String(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('state', sa.Enum('open', 'met', name='obligationstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('met_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], name=op.f('fk_obligation_agreement_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_obligation')),
    sa.UniqueConstraint('agreement_id', 'kind', 'due_on', 'label', name=op.f('uq_obligation_agreement_id_kind_due_on_label'))
    )
    op.create_index('ix_obligation_agreement_id', 'obligation', ['agreement_id'], unique=False)
    op.create_index('ix_obligation_due_on', 'obligation', ['due_on'], unique=False)

    op.create_table('payment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('agreement_id', sa.Integer(), nullable=False),
    sa.Column('obligation_id', sa.Integer(), nullable=True),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('direct_costs', sa.BigInteger(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('bank_reference', sa.String(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', Moment(), nullable=False),
    sa.CheckConstraint('amount > 0', name=op.f('ck_payment_amount_positive')),
    sa.CheckConstraint('direct_costs >= 0', name=op.f('ck_payment_costs_not_negative')),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], name=op.f('fk_payment_agreement_id')),
    sa.ForeignKeyConstraint(['obligation_id'], ['obligation.id'], name=op.f('fk_payment_obligation_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_payment_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payment')),
    sa.UniqueConstraint('agreement_id', 'bank_reference', name=op.f('uq_payment_agreement_id_bank_reference'))
    )
    op.create_index('ix_payment_agreement_id', 'payment', ['agreement_id'], unique=False)
    op.create_index('ix_payment_obligation_id', 'payment', ['obligation_id'], unique=False)
    op.create_index('ix_payment_recorded_by_id', 'payment', ['recorded_by_id'], unique=False)

    op.create_table('distribution',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('payment_id', sa.Integer(), nullable=False),
    sa.Column('policy', sa.String(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('deducted', sa.BigInteger(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('created_at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['payment_id'], ['payment.id'], name=op.f('fk_distribution_payment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_distribution'))
    )
    op.create_index('ix_distribution_payment_id', 'distribution', ['payment_id'], unique=True)

    op.create_table('distribution_share',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('distribution_id', sa.Integer(), nullable=False),
    sa.Column('beneficiary', sa.Enum('creator', 'unit', 'institution', name='beneficiary', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('contributor_id', sa.Integer(), nullable=True),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('amount >= 0', name=op.f('ck_distribution_share_amount_not_negative')),
    sa.ForeignKeyConstraint(['contributor_id'], ['contributor.id'], name=op.f('fk_distribution_share_contributor_id')),
    sa.ForeignKeyConstraint(['distribution_id'], ['distribution.id'], name=op.f('fk_distribution_share_distribution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_distribution_share'))
    )
    op.create_index('ix_distribution_share_contributor_id', 'distribution_share', ['contributor_id'], unique=False)
    op.create_index('ix_distribution_share_distribution_id', 'distribution_share', ['distribution_id'], unique=False)
    protect()


def downgrade() -> None:
    unprotect()

    op.drop_table('distribution_share')

    op.drop_table('distribution')

    op.drop_table('payment')

    op.drop_table('obligation')

    op.drop_table('delivery')

    op.drop_table('match')

    op.drop_table('clock')

    op.drop_table('brief')

    op.drop_table('agreement')

    op.drop_table('transition')

    op.drop_table('signoff')

    op.drop_table('review_decision')

    op.drop_table('prior_art')

    op.drop_table('patent_case')

    op.drop_table('offer')

    op.drop_table('notice')

    op.drop_table('near_duplicate')

    op.drop_table('lead')

    op.drop_table('imported_row')

    op.drop_table('funding')

    op.drop_table('disclosure')

    op.drop_table('contributor')

    op.drop_table('assessment')

    op.drop_table('technology')

    op.drop_table('api_token')
    op.drop_table('trail_head')
    op.drop_table('reference_counter')

    op.drop_table('person')

    op.drop_table('interest_profile')

    op.drop_table('contact')

    op.drop_table('work')
    op.drop_table('partner')
    op.drop_table('institution')
