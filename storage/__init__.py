"""The case book: one act, one transaction, one history entry."""
