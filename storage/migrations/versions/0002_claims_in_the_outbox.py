"""Notices are claimed before they are sent, and keep no words once they are over.

What waits in plain text stays readable (the outbox opens both) and is wiped when it goes out,
ten hours later at the most: a migration has no key to encrypt it with.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.add_column("notices", sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True))
    # The first version wiped the text, and left the name of the door.
    op.execute("UPDATE notices SET params = '' WHERE sent_at IS NOT NULL OR dead_at IS NOT NULL")


def downgrade() -> None:
    """Take it back, but not under a notice that the first version could not read."""
    closed = (
        "SELECT count(*) FROM notices "
        "WHERE sent_at IS NULL AND dead_at IS NULL AND params NOT LIKE '{%'"
    )
    waiting = op.get_bind().scalar(sa.text(closed))
    if waiting:
        raise RuntimeError(f"{waiting} encrypted notices wait: let them go out first")
    op.execute("UPDATE notices SET params = '{}' WHERE params = ''")
    op.drop_column("notices", "claimed_until")
