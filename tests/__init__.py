"""Tests: each one a sentence about what must be true."""
