"""first."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "affected_import_request",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("file_ref", sa.Text(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.String(length=32), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'working', 'done', 'failed')", name=op.f("ck_affected_import_request_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affected_import_request")),
    )
    with op.batch_alter_table("affected_import_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_affected_import_request_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_affected_import_request_state"), ["state"], unique=False)

    op.create_table(
        "affected_list",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("encoding", sa.Text(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("joined", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("empty", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by", sa.String(length=32), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('loading', 'ready', 'rejected')", name=op.f("ck_affected_list_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affected_list")),
    )
    with op.batch_alter_table("affected_list", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_affected_list_incident_id"), ["incident_id"], unique=False)

    op.create_table(
        "agenda_due_item",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("stream", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("claimed_by", sa.Text(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.String(length=32), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('planned', 'claimed', 'sent', 'acknowledged', 'escalated', 'overtaken', 'cancelled')",
            name=op.f("ck_agenda_due_item_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_due_item")),
        sa.UniqueConstraint(
            "kind", "subject_id", "planned_at", name=op.f("uq_agenda_due_item_kind_subject_id_planned_at")
        ),
    )
    with op.batch_alter_table("agenda_due_item", schema=None) as batch_op:
        batch_op.create_index(
            "ix_agenda_due_item_open",
            ["planned_at"],
            unique=False,
            sqlite_where=sa.text("state = 'planned'"),
            postgresql_where=sa.text("state = 'planned'"),
        )
        batch_op.create_index(batch_op.f("ix_agenda_due_item_stream_due_at"), ["stream", "due_at"], unique=False)

    op.create_table(
        "agenda_fire",
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("fired_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("job", "due_at", name=op.f("pk_agenda_fire")),
    )
    op.create_table(
        "agenda_heartbeat",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_agenda_heartbeat")),
    )
    op.create_table(
        "agenda_lease",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_agenda_lease")),
    )
    op.create_table(
        "correspondence_clock_end",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("identity", sa.String(length=32), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_by", sa.String(length=32), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correspondence_clock_end")),
    )
    with op.batch_alter_table("correspondence_clock_end", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correspondence_clock_end_identity"), ["identity"], unique=False)

    op.create_table(
        "correspondence_counterpart",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("opened_by", sa.String(length=32), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('authority', 'controller', 'insurer', 'court', 'other')",
            name=op.f("ck_correspondence_counterpart_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correspondence_counterpart")),
    )
    with op.batch_alter_table("correspondence_counterpart", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correspondence_counterpart_incident_id"), ["incident_id"], unique=False)

    op.create_table(
        "correspondence_promise",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("notice_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.String(length=32), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('open', 'kept', 'dropped')", name=op.f("ck_correspondence_promise_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correspondence_promise")),
    )
    with op.batch_alter_table("correspondence_promise", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_correspondence_promise_incident_id_state"), ["incident_id", "state"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_correspondence_promise_notice_id"), ["notice_id"], unique=False)

    op.create_table(
        "counsel_paper",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(length=32), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by", sa.String(length=32), nullable=True),
        sa.CheckConstraint("kind IN ('note', 'risk', 'what_if')", name=op.f("ck_counsel_paper_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counsel_paper")),
    )
    with op.batch_alter_table("counsel_paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_counsel_paper_incident_id"), ["incident_id"], unique=False)

    op.create_table(
        "counsel_reader",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("named_by", sa.String(length=32), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counsel_reader")),
    )
    with op.batch_alter_table("counsel_reader", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_counsel_reader_incident_id_account_id"), ["incident_id", "account_id"], unique=False
        )

    op.create_table(
        "custody_destruction",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("scope", sa.String(length=32), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.String(length=32), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.String(length=32), nullable=True),
        sa.Column("keys_destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("gone", sa.JSON(), nullable=True),
        sa.Column("certificate", sa.JSON(), nullable=True),
        sa.Column("certificate_sha256", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(state = 'done') = (certificate IS NOT NULL)", name=op.f("ck_custody_destruction_certificate")
        ),
        sa.CheckConstraint("ground IN ('retention', 'order', 'purpose')", name=op.f("ck_custody_destruction_ground")),
        sa.CheckConstraint(
            "state IN ('proposed', 'approved', 'done', 'withdrawn')", name=op.f("ck_custody_destruction_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custody_destruction")),
    )
    with op.batch_alter_table("custody_destruction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_custody_destruction_scope"), ["scope"], unique=False)

    op.create_table(
        "custody_hold",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=32), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("placed_by", sa.String(length=32), nullable=False),
        sa.Column("ending_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("ending_by", sa.String(length=32), nullable=True),
        sa.Column("ending_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by", sa.String(length=32), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'released') = (released_at IS NOT NULL)", name=op.f("ck_custody_hold_released")),
        sa.CheckConstraint("state IN ('stands', 'ending', 'released')", name=op.f("ck_custody_hold_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custody_hold")),
    )
    with op.batch_alter_table("custody_hold", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_custody_hold_scope_number"), ["scope", "number"], unique=True)

    op.create_table(
        "custody_keeping",
        sa.Column("scope", sa.String(length=32), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("scope", name=op.f("pk_custody_keeping")),
    )
    op.create_table(
        "deliveries_campaign",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("notice_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("selection", sa.JSON(), nullable=False),
        sa.Column("ladder", sa.JSON(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undo_seconds", sa.Integer(), nullable=False),
        sa.Column("canary", sa.JSON(), nullable=False),
        sa.Column("pace", sa.JSON(), nullable=False),
        sa.Column("unknown_policy", sa.Text(), nullable=False),
        sa.Column("laid_after", sa.Text(), nullable=False),
        sa.Column("laid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("laid_digest", sa.Text(), nullable=True),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("to_write", sa.Integer(), nullable=False),
        sa.Column("codes_seen", sa.Integer(), nullable=False),
        sa.Column("codes_short", sa.Integer(), nullable=False),
        sa.Column("heeded_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=32), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_by", sa.String(length=32), nullable=True),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('real', 'drill')", name=op.f("ck_deliveries_campaign_kind")),
        sa.CheckConstraint(
            "state IN ('prepared', 'running', 'paused', 'halted', 'done')", name=op.f("ck_deliveries_campaign_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries_campaign")),
        sa.UniqueConstraint("number", name=op.f("uq_deliveries_campaign_number")),
    )
    with op.batch_alter_table("deliveries_campaign", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deliveries_campaign_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deliveries_campaign_notice_id"), ["notice_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deliveries_campaign_state"), ["state"], unique=False)

    op.create_table(
        "deliveries_code_pool",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("elements", sa.JSON(), nullable=False),
        sa.Column("enrol_by", sa.Date(), nullable=False),
        sa.Column("enrolled", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.CheckConstraint("kind IN ('adult', 'minor')", name=op.f("ck_deliveries_code_pool_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries_code_pool")),
        sa.UniqueConstraint(
            "incident_id",
            "service",
            "country",
            "kind",
            name=op.f("uq_deliveries_code_pool_incident_id_service_country_kind"),
        ),
    )
    with op.batch_alter_table("deliveries_code_pool", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deliveries_code_pool_incident_id"), ["incident_id"], unique=False)

    op.create_table(
        "deliveries_corrected_address",
        sa.Column("recipient_id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("recipient_id", name=op.f("pk_deliveries_corrected_address")),
    )
    op.create_table(
        "deliveries_look_up",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("contact_hash", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("checked", sa.Text(), nullable=False),
        sa.Column("found", sa.Boolean(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries_look_up")),
    )
    with op.batch_alter_table("deliveries_look_up", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deliveries_look_up_by_at"), ["by", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_deliveries_look_up_incident_id_at"), ["incident_id", "at"], unique=False)

    op.create_table(
        "deliveries_suppression",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("medium", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_deliveries_suppression")),
    )
    op.create_table(
        "deliveries_transfer_basis",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries_transfer_basis")),
        sa.UniqueConstraint(
            "channel", "region", "country", name=op.f("uq_deliveries_transfer_basis_channel_region_country")
        ),
    )
    op.create_table(
        "facts_statement",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("said_by", sa.String(length=32), nullable=False),
        sa.Column("known_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facts_statement")),
    )
    with op.batch_alter_table("facts_statement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_facts_statement_incident_id_id"), ["incident_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_facts_statement_incident_id_key"), ["incident_id", "key"], unique=False)

    op.create_table(
        "intake_alert_call",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("source", "digest", name=op.f("pk_intake_alert_call")),
    )
    op.create_table(
        "intake_incident",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("code_name", sa.Text(), nullable=False),
        sa.Column("title_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("playbook", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.String(length=32), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_as", sa.Text(), nullable=True),
        sa.Column("look_again_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("joined_to", sa.String(length=32), nullable=True),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("drill_course", sa.JSON(), nullable=True),
        sa.CheckConstraint(
            "closed_as IN ('handled', 'near_miss', 'false_alarm', 'not_confirmed', 'duplicate')",
            name=op.f("ck_intake_incident_closed_as"),
        ),
        sa.CheckConstraint("kind IN ('real', 'drill')", name=op.f("ck_intake_incident_kind")),
        sa.CheckConstraint("state IN ('open', 'contained', 'closed')", name=op.f("ck_intake_incident_state")),
        sa.ForeignKeyConstraint(
            ["joined_to"], ["intake_incident.id"], name=op.f("fk_intake_incident_joined_to_intake_incident")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_incident")),
        sa.UniqueConstraint("number", name=op.f("uq_intake_incident_number")),
    )
    with op.batch_alter_table("intake_incident", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intake_incident_state_opened_at"), ["state", "opened_at"], unique=False)

    op.create_table(
        "intake_number_count",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_intake_number_count")),
    )
    op.create_table(
        "journal_head",
        sa.Column("stream", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("stream", name=op.f("pk_journal_head")),
    )
    op.create_table(
        "journal_line",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("stream", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("corrects", sa.Integer(), nullable=True),
        sa.Column("privileged", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("prev", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_line")),
        sa.UniqueConstraint("stream", "seq", name=op.f("uq_journal_line_stream_seq")),
    )
    with op.batch_alter_table("journal_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_journal_line_stream_at_seq"), ["stream", "at", "seq"], unique=False)

    op.create_table(
        "notices_notice",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("regime", sa.Text(), nullable=False),
        sa.Column("duty", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("recipient_kind", sa.Text(), nullable=False),
        sa.Column("recipient_name", sa.Text(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("selection", sa.JSON(), nullable=True),
        sa.Column("least_points", sa.Integer(), nullable=False),
        sa.Column("follows", sa.String(length=32), nullable=True),
        sa.Column("follows_as", sa.Text(), nullable=True),
        sa.Column("drafted_by", sa.String(length=32), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by", sa.String(length=32), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("follows_as IN ('supplement', 'correction')", name=op.f("ck_notices_notice_follows_as")),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'approved', 'sent', 'filed', 'void')", name=op.f("ck_notices_notice_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices_notice")),
    )
    with op.batch_alter_table("notices_notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notices_notice_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_notices_notice_incident_id_regime_duty_place"),
            ["incident_id", "regime", "duty", "place"],
            unique=False,
        )

    op.create_table(
        "obligations_decision",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("identity", sa.String(length=32), nullable=False),
        sa.Column("regime", sa.Text(), nullable=False),
        sa.Column("duty", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("look_again_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts_sha256", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.String(length=32), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.String(length=32), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=32), nullable=True),
        sa.CheckConstraint(
            "state IN ('proposed', 'confirmed', 'withdrawn', 'lapsed')", name=op.f("ck_obligations_decision_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligations_decision")),
    )
    with op.batch_alter_table("obligations_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_obligations_decision_identity"), ["identity"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_obligations_decision_incident_id_state"), ["incident_id", "state"], unique=False
        )

    op.create_table(
        "obligations_version",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("identity", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("regime", sa.Text(), nullable=False),
        sa.Column("duty", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("answer_sha256", sa.Text(), nullable=False),
        sa.Column("rule_sha256", sa.Text(), nullable=False),
        sa.Column("derived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligations_version")),
        sa.UniqueConstraint("identity", "version", name=op.f("uq_obligations_version_identity_version")),
    )
    with op.batch_alter_table("obligations_version", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_obligations_version_incident_id_replaced_at"), ["incident_id", "replaced_at"], unique=False
        )

    op.create_table(
        "oncall_copied_path",
        sa.Column("stream", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("copied_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("stream", name=op.f("pk_oncall_copied_path")),
    )
    op.create_table(
        "oncall_page",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("stream", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("code_name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("opener", sa.String(length=32), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by", sa.String(length=32), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(length=32), nullable=True),
        sa.Column("answered_how", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('real', 'drill')", name=op.f("ck_oncall_page_kind")),
        sa.CheckConstraint(
            "state IN ('open', 'answered', 'unanswered', 'withdrawn')", name=op.f("ck_oncall_page_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oncall_page")),
    )
    with op.batch_alter_table("oncall_page", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_oncall_page_stream_begun_at"), ["stream", "begun_at"], unique=False)
        batch_op.create_index(
            "uq_oncall_page_open",
            ["stream", "about"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "oncall_path",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("standard", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oncall_path")),
        sa.UniqueConstraint("name", name=op.f("uq_oncall_path_name")),
    )
    op.create_table(
        "oncall_rota",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("layers", sa.JSON(), nullable=False),
        sa.Column("holidays", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oncall_rota")),
        sa.UniqueConstraint("name", name=op.f("uq_oncall_rota_name")),
    )
    op.create_table(
        "oncall_team",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oncall_team")),
        sa.UniqueConstraint("name", name=op.f("uq_oncall_team_name")),
    )
    op.create_table(
        "people_account",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("email_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("permission_set", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "permission_set IN ('administrator', 'commander', 'responder', 'counsel', 'approver', 'auditor', 'outside_counsel', 'forensics', 'insurer', 'printer')",
            name=op.f("ck_people_account_permission_set"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_account")),
        sa.UniqueConstraint("login", name=op.f("uq_people_account_login")),
    )
    op.create_table(
        "people_password_try",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_password_try")),
    )
    with op.batch_alter_table("people_password_try", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_people_password_try_key_at"), ["key", "at"], unique=False)

    op.create_table(
        "post_channel_pace",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("tokens", sa.Double(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shut_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("strikes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_post_channel_pace")),
    )
    op.create_table(
        "post_drill_guest",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("stream", sa.String(length=32), nullable=False),
        sa.Column("medium", sa.Text(), nullable=False),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("added_by", sa.String(length=32), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("medium IN ('email', 'phone')", name=op.f("ck_post_drill_guest_medium")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_drill_guest")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_post_drill_guest_token_hash")),
    )
    with op.batch_alter_table("post_drill_guest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_post_drill_guest_stream"), ["stream"], unique=False)

    op.create_table(
        "post_group",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("stream", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("composer", sa.Text(), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("running", sa.Boolean(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wave_open", sa.Integer(), nullable=False),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('real', 'drill')", name=op.f("ck_post_group_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_group")),
    )
    with op.batch_alter_table("post_group", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_post_group_running_urgency"), ["running", "urgency"], unique=False)
        batch_op.create_index(batch_op.f("ix_post_group_stream"), ["stream"], unique=False)

    op.create_table(
        "post_raw_receipt",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'matched', 'unmatched', 'unreadable')", name=op.f("ck_post_raw_receipt_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_raw_receipt")),
        sa.UniqueConstraint("channel", "digest", name=op.f("uq_post_raw_receipt_channel_digest")),
    )
    with op.batch_alter_table("post_raw_receipt", schema=None) as batch_op:
        batch_op.create_index(
            "ix_post_raw_receipt_waiting",
            ["look_at"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.create_table(
        "affected_pair",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("list_id", sa.String(length=32), nullable=False),
        sa.Column("first_id", sa.String(length=32), nullable=False),
        sa.Column("second_id", sa.String(length=32), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('suggested', 'joined', 'apart')", name=op.f("ck_affected_pair_state")),
        sa.ForeignKeyConstraint(["list_id"], ["affected_list.id"], name=op.f("fk_affected_pair_list_id_affected_list")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affected_pair")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_affected_pair_first_id_second_id")),
    )
    with op.batch_alter_table("affected_pair", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_affected_pair_incident_id_state"), ["incident_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_affected_pair_list_id"), ["list_id"], unique=False)

    op.create_table(
        "affected_recipient",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("list_id", sa.String(length=32), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("person_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=16), nullable=False),
        sa.Column("joined_to", sa.String(length=32), nullable=True),
        sa.Column("ward_id", sa.String(length=32), nullable=True),
        sa.Column("guards", sa.Boolean(), nullable=False),
        sa.Column("id_hash", sa.LargeBinary(length=16), nullable=True),
        sa.Column("name_hash", sa.LargeBinary(length=16), nullable=True),
        sa.Column("birth_hash", sa.LargeBinary(length=16), nullable=True),
        sa.Column("email_hash", sa.LargeBinary(length=16), nullable=True),
        sa.Column("phone_hash", sa.LargeBinary(length=16), nullable=True),
        sa.Column("address_hash", sa.LargeBinary(length=16), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("subdivision", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("dataset", sa.Text(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("minor", sa.Boolean(), nullable=True),
        sa.Column("deceased", sa.Boolean(), nullable=False),
        sa.Column("told_at", sa.Date(), nullable=True),
        sa.Column("esign_consent", sa.Text(), nullable=False),
        sa.Column("primary_channel", sa.Text(), nullable=False),
        sa.Column("contact_safety", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"], ["affected_list.id"], name=op.f("fk_affected_recipient_list_id_affected_list")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affected_recipient")),
    )
    with op.batch_alter_table("affected_recipient", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_affected_recipient_address_hash"),
            ["address_hash"],
            unique=False,
            sqlite_where=sa.text("address_hash IS NOT NULL"),
            postgresql_where=sa.text("address_hash IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_affected_recipient_email_hash"),
            ["email_hash"],
            unique=False,
            sqlite_where=sa.text("email_hash IS NOT NULL"),
            postgresql_where=sa.text("email_hash IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_affected_recipient_id_hash"),
            ["id_hash"],
            unique=False,
            sqlite_where=sa.text("id_hash IS NOT NULL"),
            postgresql_where=sa.text("id_hash IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_affected_recipient_incident_id_id"), ["incident_id", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_affected_recipient_joined_to"),
            ["joined_to"],
            unique=False,
            sqlite_where=sa.text("joined_to IS NOT NULL"),
            postgresql_where=sa.text("joined_to IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_affected_recipient_list_id"), ["list_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_affected_recipient_name_hash_birth_hash"),
            ["name_hash", "birth_hash"],
            unique=False,
            sqlite_where=sa.text("birth_hash IS NOT NULL"),
            postgresql_where=sa.text("birth_hash IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_affected_recipient_phone_hash"),
            ["phone_hash"],
            unique=False,
            sqlite_where=sa.text("phone_hash IS NOT NULL"),
            postgresql_where=sa.text("phone_hash IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_affected_recipient_ward_id"),
            ["ward_id"],
            unique=False,
            sqlite_where=sa.text("ward_id IS NOT NULL"),
            postgresql_where=sa.text("ward_id IS NOT NULL"),
        )

    op.create_table(
        "affected_rejection",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("list_id", sa.String(length=32), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.Text(), nullable=False),
        sa.Column("shape", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("row_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["list_id"], ["affected_list.id"], name=op.f("fk_affected_rejection_list_id_affected_list")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affected_rejection")),
    )
    with op.batch_alter_table("affected_rejection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_affected_rejection_list_id_row"), ["list_id", "row"], unique=False)

    op.create_table(
        "correspondence_letter",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("counterpart_id", sa.String(length=32), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("direction IN ('in', 'out')", name=op.f("ck_correspondence_letter_direction")),
        sa.ForeignKeyConstraint(
            ["counterpart_id"],
            ["correspondence_counterpart.id"],
            name=op.f("fk_correspondence_letter_counterpart_id_correspondence_counterpart"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correspondence_letter")),
    )
    with op.batch_alter_table("correspondence_letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correspondence_letter_counterpart_id"), ["counterpart_id"], unique=False)

    op.create_table(
        "correspondence_question",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("counterpart_id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("drafted_by", sa.String(length=32), nullable=True),
        sa.Column("approved_by", sa.String(length=32), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'drafted', 'approved', 'answered', 'withdrawn')",
            name=op.f("ck_correspondence_question_state"),
        ),
        sa.ForeignKeyConstraint(
            ["counterpart_id"],
            ["correspondence_counterpart.id"],
            name=op.f("fk_correspondence_question_counterpart_id_correspondence_counterpart"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correspondence_question")),
    )
    with op.batch_alter_table("correspondence_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correspondence_question_counterpart_id"), ["counterpart_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_correspondence_question_incident_id_state"), ["incident_id", "state"], unique=False
        )

    op.create_table(
        "deliveries_code",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pool_id", sa.String(length=32), nullable=False),
        sa.Column("code_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("recipient_id", sa.String(length=32), nullable=True),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["pool_id"], ["deliveries_code_pool.id"], name=op.f("fk_deliveries_code_pool_id_deliveries_code_pool")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries_code")),
        sa.UniqueConstraint("pool_id", "hash", name=op.f("uq_deliveries_code_pool_id_hash")),
    )
    with op.batch_alter_table("deliveries_code", schema=None) as batch_op:
        batch_op.create_index(
            "ix_deliveries_code_free",
            ["pool_id"],
            unique=False,
            sqlite_where=sa.text("recipient_id IS NULL"),
            postgresql_where=sa.text("recipient_id IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_deliveries_code_recipient_id"), ["recipient_id"], unique=False)

    op.create_table(
        "deliveries_left_out",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("campaign_id", sa.String(length=32), nullable=False),
        sa.Column("recipient_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["deliveries_campaign.id"],
            name=op.f("fk_deliveries_left_out_campaign_id_deliveries_campaign"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries_left_out")),
        sa.UniqueConstraint(
            "campaign_id", "recipient_id", name=op.f("uq_deliveries_left_out_campaign_id_recipient_id")
        ),
    )
    with op.batch_alter_table("deliveries_left_out", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_deliveries_left_out_campaign_id_reason"), ["campaign_id", "reason"], unique=False
        )

    op.create_table(
        "deliveries_print_run",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("campaign_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("sample", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by", sa.String(length=32), nullable=True),
        sa.Column("differences_accepted", sa.Text(), nullable=False),
        sa.Column("proof_sha256", sa.Text(), nullable=True),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_by", sa.String(length=32), nullable=True),
        sa.Column("handed_to", sa.Text(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('printing', 'printed', 'released', 'handed_over', 'mailed', 'withdrawn')",
            name=op.f("ck_deliveries_print_run_state"),
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["deliveries_campaign.id"],
            name=op.f("fk_deliveries_print_run_campaign_id_deliveries_campaign"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries_print_run")),
        sa.UniqueConstraint("campaign_id", "number", name=op.f("uq_deliveries_print_run_campaign_id_number")),
    )
    with op.batch_alter_table("deliveries_print_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deliveries_print_run_campaign_id"), ["campaign_id"], unique=False)

    op.create_table(
        "deliveries_substitute",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("campaign_id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("unreachable", sa.Integer(), nullable=False),
        sa.Column("methods", sa.JSON(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("owed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token", sa.Text(), nullable=True),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.String(length=32), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('owed', 'published', 'over')", name=op.f("ck_deliveries_substitute_state")),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["deliveries_campaign.id"],
            name=op.f("fk_deliveries_substitute_campaign_id_deliveries_campaign"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries_substitute")),
        sa.UniqueConstraint("campaign_id", "place", name=op.f("uq_deliveries_substitute_campaign_id_place")),
        sa.UniqueConstraint("token", name=op.f("uq_deliveries_substitute_token")),
    )
    with op.batch_alter_table("deliveries_substitute", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deliveries_substitute_incident_id"), ["incident_id"], unique=False)

    op.create_table(
        "intake_guest_reading",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["people_account.id"], name=op.f("fk_intake_guest_reading_account_id_people_account")
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["intake_incident.id"], name=op.f("fk_intake_guest_reading_incident_id_intake_incident")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_guest_reading")),
    )
    with op.batch_alter_table("intake_guest_reading", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intake_guest_reading_incident_id_at"), ["incident_id", "at"], unique=False)

    op.create_table(
        "intake_insider",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("named_by", sa.String(length=32), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=32), nullable=True),
        sa.CheckConstraint("(how = 'guest') = (ends_at IS NOT NULL)", name=op.f("ck_intake_insider_end")),
        sa.CheckConstraint("(how = 'guest') = (role IS NOT NULL)", name=op.f("ck_intake_insider_role")),
        sa.CheckConstraint("how IN ('opened', 'named', 'glass', 'guest')", name=op.f("ck_intake_insider_how")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["people_account.id"], name=op.f("fk_intake_insider_account_id_people_account")
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["intake_incident.id"], name=op.f("fk_intake_insider_incident_id_intake_incident")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_insider")),
    )
    with op.batch_alter_table("intake_insider", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intake_insider_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_intake_insider_incident_id"), ["incident_id"], unique=False)

    op.create_table(
        "intake_report",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("title_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("contact_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("code_key", sa.Text(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_by", sa.String(length=32), nullable=True),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("incident_id", sa.String(length=32), nullable=True),
        sa.Column("joined_to", sa.String(length=32), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("look_again_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=32), nullable=True),
        sa.CheckConstraint(
            "level IN ('unrated', 'low', 'moderate', 'high', 'critical')", name=op.f("ck_intake_report_level")
        ),
        sa.CheckConstraint("origin IN ('form', 'mail', 'signal', 'person')", name=op.f("ck_intake_report_origin")),
        sa.CheckConstraint(
            "outcome IN ('near_miss', 'false_alarm', 'not_confirmed')", name=op.f("ck_intake_report_outcome")
        ),
        sa.CheckConstraint(
            "state IN ('new', 'taken', 'incident', 'joined', 'closed')", name=op.f("ck_intake_report_state")
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["intake_incident.id"], name=op.f("fk_intake_report_incident_id_intake_incident")
        ),
        sa.ForeignKeyConstraint(
            ["joined_to"], ["intake_report.id"], name=op.f("fk_intake_report_joined_to_intake_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_report")),
        sa.UniqueConstraint("code_key", name=op.f("uq_intake_report_code_key")),
        sa.UniqueConstraint("number", name=op.f("uq_intake_report_number")),
    )
    with op.batch_alter_table("intake_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intake_report_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_intake_report_state_received_at"), ["state", "received_at"], unique=False)

    op.create_table(
        "notices_alarm",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("notice_id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("said_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("now_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=32), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'acknowledged', 'answered', 'cleared')", name=op.f("ck_notices_alarm_state")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices_notice.id"], name=op.f("fk_notices_alarm_notice_id_notices_notice")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices_alarm")),
    )
    with op.batch_alter_table("notices_alarm", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notices_alarm_incident_id"), ["incident_id"], unique=False)

    op.create_table(
        "notices_approval",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("notice_id", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("bound", sa.JSON(), nullable=False),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.Column("accepted", sa.JSON(), nullable=False),
        sa.Column("emergency", sa.Boolean(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("approved_by", sa.String(length=32), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices_notice.id"], name=op.f("fk_notices_approval_notice_id_notices_notice")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices_approval")),
    )
    with op.batch_alter_table("notices_approval", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notices_approval_notice_id"), ["notice_id"], unique=False)

    op.create_table(
        "notices_attachment",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("notice_id", sa.String(length=32), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("added_by", sa.String(length=32), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices_notice.id"], name=op.f("fk_notices_attachment_notice_id_notices_notice")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices_attachment")),
    )
    with op.batch_alter_table("notices_attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notices_attachment_notice_id"), ["notice_id"], unique=False)

    op.create_table(
        "notices_counsel_review",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("notice_id", sa.String(length=32), nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("read_by", sa.String(length=32), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices_notice.id"], name=op.f("fk_notices_counsel_review_notice_id_notices_notice")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices_counsel_review")),
    )
    with op.batch_alter_table("notices_counsel_review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notices_counsel_review_notice_id"), ["notice_id"], unique=False)

    op.create_table(
        "notices_filing",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("notice_id", sa.String(length=32), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reference_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("receipt", sa.Text(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices_notice.id"], name=op.f("fk_notices_filing_notice_id_notices_notice")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices_filing")),
    )
    with op.batch_alter_table("notices_filing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notices_filing_notice_id"), ["notice_id"], unique=False)

    op.create_table(
        "notices_remark",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("notice_id", sa.String(length=32), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("medium", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("quote_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("instead_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("resolved_by", sa.String(length=32), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('comment', 'suggestion', 'objection', 'change')", name=op.f("ck_notices_remark_kind")
        ),
        sa.CheckConstraint("outcome IN ('resolved', 'taken', 'declined')", name=op.f("ck_notices_remark_outcome")),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices_notice.id"], name=op.f("fk_notices_remark_notice_id_notices_notice")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices_remark")),
    )
    with op.batch_alter_table("notices_remark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notices_remark_notice_id"), ["notice_id"], unique=False)

    op.create_table(
        "notices_table",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("notice_id", sa.String(length=32), nullable=False),
        sa.Column("table_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices_notice.id"], name=op.f("fk_notices_table_notice_id_notices_notice")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices_table")),
    )
    with op.batch_alter_table("notices_table", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notices_table_notice_id"), ["notice_id"], unique=False)

    op.create_table(
        "notices_unsaved",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("notice_id", sa.String(length=32), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("medium", sa.Text(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("subject_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("typed_by", sa.String(length=32), nullable=False),
        sa.Column("typed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices_notice.id"], name=op.f("fk_notices_unsaved_notice_id_notices_notice")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices_unsaved")),
        sa.UniqueConstraint(
            "notice_id",
            "language",
            "medium",
            "typed_by",
            name=op.f("uq_notices_unsaved_notice_id_language_medium_typed_by"),
        ),
    )
    op.create_table(
        "notices_version",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("notice_id", sa.String(length=32), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("medium", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("beside", sa.Boolean(), nullable=False),
        sa.Column("subject_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("composed_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("medium IN ('letter', 'sms')", name=op.f("ck_notices_version_medium")),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices_notice.id"], name=op.f("fk_notices_version_notice_id_notices_notice")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices_version")),
        sa.UniqueConstraint(
            "notice_id",
            "language",
            "medium",
            "number",
            name=op.f("uq_notices_version_notice_id_language_medium_number"),
        ),
    )
    op.create_table(
        "oncall_absence",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("begins", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["people_account.id"], name=op.f("fk_oncall_absence_account_id_people_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oncall_absence")),
    )
    with op.batch_alter_table("oncall_absence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_oncall_absence_ends"), ["ends"], unique=False)

    op.create_table(
        "oncall_deputy",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("deputy_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["people_account.id"], name=op.f("fk_oncall_deputy_account_id_people_account")
        ),
        sa.ForeignKeyConstraint(
            ["deputy_id"], ["people_account.id"], name=op.f("fk_oncall_deputy_deputy_id_people_account")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_oncall_deputy")),
    )
    op.create_table(
        "oncall_feed",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["people_account.id"], name=op.f("fk_oncall_feed_account_id_people_account")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_oncall_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_oncall_feed_token_hash")),
    )
    op.create_table(
        "oncall_page_call",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("page_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("answer_hash", sa.Text(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["people_account.id"], name=op.f("fk_oncall_page_call_account_id_people_account")
        ),
        sa.ForeignKeyConstraint(["page_id"], ["oncall_page.id"], name=op.f("fk_oncall_page_call_page_id_oncall_page")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oncall_page_call")),
        sa.UniqueConstraint("answer_hash", name=op.f("uq_oncall_page_call_answer_hash")),
        sa.UniqueConstraint("page_id", "account_id", name=op.f("uq_oncall_page_call_page_id_account_id")),
    )
    with op.batch_alter_table("oncall_page_call", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_oncall_page_call_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_oncall_page_call_page_id"), ["page_id"], unique=False)

    op.create_table(
        "oncall_rota_swap",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("rota_id", sa.String(length=32), nullable=False),
        sa.Column("layer", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("begins", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uid", sa.Text(), nullable=True),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["people_account.id"], name=op.f("fk_oncall_rota_swap_account_id_people_account")
        ),
        sa.ForeignKeyConstraint(["rota_id"], ["oncall_rota.id"], name=op.f("fk_oncall_rota_swap_rota_id_oncall_rota")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oncall_rota_swap")),
    )
    with op.batch_alter_table("oncall_rota_swap", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_oncall_rota_swap_rota_id_ends"), ["rota_id", "ends"], unique=False)

    op.create_table(
        "oncall_team_member",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["people_account.id"], name=op.f("fk_oncall_team_member_account_id_people_account")
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["oncall_team.id"], name=op.f("fk_oncall_team_member_team_id_oncall_team")
        ),
        sa.PrimaryKeyConstraint("team_id", "account_id", name=op.f("pk_oncall_team_member")),
    )
    op.create_table(
        "people_form_sent",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["people_account.id"], name=op.f("fk_people_form_sent_account_id_people_account")
        ),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_people_form_sent")),
    )
    with op.batch_alter_table("people_form_sent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_people_form_sent_at"), ["at"], unique=False)

    op.create_table(
        "people_one_time_link",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=True),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(purpose = 'first') = (account_id IS NULL)", name=op.f("ck_people_one_time_link_whose")),
        sa.CheckConstraint("purpose IN ('first', 'password', 'sign_in')", name=op.f("ck_people_one_time_link_purpose")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["people_account.id"], name=op.f("fk_people_one_time_link_account_id_people_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_one_time_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_people_one_time_link_token_hash")),
    )
    op.create_table(
        "people_sign_in",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('browser', 'command', 'script')", name=op.f("ck_people_sign_in_kind")),
        sa.CheckConstraint("scope IN ('all', 'read')", name=op.f("ck_people_sign_in_scope")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["people_account.id"], name=op.f("fk_people_sign_in_account_id_people_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_people_sign_in_token_hash")),
    )
    with op.batch_alter_table("people_sign_in", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_people_sign_in_account_id_expires_at"), ["account_id", "expires_at"], unique=False
        )

    op.create_table(
        "post_outgoing",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("group_id", sa.String(length=32), nullable=False),
        sa.Column("stream", sa.String(length=32), nullable=False),
        sa.Column("party_id", sa.String(length=32), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("counts_as_notice", sa.Text(), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("outcome_code", sa.Text(), nullable=True),
        sa.Column("provider_ref", sa.Text(), nullable=True),
        sa.Column("complained", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('real', 'drill')", name=op.f("ck_post_outgoing_kind")),
        sa.CheckConstraint(
            "state IN ('ready', 'claimed', 'unknown', 'accepted', 'delivered', 'refused', 'unreachable', 'cancelled')",
            name=op.f("ck_post_outgoing_state"),
        ),
        sa.ForeignKeyConstraint(["group_id"], ["post_group.id"], name=op.f("fk_post_outgoing_group_id_post_group")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_outgoing")),
    )
    with op.batch_alter_table("post_outgoing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_post_outgoing_group_id_state"), ["group_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_post_outgoing_party_id"), ["party_id"], unique=False)
        batch_op.create_index(
            "ix_post_outgoing_ready",
            ["group_id", "channel", "wave", "not_before"],
            unique=False,
            sqlite_where=sa.text("state = 'ready'"),
            postgresql_where=sa.text("state = 'ready'"),
        )
        batch_op.create_index(
            "ix_post_outgoing_ref",
            ["provider_ref"],
            unique=False,
            sqlite_where=sa.text("provider_ref IS NOT NULL"),
            postgresql_where=sa.text("provider_ref IS NOT NULL"),
        )

    op.create_table(
        "response_drill",
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("scenario", sa.Text(), nullable=True),
        sa.Column("version", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("led_by", sa.String(length=32), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["intake_incident.id"], name=op.f("fk_response_drill_incident_id_intake_incident")
        ),
        sa.PrimaryKeyConstraint("incident_id", name=op.f("pk_response_drill")),
    )
    op.create_table(
        "response_drill_asked",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("inject_id", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["intake_incident.id"], name=op.f("fk_response_drill_asked_incident_id_intake_incident")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_drill_asked")),
    )
    with op.batch_alter_table("response_drill_asked", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_response_drill_asked_incident_id"), ["incident_id"], unique=False)

    op.create_table(
        "response_inject_told",
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("inject_id", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["intake_incident.id"], name=op.f("fk_response_inject_told_incident_id_intake_incident")
        ),
        sa.PrimaryKeyConstraint("incident_id", "inject_id", name=op.f("pk_response_inject_told")),
    )
    op.create_table(
        "response_run",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("playbook", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by", sa.String(length=32), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_by", sa.String(length=32), nullable=True),
        sa.Column("parent_run_id", sa.String(length=32), nullable=True),
        sa.Column("parent_step", sa.Text(), nullable=True),
        sa.Column("adopted_sha256", sa.Text(), nullable=True),
        sa.Column("over", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["intake_incident.id"], name=op.f("fk_response_run_incident_id_intake_incident")
        ),
        sa.ForeignKeyConstraint(
            ["parent_run_id"], ["response_run.id"], name=op.f("fk_response_run_parent_run_id_response_run")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_run")),
    )
    with op.batch_alter_table("response_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_response_run_incident_id"), ["incident_id"], unique=False)

    op.create_table(
        "response_seat",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assigned_by", sa.String(length=32), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["people_account.id"], name=op.f("fk_response_seat_account_id_people_account")
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["intake_incident.id"], name=op.f("fk_response_seat_incident_id_intake_incident")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_seat")),
    )
    with op.batch_alter_table("response_seat", schema=None) as batch_op:
        batch_op.create_index(
            "uq_response_seat_held",
            ["incident_id", "role", "account_id"],
            unique=True,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )

    op.create_table(
        "review_action",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("what_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.String(length=32), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_by", sa.String(length=32), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_by", sa.String(length=32), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'done', 'verified', 'dropped')", name=op.f("ck_review_action_state")),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["intake_incident.id"], name=op.f("fk_review_action_incident_id_intake_incident")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_action")),
        sa.UniqueConstraint("incident_id", "number", name=op.f("uq_review_action_incident_id_number")),
    )
    with op.batch_alter_table("review_action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_action_owner_state"), ["owner", "state"], unique=False)

    op.create_table(
        "review_meeting",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(length=32), nullable=False),
        sa.CheckConstraint("state IN ('planned', 'held', 'cancelled')", name=op.f("ck_review_meeting_state")),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["intake_incident.id"], name=op.f("fk_review_meeting_incident_id_intake_incident")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_meeting")),
        sa.UniqueConstraint("incident_id", "kind", name=op.f("uq_review_meeting_incident_id_kind")),
    )
    op.create_table(
        "review_remark",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(length=32), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_by", sa.String(length=32), nullable=True),
        sa.CheckConstraint("section IN ('root_cause', 'lucky')", name=op.f("ck_review_remark_section")),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["intake_incident.id"], name=op.f("fk_review_remark_incident_id_intake_incident")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_remark")),
    )
    with op.batch_alter_table("review_remark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_remark_incident_id"), ["incident_id"], unique=False)

    op.create_table(
        "deliveries_paper_letter",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("campaign_id", sa.String(length=32), nullable=False),
        sa.Column("outgoing_id", sa.String(length=32), nullable=False),
        sa.Column("recipient_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("name_length", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('printed', 'handed_over', 'mailed', 'forwarded', 'returned', 'given_up', 'withdrawn')",
            name=op.f("ck_deliveries_paper_letter_state"),
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["deliveries_print_run.id"], name=op.f("fk_deliveries_paper_letter_run_id_deliveries_print_run")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries_paper_letter")),
        sa.UniqueConstraint("run_id", "number", name=op.f("uq_deliveries_paper_letter_run_id_number")),
    )
    with op.batch_alter_table("deliveries_paper_letter", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_deliveries_paper_letter_campaign_id_mark"), ["campaign_id", "mark"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_deliveries_paper_letter_outgoing_id"), ["outgoing_id"], unique=False)

    op.create_table(
        "deliveries_print_part",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("pdf_ref", sa.Text(), nullable=False),
        sa.Column("pdf_sha256", sa.Text(), nullable=False),
        sa.Column("table_ref", sa.Text(), nullable=False),
        sa.Column("table_sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["deliveries_print_run.id"], name=op.f("fk_deliveries_print_part_run_id_deliveries_print_run")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries_print_part")),
        sa.UniqueConstraint("run_id", "number", name=op.f("uq_deliveries_print_part_run_id_number")),
    )
    with op.batch_alter_table("deliveries_print_part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deliveries_print_part_run_id"), ["run_id"], unique=False)

    op.create_table(
        "deliveries_substitute_check",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("substitute_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("copy_ref", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["substitute_id"],
            ["deliveries_substitute.id"],
            name=op.f("fk_deliveries_substitute_check_substitute_id_deliveries_substitute"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries_substitute_check")),
    )
    with op.batch_alter_table("deliveries_substitute_check", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_deliveries_substitute_check_substitute_id_at"), ["substitute_id", "at"], unique=False
        )

    op.create_table(
        "intake_report_key",
        sa.Column("report_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["intake_report.id"], name=op.f("fk_intake_report_key_report_id_intake_report")
        ),
        sa.PrimaryKeyConstraint("report_id", "key", name=op.f("pk_intake_report_key")),
    )
    with op.batch_alter_table("intake_report_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intake_report_key_key_at"), ["key", "at"], unique=False)

    op.create_table(
        "intake_report_line",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("report_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('reporter', 'answer', 'note', 'deed')", name=op.f("ck_intake_report_line_kind")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["intake_report.id"], name=op.f("fk_intake_report_line_report_id_intake_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_report_line")),
    )
    with op.batch_alter_table("intake_report_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intake_report_line_report_id"), ["report_id"], unique=False)

    op.create_table(
        "intake_signal",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("report_id", sa.String(length=32), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("group_key", sa.Text(), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["intake_report.id"], name=op.f("fk_intake_signal_report_id_intake_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_signal")),
        sa.UniqueConstraint("group_key", "hour", name=op.f("uq_intake_signal_group_key_hour")),
    )
    with op.batch_alter_table("intake_signal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intake_signal_report_id"), ["report_id"], unique=False)

    op.create_table(
        "notices_wave",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("notice_id", sa.String(length=32), nullable=False),
        sa.Column("approval_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("lists", sa.JSON(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("released_by", sa.String(length=32), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["approval_id"], ["notices_approval.id"], name=op.f("fk_notices_wave_approval_id_notices_approval")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices_notice.id"], name=op.f("fk_notices_wave_notice_id_notices_notice")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices_wave")),
        sa.UniqueConstraint("approval_id", "number", name=op.f("uq_notices_wave_approval_id_number")),
    )
    with op.batch_alter_table("notices_wave", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notices_wave_notice_id"), ["notice_id"], unique=False)

    op.create_table(
        "oncall_page_try",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("page_id", sa.String(length=32), nullable=False),
        sa.Column("call_id", sa.String(length=32), nullable=False),
        sa.Column("group_id", sa.String(length=32), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("laid_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_state", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["call_id"], ["oncall_page_call.id"], name=op.f("fk_oncall_page_try_call_id_oncall_page_call")
        ),
        sa.ForeignKeyConstraint(["page_id"], ["oncall_page.id"], name=op.f("fk_oncall_page_try_page_id_oncall_page")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oncall_page_try")),
    )
    with op.batch_alter_table("oncall_page_try", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_oncall_page_try_page_id"), ["page_id"], unique=False)
        batch_op.create_index(
            "ix_oncall_page_try_untold",
            ["laid_at"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "post_attempt",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("outgoing_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("worker", sa.Text(), nullable=False),
        sa.Column("life", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["outgoing_id"], ["post_outgoing.id"], name=op.f("fk_post_attempt_outgoing_id_post_outgoing")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_attempt")),
        sa.UniqueConstraint("outgoing_id", "number", name=op.f("uq_post_attempt_outgoing_id_number")),
    )
    with op.batch_alter_table("post_attempt", schema=None) as batch_op:
        batch_op.create_index(
            "ix_post_attempt_open",
            ["started_at"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_post_attempt_outgoing_id"), ["outgoing_id"], unique=False)

    op.create_table(
        "post_receipt_event",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("outgoing_id", sa.String(length=32), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["outgoing_id"], ["post_outgoing.id"], name=op.f("fk_post_receipt_event_outgoing_id_post_outgoing")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_receipt_event")),
    )
    with op.batch_alter_table("post_receipt_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_post_receipt_event_outgoing_id"), ["outgoing_id"], unique=False)

    op.create_table(
        "response_adoption",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("former_version", sa.Text(), nullable=False),
        sa.Column("former_sha256", sa.Text(), nullable=False),
        sa.Column("former_sources", sa.JSON(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["response_run.id"], name=op.f("fk_response_adoption_run_id_response_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_adoption")),
    )
    with op.batch_alter_table("response_adoption", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_response_adoption_run_id"), ["run_id"], unique=False)

    op.create_table(
        "response_choice",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("step_id", sa.Text(), nullable=False),
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.Column("option_id", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["response_run.id"], name=op.f("fk_response_choice_run_id_response_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_choice")),
    )
    with op.batch_alter_table("response_choice", schema=None) as batch_op:
        batch_op.create_index(
            "uq_response_choice_standing",
            ["run_id", "step_id", "decision_id"],
            unique=True,
            sqlite_where=sa.text("replaced_at IS NULL"),
            postgresql_where=sa.text("replaced_at IS NULL"),
        )

    op.create_table(
        "response_evidence",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("step_id", sa.Text(), nullable=False),
        sa.Column("evidence_id", sa.Text(), nullable=False),
        sa.Column("file_ref", sa.Text(), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["response_run.id"], name=op.f("fk_response_evidence_run_id_response_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_evidence")),
    )
    with op.batch_alter_table("response_evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_response_evidence_run_id"), ["run_id"], unique=False)

    op.create_table(
        "response_handover",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("run_id", sa.String(length=32), nullable=True),
        sa.Column("step_id", sa.Text(), nullable=True),
        sa.Column("from_id", sa.String(length=32), nullable=False),
        sa.Column("to_id", sa.String(length=32), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'accepted', 'declined', 'withdrawn')", name=op.f("ck_response_handover_state")
        ),
        sa.CheckConstraint("(role IS NULL) = (step_id IS NOT NULL)", name=op.f("ck_response_handover_what")),
        sa.ForeignKeyConstraint(
            ["from_id"], ["people_account.id"], name=op.f("fk_response_handover_from_id_people_account")
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["intake_incident.id"], name=op.f("fk_response_handover_incident_id_intake_incident")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["response_run.id"], name=op.f("fk_response_handover_run_id_response_run")),
        sa.ForeignKeyConstraint(
            ["to_id"], ["people_account.id"], name=op.f("fk_response_handover_to_id_people_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_handover")),
    )
    with op.batch_alter_table("response_handover", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_response_handover_incident_id"), ["incident_id"], unique=False)

    op.create_table(
        "response_step",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("step_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("current_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_by", sa.String(length=32), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(length=32), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("last_round_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tasks", sa.JSON(), nullable=False),
        sa.Column("carried", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'done', 'skipped', 'not_applicable')", name=op.f("ck_response_step_state")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["response_run.id"], name=op.f("fk_response_step_run_id_response_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_step")),
        sa.UniqueConstraint("run_id", "step_id", name=op.f("uq_response_step_run_id_step_id")),
    )
    op.create_table(
        "response_step_assignee",
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("step_id", sa.Text(), nullable=False),
        sa.Column("who", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("given_by", sa.String(length=32), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('person', 'team')", name=op.f("ck_response_step_assignee_kind")),
        sa.ForeignKeyConstraint(
            ["run_id"], ["response_run.id"], name=op.f("fk_response_step_assignee_run_id_response_run")
        ),
        sa.PrimaryKeyConstraint("run_id", "step_id", "who", name=op.f("pk_response_step_assignee")),
    )
    op.create_table(
        "deliveries_paper_event",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("letter_id", sa.String(length=32), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter_id"],
            ["deliveries_paper_letter.id"],
            name=op.f("fk_deliveries_paper_event_letter_id_deliveries_paper_letter"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries_paper_event")),
    )
    with op.batch_alter_table("deliveries_paper_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deliveries_paper_event_letter_id"), ["letter_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("deliveries_paper_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deliveries_paper_event_letter_id"))

    op.drop_table("deliveries_paper_event")
    op.drop_table("response_step_assignee")
    op.drop_table("response_step")
    with op.batch_alter_table("response_handover", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_response_handover_incident_id"))

    op.drop_table("response_handover")
    with op.batch_alter_table("response_evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_response_evidence_run_id"))

    op.drop_table("response_evidence")
    with op.batch_alter_table("response_choice", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_response_choice_standing",
            sqlite_where=sa.text("replaced_at IS NULL"),
            postgresql_where=sa.text("replaced_at IS NULL"),
        )

    op.drop_table("response_choice")
    with op.batch_alter_table("response_adoption", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_response_adoption_run_id"))

    op.drop_table("response_adoption")
    with op.batch_alter_table("post_receipt_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_post_receipt_event_outgoing_id"))

    op.drop_table("post_receipt_event")
    with op.batch_alter_table("post_attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_post_attempt_outgoing_id"))
        batch_op.drop_index(
            "ix_post_attempt_open",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.drop_table("post_attempt")
    with op.batch_alter_table("oncall_page_try", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_oncall_page_try_untold",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_oncall_page_try_page_id"))

    op.drop_table("oncall_page_try")
    with op.batch_alter_table("notices_wave", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notices_wave_notice_id"))

    op.drop_table("notices_wave")
    with op.batch_alter_table("intake_signal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intake_signal_report_id"))

    op.drop_table("intake_signal")
    with op.batch_alter_table("intake_report_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intake_report_line_report_id"))

    op.drop_table("intake_report_line")
    with op.batch_alter_table("intake_report_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intake_report_key_key_at"))

    op.drop_table("intake_report_key")
    with op.batch_alter_table("deliveries_substitute_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deliveries_substitute_check_substitute_id_at"))

    op.drop_table("deliveries_substitute_check")
    with op.batch_alter_table("deliveries_print_part", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deliveries_print_part_run_id"))

    op.drop_table("deliveries_print_part")
    with op.batch_alter_table("deliveries_paper_letter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deliveries_paper_letter_outgoing_id"))
        batch_op.drop_index(batch_op.f("ix_deliveries_paper_letter_campaign_id_mark"))

    op.drop_table("deliveries_paper_letter")
    with op.batch_alter_table("review_remark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_remark_incident_id"))

    op.drop_table("review_remark")
    op.drop_table("review_meeting")
    with op.batch_alter_table("review_action", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_action_owner_state"))

    op.drop_table("review_action")
    with op.batch_alter_table("response_seat", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_response_seat_held", sqlite_where=sa.text("until IS NULL"), postgresql_where=sa.text("until IS NULL")
        )

    op.drop_table("response_seat")
    with op.batch_alter_table("response_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_response_run_incident_id"))

    op.drop_table("response_run")
    op.drop_table("response_inject_told")
    with op.batch_alter_table("response_drill_asked", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_response_drill_asked_incident_id"))

    op.drop_table("response_drill_asked")
    op.drop_table("response_drill")
    with op.batch_alter_table("post_outgoing", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_post_outgoing_ref",
            sqlite_where=sa.text("provider_ref IS NOT NULL"),
            postgresql_where=sa.text("provider_ref IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_post_outgoing_ready",
            sqlite_where=sa.text("state = 'ready'"),
            postgresql_where=sa.text("state = 'ready'"),
        )
        batch_op.drop_index(batch_op.f("ix_post_outgoing_party_id"))
        batch_op.drop_index(batch_op.f("ix_post_outgoing_group_id_state"))

    op.drop_table("post_outgoing")
    with op.batch_alter_table("people_sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_people_sign_in_account_id_expires_at"))

    op.drop_table("people_sign_in")
    op.drop_table("people_one_time_link")
    with op.batch_alter_table("people_form_sent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_people_form_sent_at"))

    op.drop_table("people_form_sent")
    op.drop_table("oncall_team_member")
    with op.batch_alter_table("oncall_rota_swap", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_oncall_rota_swap_rota_id_ends"))

    op.drop_table("oncall_rota_swap")
    with op.batch_alter_table("oncall_page_call", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_oncall_page_call_page_id"))
        batch_op.drop_index(batch_op.f("ix_oncall_page_call_account_id"))

    op.drop_table("oncall_page_call")
    op.drop_table("oncall_feed")
    op.drop_table("oncall_deputy")
    with op.batch_alter_table("oncall_absence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_oncall_absence_ends"))

    op.drop_table("oncall_absence")
    op.drop_table("notices_version")
    op.drop_table("notices_unsaved")
    with op.batch_alter_table("notices_table", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notices_table_notice_id"))

    op.drop_table("notices_table")
    with op.batch_alter_table("notices_remark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notices_remark_notice_id"))

    op.drop_table("notices_remark")
    with op.batch_alter_table("notices_filing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notices_filing_notice_id"))

    op.drop_table("notices_filing")
    with op.batch_alter_table("notices_counsel_review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notices_counsel_review_notice_id"))

    op.drop_table("notices_counsel_review")
    with op.batch_alter_table("notices_attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notices_attachment_notice_id"))

    op.drop_table("notices_attachment")
    with op.batch_alter_table("notices_approval", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notices_approval_notice_id"))

    op.drop_table("notices_approval")
    with op.batch_alter_table("notices_alarm", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notices_alarm_incident_id"))

    op.drop_table("notices_alarm")
    with op.batch_alter_table("intake_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intake_report_state_received_at"))
        batch_op.drop_index(batch_op.f("ix_intake_report_incident_id"))

    op.drop_table("intake_report")
    with op.batch_alter_table("intake_insider", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intake_insider_incident_id"))
        batch_op.drop_index(batch_op.f("ix_intake_insider_account_id"))

    op.drop_table("intake_insider")
    with op.batch_alter_table("intake_guest_reading", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intake_guest_reading_incident_id_at"))

    op.drop_table("intake_guest_reading")
    with op.batch_alter_table("deliveries_substitute", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deliveries_substitute_incident_id"))

    op.drop_table("deliveries_substitute")
    with op.batch_alter_table("deliveries_print_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deliveries_print_run_campaign_id"))

    op.drop_table("deliveries_print_run")
    with op.batch_alter_table("deliveries_left_out", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deliveries_left_out_campaign_id_reason"))

    op.drop_table("deliveries_left_out")
    with op.batch_alter_table("deliveries_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deliveries_code_recipient_id"))
        batch_op.drop_index(
            "ix_deliveries_code_free",
            sqlite_where=sa.text("recipient_id IS NULL"),
            postgresql_where=sa.text("recipient_id IS NULL"),
        )

    op.drop_table("deliveries_code")
    with op.batch_alter_table("correspondence_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_correspondence_question_incident_id_state"))
        batch_op.drop_index(batch_op.f("ix_correspondence_question_counterpart_id"))

    op.drop_table("correspondence_question")
    with op.batch_alter_table("correspondence_letter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_correspondence_letter_counterpart_id"))

    op.drop_table("correspondence_letter")
    with op.batch_alter_table("affected_rejection", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_affected_rejection_list_id_row"))

    op.drop_table("affected_rejection")
    with op.batch_alter_table("affected_recipient", schema=None) as batch_op:
        batch_op.drop_index(
            batch_op.f("ix_affected_recipient_ward_id"),
            sqlite_where=sa.text("ward_id IS NOT NULL"),
            postgresql_where=sa.text("ward_id IS NOT NULL"),
        )
        batch_op.drop_index(
            batch_op.f("ix_affected_recipient_phone_hash"),
            sqlite_where=sa.text("phone_hash IS NOT NULL"),
            postgresql_where=sa.text("phone_hash IS NOT NULL"),
        )
        batch_op.drop_index(
            batch_op.f("ix_affected_recipient_name_hash_birth_hash"),
            sqlite_where=sa.text("birth_hash IS NOT NULL"),
            postgresql_where=sa.text("birth_hash IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_affected_recipient_list_id"))
        batch_op.drop_index(
            batch_op.f("ix_affected_recipient_joined_to"),
            sqlite_where=sa.text("joined_to IS NOT NULL"),
            postgresql_where=sa.text("joined_to IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_affected_recipient_incident_id_id"))
        batch_op.drop_index(
            batch_op.f("ix_affected_recipient_id_hash"),
            sqlite_where=sa.text("id_hash IS NOT NULL"),
            postgresql_where=sa.text("id_hash IS NOT NULL"),
        )
        batch_op.drop_index(
            batch_op.f("ix_affected_recipient_email_hash"),
            sqlite_where=sa.text("email_hash IS NOT NULL"),
            postgresql_where=sa.text("email_hash IS NOT NULL"),
        )
        batch_op.drop_index(
            batch_op.f("ix_affected_recipient_address_hash"),
            sqlite_where=sa.text("address_hash IS NOT NULL"),
            postgresql_where=sa.text("address_hash IS NOT NULL"),
        )

    op.drop_table("affected_recipient")
    with op.batch_alter_table("affected_pair", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_affected_pair_list_id"))
        batch_op.drop_index(batch_op.f("ix_affected_pair_incident_id_state"))

    op.drop_table("affected_pair")
    with op.batch_alter_table("post_raw_receipt", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_post_raw_receipt_waiting",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.drop_table("post_raw_receipt")
    with op.batch_alter_table("post_group", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_post_group_stream"))
        batch_op.drop_index(batch_op.f("ix_post_group_running_urgency"))

    op.drop_table("post_group")
    with op.batch_alter_table("post_drill_guest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_post_drill_guest_stream"))

    op.drop_table("post_drill_guest")
    op.drop_table("post_channel_pace")
    with op.batch_alter_table("people_password_try", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_people_password_try_key_at"))

    op.drop_table("people_password_try")
    op.drop_table("people_account")
    op.drop_table("oncall_team")
    op.drop_table("oncall_rota")
    op.drop_table("oncall_path")
    with op.batch_alter_table("oncall_page", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_oncall_page_open", sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'")
        )
        batch_op.drop_index(batch_op.f("ix_oncall_page_stream_begun_at"))

    op.drop_table("oncall_page")
    op.drop_table("oncall_copied_path")
    with op.batch_alter_table("obligations_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_obligations_version_incident_id_replaced_at"))

    op.drop_table("obligations_version")
    with op.batch_alter_table("obligations_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_obligations_decision_incident_id_state"))
        batch_op.drop_index(batch_op.f("ix_obligations_decision_identity"))

    op.drop_table("obligations_decision")
    with op.batch_alter_table("notices_notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notices_notice_incident_id_regime_duty_place"))
        batch_op.drop_index(batch_op.f("ix_notices_notice_incident_id"))

    op.drop_table("notices_notice")
    with op.batch_alter_table("journal_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_journal_line_stream_at_seq"))

    op.drop_table("journal_line")
    op.drop_table("journal_head")
    op.drop_table("intake_number_count")
    with op.batch_alter_table("intake_incident", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intake_incident_state_opened_at"))

    op.drop_table("intake_incident")
    op.drop_table("intake_alert_call")
    with op.batch_alter_table("facts_statement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_facts_statement_incident_id_key"))
        batch_op.drop_index(batch_op.f("ix_facts_statement_incident_id_id"))

    op.drop_table("facts_statement")
    op.drop_table("deliveries_transfer_basis")
    op.drop_table("deliveries_suppression")
    with op.batch_alter_table("deliveries_look_up", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deliveries_look_up_incident_id_at"))
        batch_op.drop_index(batch_op.f("ix_deliveries_look_up_by_at"))

    op.drop_table("deliveries_look_up")
    op.drop_table("deliveries_corrected_address")
    with op.batch_alter_table("deliveries_code_pool", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deliveries_code_pool_incident_id"))

    op.drop_table("deliveries_code_pool")
    with op.batch_alter_table("deliveries_campaign", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deliveries_campaign_state"))
        batch_op.drop_index(batch_op.f("ix_deliveries_campaign_notice_id"))
        batch_op.drop_index(batch_op.f("ix_deliveries_campaign_incident_id"))

    op.drop_table("deliveries_campaign")
    op.drop_table("custody_keeping")
    with op.batch_alter_table("custody_hold", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_custody_hold_scope_number"))

    op.drop_table("custody_hold")
    with op.batch_alter_table("custody_destruction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_custody_destruction_scope"))

    op.drop_table("custody_destruction")
    with op.batch_alter_table("counsel_reader", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_counsel_reader_incident_id_account_id"))

    op.drop_table("counsel_reader")
    with op.batch_alter_table("counsel_paper", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_counsel_paper_incident_id"))

    op.drop_table("counsel_paper")
    with op.batch_alter_table("correspondence_promise", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_correspondence_promise_notice_id"))
        batch_op.drop_index(batch_op.f("ix_correspondence_promise_incident_id_state"))

    op.drop_table("correspondence_promise")
    with op.batch_alter_table("correspondence_counterpart", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_correspondence_counterpart_incident_id"))

    op.drop_table("correspondence_counterpart")
    with op.batch_alter_table("correspondence_clock_end", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_correspondence_clock_end_identity"))

    op.drop_table("correspondence_clock_end")
    op.drop_table("agenda_lease")
    op.drop_table("agenda_heartbeat")
    op.drop_table("agenda_fire")
    with op.batch_alter_table("agenda_due_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_due_item_stream_due_at"))
        batch_op.drop_index(
            "ix_agenda_due_item_open",
            sqlite_where=sa.text("state = 'planned'"),
            postgresql_where=sa.text("state = 'planned'"),
        )

    op.drop_table("agenda_due_item")
    with op.batch_alter_table("affected_list", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_affected_list_incident_id"))

    op.drop_table("affected_list")
    with op.batch_alter_table("affected_import_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_affected_import_request_state"))
        batch_op.drop_index(batch_op.f("ix_affected_import_request_incident_id"))

    op.drop_table("affected_import_request")
