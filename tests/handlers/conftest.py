"""The whole house for a story: real storage, real desk, recorded bot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from knowledge.matters import ResponsibilityList
    from knowledge.triage import Desk
    from tests.conftest import HandClock
    from tests.kit import Office, Person


@pytest.fixture
async def office(
    tmp_path: Path, rlist: ResponsibilityList, desk: Desk, clock: HandClock
) -> AsyncIterator[Office]:
    """An office that opened this morning."""
    from tests.kit import Office

    house = await Office(tmp_path, rlist=rlist, desk=desk, clock=clock).open()
    yield house
    await house.close()


@pytest.fixture
async def wang(office: Office) -> Person:
    """A citizen who has read the greeting."""
    person = office.person("王师傅")
    await person.says("/start")
    return person
