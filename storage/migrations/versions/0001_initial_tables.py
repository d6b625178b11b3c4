"""The tables of the first version, the search index, and the guard of the history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# The codes of this version; later ones are added by later revisions.
STATUSES = [
    "registered",
    "accepted",
    "rejected",
    "returned",
    "handling",
    "mediating",
    "agreed",
    "not_agreed",
    "answered",
    "closed",
    "rated",
    "withdrawn",
]
ACTS = [
    "register",
    "assign",
    "accept",
    "reject",
    "return",
    "handle",
    "mediate",
    "agree",
    "not_agree",
    "answer",
    "close",
    "rate",
    "withdraw",
    "supplement",
    "inform",
    "note",
]
ROLES = ["citizen", "mediator", "clerk", "office", "director", "administrator"]
POSTED = ["mediator", "clerk", "office", "director", "administrator"]
CLASSES = ["claim", "report", "suggestion", "accusation", "inquiry", "thanks"]
WAYS = [
    "litigation",
    "arbitration",
    "reconsideration",
    "admin",
    "mediation",
    "discipline",
    "suggestion",
    "consult",
    "petition",
]
DANGERS = ["life", "violence", "fire", "medical", "unrest", "self_harm"]
TABLES_LAST_FIRST = [
    "invitations",
    "history",
    "case_parties",
    "audit",
    "attachments",
    "tickets",
    "reclaim_tries",
    "posts",
    "notices",
    "identities",
    "cases",
    "web_log",
    "people",
    "inbox",
    "counters",
    "conversations",
]
GUARDED = ("history", "audit")


def upgrade() -> None:
    """Make everything."""
    _conversations()
    _counters()
    _inbox()
    _people()
    _web_log()
    _cases()
    _identities()
    _notices()
    _posts()
    _reclaim_tries()
    _tickets()
    _attachments()
    _audit()
    _case_parties()
    _history()
    _invitations()
    if op.get_bind().dialect.name == "sqlite":
        _sqlite_search()
        _sqlite_guard()
    else:
        _postgresql_search()
        _postgresql_guard()


def downgrade() -> None:
    """Take everything away."""
    op.execute("DROP TABLE case_search")
    for table in TABLES_LAST_FIRST:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change")


def _one_of(column: str, codes: list[str]) -> str:
    listed = ", ".join(f"'{code}'" for code in codes)
    return f"{column} IN ({listed})"


def _conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=True),
        sa.Column("data", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_conversations")),
    )


def _counters() -> None:
    op.create_table(
        "counters",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("update_id", sa.String(length=100), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("channel", "update_id", name=op.f("uq_inbox_channel_update_id")),
    )
    op.create_index("ix_inbox_channel_handled_at", "inbox", ["channel", "handled_at"])


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("elder", sa.Boolean(), nullable=False),
        sa.Column("greeted", sa.String(length=40), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )


def _web_log() -> None:
    op.create_table(
        "web_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_log")),
        sa.UniqueConstraint("chat_id", "seq", name=op.f("uq_web_log_chat_id_seq")),
    )


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("code_salt", sa.String(length=32), nullable=False),
        sa.Column("intake_key", sa.String(length=200), nullable=False),
        sa.Column("petitioner_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("petition_class", sa.String(length=16), nullable=False),
        sa.Column("matter_id", sa.String(length=40), nullable=True),
        sa.Column("list_version", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("accused_unit", sa.String(length=40), nullable=True),
        sa.Column("place_code", sa.String(length=20), nullable=True),
        sa.Column("place_text", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("request", sa.Text(), nullable=True),
        sa.Column("way", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("candidates", sa.String(length=400), nullable=False),
        sa.Column("danger", sa.String(length=16), nullable=True),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("adjudicated", sa.Boolean(), nullable=False),
        sa.Column("in_group", sa.Boolean(), nullable=False),
        sa.Column("needs_person", sa.Boolean(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            _one_of("danger", DANGERS),
            name=op.f("ck_cases_danger"),
        ),
        sa.CheckConstraint(
            "petition_class <> 'accusation' OR sealed", name=op.f("ck_cases_sealed")
        ),
        sa.CheckConstraint(
            _one_of("petition_class", CLASSES),
            name=op.f("ck_cases_petition_class"),
        ),
        sa.CheckConstraint("rating IS NULL OR status = 'rated'", name=op.f("ck_cases_rated")),
        sa.CheckConstraint(
            _one_of("status", STATUSES),
            name=op.f("ck_cases_status"),
        ),
        sa.CheckConstraint(
            _one_of("way", WAYS),
            name=op.f("ck_cases_way"),
        ),
        sa.CheckConstraint(
            "accused_unit IS NULL OR accused_unit <> unit", name=op.f("ck_cases_accused")
        ),
        sa.CheckConstraint("rating BETWEEN 1 AND 3", name=op.f("ck_cases_rating")),
        sa.CheckConstraint("serial > 0", name=op.f("ck_cases_serial")),
        sa.ForeignKeyConstraint(
            ["petitioner_id"], ["people.id"], name=op.f("fk_cases_petitioner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("number", name=op.f("uq_cases_number")),
        sa.UniqueConstraint(
            "petitioner_id", "intake_key", name=op.f("uq_cases_petitioner_id_intake_key")
        ),
        sa.UniqueConstraint("year", "serial", name=op.f("uq_cases_year_serial")),
    )
    op.create_index("ix_cases_created_at", "cases", ["created_at"])
    op.create_index("ix_cases_petitioner_id", "cases", ["petitioner_id"])
    op.create_index("ix_cases_unit_status", "cases", ["unit", "status"])


def _identities() -> None:
    op.create_table(
        "identities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("external_id", sa.String(length=100), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_identities_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identities")),
        sa.UniqueConstraint(
            "channel", "external_id", name=op.f("uq_identities_channel_external_id")
        ),
    )
    op.create_index("ix_identities_person_id", "identities", ["person_id"])


def _notices() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dead_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_notices_tries")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_notices_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_index(
        "ix_notices_sent_at_dead_at_due_at", "notices", ["sent_at", "dead_at", "due_at"]
    )


def _posts() -> None:
    op.create_table(
        "posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=True),
        sa.Column("place", sa.String(length=20), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_by", sa.Integer(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            _one_of("role", POSTED),
            name=op.f("ck_posts_role"),
        ),
        sa.CheckConstraint(
            "role NOT IN ('mediator', 'clerk') OR unit IS NOT NULL", name=op.f("ck_posts_unit")
        ),
        sa.ForeignKeyConstraint(["granted_by"], ["people.id"], name=op.f("fk_posts_granted_by")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_posts_person_id")),
        sa.ForeignKeyConstraint(["revoked_by"], ["people.id"], name=op.f("fk_posts_revoked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
    )
    op.create_index("ix_posts_person_id", "posts", ["person_id"])
    op.create_index("ix_posts_unit", "posts", ["unit"])


def _reclaim_tries() -> None:
    op.create_table(
        "reclaim_tries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_reclaim_tries_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reclaim_tries")),
    )
    op.create_index("ix_reclaim_tries_person_id_at", "reclaim_tries", ["person_id", "at"])
    op.create_index("ix_reclaim_tries_year_serial_at", "reclaim_tries", ["year", "serial", "at"])


def _tickets() -> None:
    op.create_table(
        "tickets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_tickets_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tickets")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_tickets_token_hash")),
    )


def _attachments() -> None:
    op.create_table(
        "attachments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mime", sa.String(length=127), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size >= 0", name=op.f("ck_attachments_size")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_attachments_case_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_attachments_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    op.create_index("ix_attachments_case_id", "attachments", ["case_id"])


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_audit_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_audit_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_case_id", "audit", ["case_id"])


def _case_parties() -> None:
    op.create_table(
        "case_parties",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_parties_case_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_case_parties_person_id")
        ),
        sa.PrimaryKeyConstraint("case_id", "person_id", name=op.f("pk_case_parties")),
    )
    op.create_index("ix_case_parties_person_id", "case_parties", ["person_id"])


def _history() -> None:
    op.create_table(
        "history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=True),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("door", sa.Text(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("internal", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            _one_of("act", ACTS),
            name=op.f("ck_history_act"),
        ),
        sa.CheckConstraint(
            _one_of("from_status", STATUSES),
            name=op.f("ck_history_from_status"),
        ),
        sa.CheckConstraint(
            _one_of("role", ROLES),
            name=op.f("ck_history_role"),
        ),
        sa.CheckConstraint(
            _one_of("to_status", STATUSES),
            name=op.f("ck_history_to_status"),
        ),
        sa.CheckConstraint("score BETWEEN 1 AND 3", name=op.f("ck_history_score")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_history_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_history_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history")),
    )
    op.create_index("ix_history_act_at", "history", ["act", "at"])
    op.create_index("ix_history_case_id_id", "history", ["case_id", "id"])


def _invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=True),
        sa.Column("place", sa.String(length=20), nullable=True),
        sa.Column("invited_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_by", sa.Integer(), nullable=True),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            _one_of("role", POSTED),
            name=op.f("ck_invitations_role"),
        ),
        sa.CheckConstraint(
            "role NOT IN ('mediator', 'clerk') OR unit IS NOT NULL",
            name=op.f("ck_invitations_unit"),
        ),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["people.id"], name=op.f("fk_invitations_invited_by")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_invitations_post_id")),
        sa.ForeignKeyConstraint(["used_by"], ["people.id"], name=op.f("fk_invitations_used_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_invitations_code_hash")),
    )


def _sqlite_search() -> None:
    # The rows hold words, space-joined; unicode61 splits them again exactly there.
    op.execute("CREATE VIRTUAL TABLE case_search USING fts5(tokens, tokenize = 'unicode61')")


def _postgresql_search() -> None:
    op.execute(
        "CREATE TABLE case_search ("
        "case_id integer PRIMARY KEY REFERENCES cases (id), tokens tsvector NOT NULL)"
    )
    op.execute("CREATE INDEX ix_case_search_tokens ON case_search USING gin (tokens)")


def _sqlite_guard() -> None:
    for table in GUARDED:
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END"
            )


def _postgresql_guard() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is only added to', TG_TABLE_NAME; END $$"
    )
    for table in GUARDED:
        op.execute(
            f"CREATE TRIGGER {table}_only_added_to BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
