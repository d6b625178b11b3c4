"""The list as one workbook: what the command line and the office call to edit it elsewhere."""

from __future__ import annotations

from knowledge.list_diff import ListDiff, diff
from knowledge.list_export import export
from knowledge.list_foreign import read_taxonomy
from knowledge.list_import import read_book
from knowledge.list_writer import write_list

__all__ = ["ListDiff", "diff", "export", "read_book", "read_taxonomy", "write_list"]
