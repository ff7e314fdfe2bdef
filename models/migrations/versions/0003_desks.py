"""Drafts, files, messages, remarks; sessions of contacts; identities elsewhere; e-mails to contacts and contributors"""

import sqlalchemy as sa
from alembic import op

from models.tables.columns import Moment

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

BEFORE = ('acknowledgement', 'clock_reminder', 'digest', 'invitation')
NEW = ('share_request', 'returned', 'moved', 'message', 'partner_answer', 'sign_in_link', 'nda_offered')
ONE_RECIPIENT = (
    '(CASE WHEN person_id IS NULL THEN 0 ELSE 1 END + CASE WHEN contact_id IS NULL THEN 0 ELSE 1 END'
    ' + CASE WHEN contributor_id IS NULL THEN 0 ELSE 1 END) = 1'
)


def upgrade() -> None:
    op.create_table('identity',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('issuer', sa.String(length=300), nullable=False),
    sa.Column('subject', sa.String(length=255), nullable=False),
    sa.Column('linked_at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_identity_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_identity')),
    sa.UniqueConstraint('issuer', 'subject', name=op.f('uq_identity_issuer_subject'))
    )
    op.create_index('ix_identity_person_id', 'identity', ['person_id'], unique=False)

    op.create_table('sign_in_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=False),
    sa.Column('created_at', Moment(), nullable=False),
    sa.Column('expires_at', Moment(), nullable=False),
    sa.Column('used_at', Moment(), nullable=True),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_sign_in_link_contact_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_link'))
    )
    op.create_index('ix_sign_in_link_contact_id', 'sign_in_link', ['contact_id'], unique=False)

    op.create_table('draft',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('technology_id', sa.Integer(), nullable=True),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.Column('step', sa.String(length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', Moment(), nullable=False),
    sa.Column('updated_at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_draft_person_id')),
    sa.ForeignKeyConstraint(['technology_id'], ['technology.id'], name=op.f('fk_draft_technology_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft'))
    )
    op.create_index('ix_draft_person_id', 'draft', ['person_id'], unique=False)
    op.create_index('ix_draft_technology_id', 'draft', ['technology_id'], unique=False)

    op.create_table('message',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('technology_id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=True),
    sa.Column('author', sa.String(length=40), nullable=False),
    sa.Column('author_name', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('read_at', Moment(), nullable=True),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_message_contact_id')),
    sa.ForeignKeyConstraint(['technology_id'], ['technology.id'], name=op.f('fk_message_technology_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message'))
    )
    op.create_index('ix_message_contact_id', 'message', ['contact_id'], unique=False)
    op.create_index('ix_message_technology_id', 'message', ['technology_id'], unique=False)

    op.create_table('remark',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('technology_id', sa.Integer(), nullable=False),
    sa.Column('field', sa.String(length=60), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('resolved_at', Moment(), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_remark_author_id')),
    sa.ForeignKeyConstraint(['technology_id'], ['technology.id'], name=op.f('fk_remark_technology_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_remark'))
    )
    op.create_index('ix_remark_author_id', 'remark', ['author_id'], unique=False)
    op.create_index('ix_remark_technology_id', 'remark', ['technology_id'], unique=False)

    op.create_table('attachment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('technology_id', sa.Integer(), nullable=True),
    sa.Column('draft_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('added_by', sa.String(length=40), nullable=False),
    sa.Column('added_by_name', sa.String(), nullable=False),
    sa.Column('added_at', Moment(), nullable=False),
    sa.Column('removed_at', Moment(), nullable=True),
    sa.CheckConstraint('(technology_id IS NULL) <> (draft_id IS NULL)', name=op.f('ck_attachment_of_a_technology_or_a_draft')),
    sa.CheckConstraint('size >= 0', name=op.f('ck_attachment_size_not_negative')),
    sa.ForeignKeyConstraint(['draft_id'], ['draft.id'], name=op.f('fk_attachment_draft_id')),
    sa.ForeignKeyConstraint(['technology_id'], ['technology.id'], name=op.f('fk_attachment_technology_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachment'))
    )
    op.create_index('ix_attachment_draft_id', 'attachment', ['draft_id'], unique=False)
    op.create_index('ix_attachment_technology_id', 'attachment', ['technology_id'], unique=False)

    op.create_table('room_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lead_id', sa.Integer(), nullable=False),
    sa.Column('attachment_id', sa.Integer(), nullable=False),
    sa.Column('shared_by_id', sa.Integer(), nullable=False),
    sa.Column('shared_at', Moment(), nullable=False),
    sa.Column('withdrawn_at', Moment(), nullable=True),
    sa.ForeignKeyConstraint(['attachment_id'], ['attachment.id'], name=op.f('fk_room_file_attachment_id')),
    sa.ForeignKeyConstraint(['lead_id'], ['lead.id'], name=op.f('fk_room_file_lead_id')),
    sa.ForeignKeyConstraint(['shared_by_id'], ['person.id'], name=op.f('fk_room_file_shared_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_room_file')),
    sa.UniqueConstraint('lead_id', 'attachment_id', name=op.f('uq_room_file_lead_id_attachment_id'))
    )
    op.create_index('ix_room_file_attachment_id', 'room_file', ['attachment_id'], unique=False)
    op.create_index('ix_room_file_lead_id', 'room_file', ['lead_id'], unique=False)
    op.create_index('ix_room_file_shared_by_id', 'room_file', ['shared_by_id'], unique=False)

    op.create_table('room_visit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('room_file_id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_room_visit_contact_id')),
    sa.ForeignKeyConstraint(['room_file_id'], ['room_file.id'], name=op.f('fk_room_visit_room_file_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_room_visit'))
    )
    op.create_index('ix_room_visit_contact_id', 'room_visit', ['contact_id'], unique=False)
    op.create_index('ix_room_visit_room_file_id', 'room_visit', ['room_file_id'], unique=False)

    with op.batch_alter_table('browser_session') as batch_op:
        batch_op.add_column(sa.Column('contact_id', sa.Integer(), nullable=True))
        batch_op.alter_column('person_id',
               existing_type=sa.INTEGER(),
               nullable=True)
        batch_op.create_index(batch_op.f('ix_browser_session_contact_id'), ['contact_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_browser_session_contact_id'), 'contact', ['contact_id'], ['id'])
        batch_op.create_check_constraint(op.f('ck_browser_session_of_a_person_or_a_contact'), sa.text('(person_id IS NULL) <> (contact_id IS NULL)'))

    _notice_kinds(*BEFORE, *NEW)
    with op.batch_alter_table('notice') as batch_op:
        batch_op.add_column(sa.Column('contact_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('contributor_id', sa.Integer(), nullable=True))
        batch_op.alter_column('person_id',
               existing_type=sa.INTEGER(),
               nullable=True)
        batch_op.create_index(batch_op.f('ix_notice_contact_id'), ['contact_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_notice_contributor_id'), ['contributor_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_notice_contributor_id'), 'contributor', ['contributor_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_notice_contact_id'), 'contact', ['contact_id'], ['id'])
        batch_op.create_check_constraint(op.f('ck_notice_one_recipient'), sa.text(ONE_RECIPIENT))


def downgrade() -> None:
    forgotten = f"kind IN ({', '.join(map(repr, NEW))}) OR person_id IS NULL"
    op.execute(f"DELETE FROM work WHERE kind = 'send_notice' AND subject_id IN (SELECT id FROM notice WHERE {forgotten})")
    op.execute(f'DELETE FROM notice WHERE {forgotten}')
    with op.batch_alter_table('notice') as batch_op:
        batch_op.drop_constraint(op.f('ck_notice_one_recipient'), type_='check')
        batch_op.drop_constraint(batch_op.f('fk_notice_contact_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_notice_contributor_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_notice_contributor_id'))
        batch_op.drop_index(batch_op.f('ix_notice_contact_id'))
        batch_op.alter_column('person_id',
               existing_type=sa.INTEGER(),
               nullable=False)
        batch_op.drop_column('contributor_id')
        batch_op.drop_column('contact_id')

    _notice_kinds(*BEFORE)
    op.execute('DELETE FROM browser_session WHERE person_id IS NULL')
    with op.batch_alter_table('browser_session') as batch_op:
        batch_op.drop_constraint(op.f('ck_browser_session_of_a_person_or_a_contact'), type_='check')
        batch_op.drop_constraint(batch_op.f('fk_browser_session_contact_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_browser_session_contact_id'))
        batch_op.alter_column('person_id',
               existing_type=sa.INTEGER(),
               nullable=False)
        batch_op.drop_column('contact_id')

    op.drop_table('room_visit')
    op.drop_table('room_file')
    op.drop_table('attachment')
    op.drop_table('remark')
    op.drop_table('message')
    op.drop_table('draft')
    op.drop_table('sign_in_link')
    op.drop_table('identity')


def _notice_kinds(*kinds: str) -> None:
    """SQLite cannot change a CHECK: there Alembic copies the table."""
    allowed = ', '.join(repr(kind) for kind in kinds)
    with op.batch_alter_table('notice') as batch_op:
        batch_op.drop_constraint(op.f('ck_notice_noticekind'), type_='check')
        batch_op.create_check_constraint(op.f('ck_notice_noticekind'), sa.text(f'kind IN ({allowed})'))
