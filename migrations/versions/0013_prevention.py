"""The prevention register: campaigns, activities, check-ups, leads, meetings, sites, collective contracts"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
# One line for each column and constraint.
# fmt: off


def upgrade() -> None:
    op.create_table(
        "activity",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("district", sa.String(12), nullable=False),
        sa.Column("place", sa.String(120), nullable=False),
        sa.Column("topic", sa.String(120), nullable=False),
        sa.Column("host_unit", sa.String(120), nullable=False),
        sa.Column("partners", sa.String(), nullable=False),
        sa.Column("lawyers", sa.String(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("audiences", sa.JSON(), nullable=False),
        sa.Column("has_list", sa.Boolean(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("materials", sa.JSON(), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("cancelled_why", sa.String(), nullable=True),
        sa.Column("recorded_by_name", sa.String(60), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("district IN ('630100', '630102', '630103', '630104', '630105', '630106', '630121', '630123', '630102400', '630103400', '630105400', '630106400', '990000')", name=op.f("ck_activity_district_known")),
        sa.CheckConstraint("kind IN ('lecture', 'check_up', 'consultation', 'bargaining', 'congress', 'training')", name=op.f("ck_activity_kind_known")),
        sa.CheckConstraint("state IN ('held', 'planned', 'cancelled')", name=op.f("ck_activity_state_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
        sa.UniqueConstraint("number", name=op.f("uq_activity_number")),
    )
    op.create_index("ix_activity_held_on", "activity", ["held_on"], unique=False)
    op.create_table(
        "collective_contract",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("parties", sa.String(200), nullable=False),
        sa.Column("district", sa.String(12), nullable=False),
        sa.Column("firms", sa.Integer(), nullable=False),
        sa.Column("workers", sa.Integer(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("filed_with", sa.String(80), nullable=True),
        sa.Column("ended_why", sa.String(), nullable=True),
        sa.Column("recorded_by_name", sa.String(60), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("district IN ('630100', '630102', '630103', '630104', '630105', '630106', '630121', '630123', '630102400', '630103400', '630105400', '630106400', '990000')", name=op.f("ck_collective_contract_district_known")),
        sa.CheckConstraint("kind IN ('general', 'wages', 'safety', 'women')", name=op.f("ck_collective_contract_kind_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collective_contract")),
        sa.UniqueConstraint("number", name=op.f("uq_collective_contract_number")),
    )
    op.create_index("ix_collective_contract_signed", "collective_contract", ["signed_on"], unique=False)
    op.create_table(
        "joint_meeting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(120), nullable=False),
        sa.Column("chair", sa.String(60), nullable=False),
        sa.Column("bodies", sa.String(), nullable=False),
        sa.Column("topics", sa.String(), nullable=False),
        sa.Column("decisions", sa.String(), nullable=False),
        sa.Column("visitors", sa.Integer(), nullable=True),
        sa.Column("recorded_by_name", sa.String(60), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('joint', 'tripartite', 'reception', 'other')", name=op.f("ck_joint_meeting_kind_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_meeting")),
        sa.UniqueConstraint("number", name=op.f("uq_joint_meeting_number")),
    )
    op.create_index("ix_joint_meeting_held_on", "joint_meeting", ["held_on"], unique=False)
    op.create_table(
        "prevention_trace",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_kind", sa.String(20), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(60), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("by_name", sa.String(60), nullable=False),
        sa.Column("by_role", sa.String(20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prevention_trace")),
    )
    op.create_index("ix_prevention_trace_subject", "prevention_trace", ["subject_kind", "subject_id", "recorded_at"], unique=False)
    op.create_table(
        "site",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("district", sa.String(12), nullable=False),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column("manager", sa.String(60), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("open_hours", sa.String(120), nullable=False),
        sa.Column("services", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_why", sa.String(), nullable=True),
        sa.Column("recorded_by_name", sa.String(60), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("district IN ('630100', '630102', '630103', '630104', '630105', '630106', '630121', '630123', '630102400', '630103400', '630105400', '630106400', '990000')", name=op.f("ck_site_district_known")),
        sa.CheckConstraint("kind IN ('service_centre', 'model_station', 'outdoor_station', 'mediation_centre')", name=op.f("ck_site_kind_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
        sa.UniqueConstraint("name", name=op.f("uq_site_name")),
    )
    op.create_table(
        "attendee",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("unit", sa.String(120), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_attendee_activity_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendee")),
    )
    op.create_index(op.f("ix_attendee_activity_id"), "attendee", ["activity_id"], unique=False)
    op.create_table(
        "campaign",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("state_reason", sa.String(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("owner_name", sa.String(60), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("seed", sa.String(40), nullable=True),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.Column("rule_version", sa.Integer(), nullable=False),
        sa.Column("proposed", sa.JSON(), nullable=True),
        sa.Column("created_by_name", sa.String(60), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('arrears', 'new_form', 'legal_service', 'letters', 'publicity', 'check_up', 'bargaining', 'other')", name=op.f("ck_campaign_kind_known")),
        sa.CheckConstraint("state IN ('planned', 'running', 'ended', 'stopped')", name=op.f("ck_campaign_state_known")),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_campaign_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("name", name=op.f("uq_campaign_name")),
        sa.UniqueConstraint("seed", name=op.f("uq_campaign_seed")),
    )
    op.create_table(
        "check_up",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("district", sa.String(12), nullable=False),
        sa.Column("first_member", sa.String(60), nullable=False),
        sa.Column("second_member", sa.String(60), nullable=False),
        sa.Column("workers", sa.Integer(), nullable=True),
        sa.Column("firm_contact", sa.String(60), nullable=False),
        sa.Column("checklist", sa.String(40), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("cancelled_why", sa.String(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by_name", sa.String(60), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("district IN ('630100', '630102', '630103', '630104', '630105', '630106', '630121', '630123', '630102400', '630103400', '630105400', '630106400', '990000')", name=op.f("ck_check_up_district_known")),
        sa.CheckConstraint("state IN ('open', 'done', 'cancelled')", name=op.f("ck_check_up_state_known")),
        sa.ForeignKeyConstraint(["employer_id"], ["employer.id"], name=op.f("fk_check_up_employer_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_check_up_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_up")),
        sa.UniqueConstraint("number", name=op.f("uq_check_up_number")),
    )
    op.create_index(op.f("ix_check_up_employer_id"), "check_up", ["employer_id"], unique=False)
    op.create_index("ix_check_up_held_on", "check_up", ["held_on"], unique=False)
    op.create_table(
        "sentinel",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("phone_index", sa.String(32), nullable=True),
        sa.Column("district", sa.String(12), nullable=False),
        sa.Column("area", sa.String(120), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("inactive_why", sa.String(), nullable=True),
        sa.Column("link_serial", sa.Integer(), nullable=False),
        sa.Column("link_until", sa.Date(), nullable=True),
        sa.Column("link_revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by_name", sa.String(60), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("district IN ('630100', '630102', '630103', '630104', '630105', '630106', '630121', '630123', '630102400', '630103400', '630105400', '630106400', '990000')", name=op.f("ck_sentinel_district_known")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_sentinel_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sentinel")),
    )
    op.create_index(op.f("ix_sentinel_phone_index"), "sentinel", ["phone_index"], unique=False)
    op.create_table(
        "site_rating",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("rated_on", sa.Date(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("met", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("rated_by_name", sa.String(60), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_site_rating_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_rating")),
    )
    op.create_index("ix_site_rating_site", "site_rating", ["site_id", "rated_on"], unique=False)
    op.create_table(
        "campaign_tag",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("subject_kind", sa.String(20), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("how", sa.String(10), nullable=False),
        sa.Column("rule_version", sa.Integer(), nullable=True),
        sa.Column("tagged_by_name", sa.String(60), nullable=False),
        sa.Column("tagged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_how", sa.String(10), nullable=True),
        sa.Column("removed_why", sa.String(), nullable=True),
        sa.Column("removed_by_name", sa.String(60), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("how IN ('auto', 'hand')", name=op.f("ck_campaign_tag_how_known")),
        sa.CheckConstraint("removed_how IN ('hand', 'rule')", name=op.f("ck_campaign_tag_removed_how_known")),
        sa.CheckConstraint("subject_kind IN ('case', 'activity', 'check_up')", name=op.f("ck_campaign_tag_subject_kind_known")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_tag_campaign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_tag")),
        sa.UniqueConstraint(
            "campaign_id",
            "subject_kind",
            "subject_id",
            name=op.f("uq_campaign_tag_campaign_id_subject_kind_subject_id"),
        ),
    )
    op.create_index("ix_campaign_tag_subject", "campaign_tag", ["subject_kind", "subject_id"], unique=False)
    op.create_table(
        "campaign_target",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("indicator", sa.String(30), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("set_by_name", sa.String(60), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_target_campaign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_target")),
        sa.UniqueConstraint("campaign_id", "indicator", name=op.f("uq_campaign_target_campaign_id_indicator")),
    )
    op.create_table(
        "check_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("check_up_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.String(20), nullable=False),
        sa.Column("answer", sa.String(10), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("answer IN ('ok', 'breach', 'na')", name=op.f("ck_check_answer_answer_known")),
        sa.ForeignKeyConstraint(["check_up_id"], ["check_up.id"], name=op.f("fk_check_answer_check_up_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_answer")),
        sa.UniqueConstraint("check_up_id", "item", name=op.f("uq_check_answer_check_up_id_item")),
    )
    op.create_table(
        "lead",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("form_key", sa.Uuid(), nullable=False),
        sa.Column("sentinel_id", sa.Uuid(), nullable=True),
        sa.Column("reported_by", sa.String(60), nullable=False),
        sa.Column("sign", sa.String(20), nullable=False),
        sa.Column("place", sa.String(120), nullable=False),
        sa.Column("district", sa.String(12), nullable=False),
        sa.Column("head_count", sa.Integer(), nullable=True),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("link", sa.String(500), nullable=True),
        sa.Column("risk", sa.String(10), nullable=False),
        sa.Column("risk_why", sa.String(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("review_note", sa.String(), nullable=True),
        sa.Column("reviewed_by_name", sa.String(60), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("district IN ('630100', '630102', '630103', '630104', '630105', '630106', '630121', '630123', '630102400', '630103400', '630105400', '630106400', '990000')", name=op.f("ck_lead_district_known")),
        sa.CheckConstraint("risk IN ('red', 'yellow', 'none')", name=op.f("ck_lead_risk_known")),
        sa.CheckConstraint("sign IN ('arrears', 'stoppage', 'safety', 'layoff', 'opinion', 'platform', 'relations', 'other')", name=op.f("ck_lead_sign_known")),
        sa.CheckConstraint("state IN ('new', 'verified', 'rejected', 'merged', 'case')", name=op.f("ck_lead_state_known")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_lead_case_id")),
        sa.ForeignKeyConstraint(["merged_into"], ["lead.id"], name=op.f("fk_lead_merged_into")),
        sa.ForeignKeyConstraint(["sentinel_id"], ["sentinel.id"], name=op.f("fk_lead_sentinel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead")),
        sa.UniqueConstraint("form_key", name=op.f("uq_lead_form_key")),
        sa.UniqueConstraint("number", name=op.f("uq_lead_number")),
    )
    op.create_index(op.f("ix_lead_case_id"), "lead", ["case_id"], unique=False)
    op.create_index("ix_lead_sentinel", "lead", ["sentinel_id", "recorded_at"], unique=False)
    op.create_index("ix_lead_state", "lead", ["state", "recorded_at"], unique=False)
    op.create_table(
        "meeting_issue",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("owner_body", sa.String(80), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("recorded_by_name", sa.String(60), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('open', 'done', 'dropped')", name=op.f("ck_meeting_issue_state_known")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_meeting_issue_case_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["joint_meeting.id"], name=op.f("fk_meeting_issue_meeting_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_meeting_issue_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_issue")),
    )
    op.create_index(op.f("ix_meeting_issue_case_id"), "meeting_issue", ["case_id"], unique=False)
    op.create_index("ix_meeting_issue_due", "meeting_issue", ["due_on"], unique=False, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))
    op.create_index(op.f("ix_meeting_issue_meeting_id"), "meeting_issue", ["meeting_id"], unique=False)
    op.create_table(
        "check_up_finding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("check_up_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.String(20), nullable=True),
        sa.Column("matter", sa.String(4), nullable=False),
        sa.Column("issue", sa.String(), nullable=False),
        sa.Column("law_article", sa.String(200), nullable=True),
        sa.Column("suggestion", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("corrected_on", sa.Date(), nullable=True),
        sa.Column("verified_by", sa.String(60), nullable=True),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("letter_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_by_name", sa.String(60), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("matter IN ('M01', 'M02', 'M03', 'M04', 'M05', 'M06', 'M07', 'M08', 'M09', 'M10', 'M11', 'M12', 'M13', 'M14', 'M15', 'M99')", name=op.f("ck_check_up_finding_matter_known")),
        sa.CheckConstraint("state IN ('open', 'corrected', 'dropped')", name=op.f("ck_check_up_finding_state_known")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_check_up_finding_case_id")),
        sa.ForeignKeyConstraint(["check_up_id"], ["check_up.id"], name=op.f("fk_check_up_finding_check_up_id")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_check_up_finding_letter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_up_finding")),
    )
    op.create_index(op.f("ix_check_up_finding_case_id"), "check_up_finding", ["case_id"], unique=False)
    op.create_index(op.f("ix_check_up_finding_check_up_id"), "check_up_finding", ["check_up_id"], unique=False)
    op.create_index("ix_check_up_finding_due", "check_up_finding", ["due_on"], unique=False, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))


def downgrade() -> None:
    op.drop_table("check_up_finding")
    op.drop_table("meeting_issue")
    op.drop_table("lead")
    op.drop_table("check_answer")
    op.drop_table("campaign_target")
    op.drop_table("campaign_tag")
    op.drop_table("site_rating")
    op.drop_table("sentinel")
    op.drop_table("check_up")
    op.drop_table("campaign")
    op.drop_table("attendee")
    op.drop_table("site")
    op.drop_table("prevention_trace")
    op.drop_table("joint_meeting")
    op.drop_table("collective_contract")
    op.drop_table("activity")
