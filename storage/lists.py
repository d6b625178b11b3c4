"""The responsibility list as the case book needs it: today's, and that of every case."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from pathlib import Path

from knowledge.loader import ListError, load_list
from knowledge.matters import Matter, ResponsibilityList
from knowledge.units import heir


class Lists:
    """The list in force, and every other version that a case may have been routed by.

    All parts of the house share one, so all of them change lists at the same moment. Other
    versions are read from ``root`` (see ``knowledge.list_versions``) when a case needs them.
    """

    def __init__(self, now: ResponsibilityList, root: Path | None = None) -> None:
        self._root = root
        self._versions: dict[str, ResponsibilityList] = {}
        self.put(now)

    @property
    def now(self) -> ResponsibilityList:
        """The list in force."""
        return self._now

    def put(self, rlist: ResponsibilityList) -> None:
        """Another list is in force from this moment on."""
        self._now = rlist
        self._versions[rlist.version] = rlist
        self._kin = _families(rlist)

    def of(self, version: str) -> ResponsibilityList:
        """This version; the one in force where it is not kept here."""
        if version not in self._versions:
            folder = self._root / version if self._root else None
            if folder is None or not folder.is_dir():
                return self._now
            self._versions[version] = load_list(folder)
        return self._versions[version]

    def matter(self, version: str, matter_id: str | None) -> Matter | None:
        """The row as it stood in this version, or None where it had no such row."""
        return None if matter_id is None else self.of(version).matters.get(matter_id)

    def origins(self) -> dict[str, frozenset[str]]:
        """Every unit that answered for a row in any version kept here, by row; it reads them all.

        A row that was moved or dropped is still known by the unit it came from.
        """
        found: dict[str, set[str]] = defaultdict(set)
        for version in self._kept():
            with suppress(ListError):  # its rows are known by other versions, or not at all
                for row in self.of(version).matters.values():
                    found[row.id].add(row.unit)
        return {row: frozenset(units) for row, units in found.items()}

    def heir(self, unit: str) -> str:
        """The unit that answers today for what ``unit`` answered for."""
        return heir(self._now.units, unit)

    def kin(self, unit: str) -> frozenset[str]:
        """All units that today are one with ``unit``: what was merged, and where it went."""
        return self._kin.get(self.heir(unit), frozenset()) | {unit}

    def _kept(self) -> set[str]:
        folders = self._root.glob("[!.]*") if self._root else ()
        return {*self._versions, *(path.name for path in folders if path.is_dir())}


def _families(rlist: ResponsibilityList) -> dict[str, frozenset[str]]:
    """The units of each unit that is left after all mergers."""
    found: dict[str, set[str]] = defaultdict(set)
    for code in rlist.units:
        found[heir(rlist.units, code)].add(code)
    return {code: frozenset(units) for code, units in found.items()}
