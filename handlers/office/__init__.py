"""The petition office's conversation."""
