"""Cases for the stories of the staff: registered by a citizen, without walking through the form."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

from knowledge.advice import PetitionClass
from knowledge.matters import WayCode
from storage.casebook import Draft

if TYPE_CHECKING:
    from storage.casebook import Case
    from tests.kit import Office, Person

WAGES = Draft(
    intake_key="",
    text="老板拖欠我三个月工资，一共一万二，说没钱。",
    unit="human-resources",
    petition_class=PetitionClass.CLAIM,
    way=WayCode.ADMIN,
    channel="telegram",
    matter_id="RS-01",
    place_code="410304001",
    request="要回工资",
    name="王小明",
    phone="13812341234",
)


async def register(office: Office, citizen: Person, draft: Draft = WAGES) -> Case:
    """A case of ``citizen``, as its receipt's number finds it."""
    actor = await office.actor(citizen)
    receipt = await office.casebook.register(replace(draft, intake_key=uuid4().hex), by=actor)
    return await office.casebook.get(receipt.case_id, actor)


async def status(office: Office, citizen: Person, case: Case) -> str:
    """Where the case of ``citizen`` stands now."""
    return (await office.casebook.get(case.id, await office.actor(citizen))).status.value
