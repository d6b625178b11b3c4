"""The citizen's conversation."""
