"""Tests of what the law and the list say."""
