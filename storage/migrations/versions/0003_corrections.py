"""Corrections: re-routings as examples the desk learns from; added, and taken back once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLE = "corrections"
# What was learned stays as it was, whoever takes it back.
FIXED = ("id", "case_id", "text", "was", "unit", "matter_id", "list_version", "person_id", "at")
DIFFERS = {"sqlite": "OLD.{0} IS NOT NEW.{0}", "postgresql": "OLD.{0} IS DISTINCT FROM NEW.{0}"}


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("was", sa.String(40), nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("matter_id", sa.String(40), nullable=True),
        sa.Column("list_version", sa.String(40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("unit <> was", name=op.f("ck_corrections_unit")),
        sa.CheckConstraint(
            "revoked_by IS NULL OR revoked_at IS NOT NULL", name=op.f("ck_corrections_revoked")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_corrections_case_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_corrections_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["revoked_by"], ["people.id"], name=op.f("fk_corrections_revoked_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    for column in ("change", "case_id", "person_id", "at"):
        op.create_index(op.f(f"ix_corrections_{column}"), TABLE, [column])
    _guard(op.get_bind().dialect.name)


def _guard(dialect: str) -> None:
    """Refuse every change but taking back what was not taken back."""
    differs = " OR ".join(DIFFERS[dialect].format(column) for column in FIXED)
    refused = f"OLD.revoked_at IS NOT NULL OR NEW.revoked_at IS NULL OR {differs}"
    if dialect == "sqlite":
        raised = f"BEGIN SELECT RAISE(ABORT, '{TABLE} are only added or taken back'); END"
        op.execute(
            f"CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE ON {TABLE} WHEN {refused} {raised}"
        )
        op.execute(f"CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE} {raised}")
        return
    op.execute(
        f"CREATE TRIGGER {TABLE}_only_taken_back BEFORE UPDATE ON {TABLE} "
        f"FOR EACH ROW WHEN ({refused}) EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {TABLE}_not_deleted BEFORE DELETE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {TABLE}_not_emptied BEFORE TRUNCATE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    """Take it back; the guard goes with its table."""
    op.drop_table(TABLE)
