"""Versions of the list: which is in force on a day, and how they lie in the data folder.

There a version is a folder of its own name with the files of ``knowledge.list_writer``, and
``_adopted.toml`` says which was adopted from which day. The case book's database holds the
same and has the last word; this copy is for commands that open no database.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import tomllib
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from knowledge.list_writer import list_files
from knowledge.loader import load_list
from knowledge.matters import ResponsibilityList

RECORD = "_adopted.toml"
"""A version's name never begins with a line, so it is no version's folder."""
HEAD = "# Written by the program whenever a list is adopted; the last of those begun is in force.\n"


@dataclass(frozen=True, slots=True)
class Term:
    """A version, and the day from which it is in force until another is."""

    version: str
    start: date


AnyTerm = TypeVar("AnyTerm", bound=Term)


def in_force(terms: Sequence[AnyTerm], day: date) -> AnyTerm | None:
    """The term that holds on ``day``: of those begun the latest, of two from one day the later.

    ``terms`` stand in the order in which they were decided.
    """
    begun = [term for term in reversed(terms) if term.start <= day]
    return max(begun, key=lambda term: term.start, default=None)


def pack(rlist: ResponsibilityList) -> bytes:
    """The whole list in a few bytes; the day it is adopted from is not part of it."""
    files = list_files(replace(rlist, adopted=date.min))
    return zlib.compress(json.dumps(files, ensure_ascii=False, sort_keys=True).encode())


def digest(rlist: ResponsibilityList) -> str:
    """What two lists have in common that differ in nothing but the name of the version."""
    return hashlib.sha256(zlib.decompress(pack(replace(rlist, version="")))).hexdigest()


def lay_out(packed: bytes, folder: Path) -> None:
    """Write a packed list beside ``folder`` and move it in: whole, or not at all.

    Another process may do the same at the same time; one of the two folders stays.
    """
    files: dict[str, str] = json.loads(zlib.decompress(packed))
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = Path(tempfile.mkdtemp(prefix=".", dir=folder.parent))
    (part / "units").mkdir()
    for name, text in files.items():
        (part / name).write_text(text, encoding="utf-8", newline="\n")
    try:
        part.rename(folder)
    except OSError:
        shutil.rmtree(part)
        if not folder.is_dir():
            raise


def write_record(root: Path, terms: Iterable[Term]) -> None:
    """Say which versions were adopted from which day."""
    told = (f'\n[[adopted]]\nversion = "{t.version}"\nfrom = {t.start}\n' for t in terms)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    # A name of its own: another process may be writing the same record.
    handle, part = tempfile.mkstemp(prefix=".", dir=root)
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(HEAD + "".join(told))
    Path(part).replace(root / RECORD)


def read_record(root: Path) -> list[Term]:
    """What ``write_record`` wrote; nothing where nothing was ever adopted."""
    path = root / RECORD
    if not path.is_file():
        return []
    rows = tomllib.loads(path.read_text(encoding="utf-8")).get("adopted", [])
    return [Term(row["version"], row["from"]) for row in rows]


def load_term(root: Path, term: Term) -> ResponsibilityList:
    """The list of a term, as it lies in the data folder.

    Raises:
        ListError: it does not lie there, or not whole.
    """
    return replace(load_list(root / term.version), adopted=term.start)
