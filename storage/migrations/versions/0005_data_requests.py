"""Requests of people that their own data be corrected or deleted, and what became of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLE = "data_requests"


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.String(16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("standing", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("wanted IN ('correct', 'delete')", name=op.f("ck_data_requests_wanted")),
        sa.CheckConstraint(
            "standing IN ('open', 'done', 'refused')", name=op.f("ck_data_requests_standing")
        ),
        sa.CheckConstraint(
            "(standing = 'refused') = (reason IS NOT NULL)", name=op.f("ck_data_requests_reason")
        ),
        sa.CheckConstraint(
            "(standing = 'open') = (answered_at IS NULL)", name=op.f("ck_data_requests_answered")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_data_requests_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["people.id"], name=op.f("fk_data_requests_answered_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_requests")),
    )
    for column in ("person_id", "standing"):
        op.create_index(op.f(f"ix_data_requests_{column}"), TABLE, [column])


def downgrade() -> None:
    """Take it back."""
    op.drop_table(TABLE)
