"""Statutory limits turned into days: computed from a start event, never stored as a flag."""
