"""Sealed means sealed; and what is personal does not lie open on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from knowledge.advice import PetitionClass
from knowledge.procedure import Act, ActRefused, Role
from storage.casebook import Receipt
from storage.conversations import Conversations
from storage.errors import CaseNotFound
from storage.people import Actor
from tests.storage.conftest import CLAIM, Archive

SECRET = "局长张三收受贿赂"


async def accuse(archive: Archive, by: Actor, *, unit: str = "housing") -> Receipt:
    """An accusation against the unit that its words would lead to."""
    return await archive.register(
        by,
        text=SECRET,
        request="要求查处张三",
        unit=unit,
        accused_unit=unit,
        petition_class=PetitionClass.ACCUSATION,
    )


async def test_an_accusation_goes_to_discipline_and_the_accused_unit_finds_no_trace(
    archive: Archive,
) -> None:
    wang = await archive.citizen("王秀英")
    zhang = await archive.staff("张三", Role.CLERK, "housing")
    receipt = await accuse(archive, wang)
    assert (await archive.book.get(receipt.case_id, wang)).unit == "discipline"
    for ask in (archive.book.get, archive.book.history, archive.book.acts, archive.book.contact):
        with pytest.raises(CaseNotFound):
            await ask(receipt.case_id, zhang)
    for act in Act:
        with pytest.raises(CaseNotFound):
            await archive.walk(receipt.case_id, zhang, act)
    assert await archive.book.find(zhang, number=receipt.number) == []
    assert (await archive.book.inbox(zhang)).total == 0
    assert await archive.told() == []


async def test_when_discipline_is_accused_the_office_holds_the_case(archive: Archive) -> None:
    receipt = await accuse(archive, await archive.citizen("王秀英"), unit="discipline")
    ji = await archive.staff("纪检", Role.CLERK, "discipline")
    bai = await archive.staff("白洁", Role.OFFICE)
    assert (await archive.book.get(receipt.case_id, bai)).unit == "petition"
    with pytest.raises(CaseNotFound):
        await archive.book.get(receipt.case_id, ji)


async def test_the_office_cannot_send_a_case_to_the_unit_it_accuses(archive: Archive) -> None:
    bai = await archive.staff("白洁", Role.OFFICE)
    case_id = (await accuse(archive, await archive.citizen("王秀英"))).case_id
    with pytest.raises(ActRefused, match="accused_unit"):
        await archive.book.act(case_id, Act.ASSIGN, by=bai, unit="housing", text="转办")


async def test_the_database_backs_both_rules(archive: Archive) -> None:
    case_id = (await accuse(archive, await archive.citizen("王秀英"))).case_id
    for change in ("unit = accused_unit", "sealed = false", "status = 'lost'", "rating = 3"):
        with pytest.raises(DBAPIError):
            async with archive.database.write() as session:
                await session.execute(text(f"UPDATE cases SET {change} WHERE id = {case_id}"))  # noqa: S608


async def test_what_is_sealed_is_found_by_words_by_nobody(archive: Archive) -> None:
    wang = await archive.citizen("王秀英")
    bai = await archive.staff("白洁", Role.OFFICE)
    receipt = await accuse(archive, wang)
    assert await archive.book.find(bai, words="受贿") == []
    assert await archive.book.find(wang, words="受贿") == []
    assert [case.id for case in await archive.book.find(bai, number="1")] == [receipt.case_id]


async def test_a_sealed_case_is_not_mediated(archive: Archive) -> None:
    ji = await archive.staff("纪检", Role.CLERK, "discipline")
    case_id = (await accuse(archive, await archive.citizen("王秀英"))).case_id
    await archive.walk(case_id, ji, Act.ACCEPT)
    with pytest.raises(ActRefused, match="not_mediable"):
        await archive.book.act(case_id, Act.MEDIATE, by=ji)


async def test_what_is_personal_or_sealed_does_not_lie_open_on_the_disk(
    archive: Archive, tmp_path: Path
) -> None:
    wang = await archive.citizen("王秀英")
    ji = await archive.staff("纪检员李四", Role.CLERK, "discipline")
    case_id = (await accuse(archive, wang)).case_id
    await archive.register(wang)
    await archive.book.act(case_id, Act.SUPPLEMENT, by=wang, text="还有录音为证")
    await archive.book.act(case_id, Act.INFORM, by=ji, text="已初步核实")
    talks = Conversations(archive.database, cipher=archive.cipher)
    await talks.set_data("1", {"text": "正在写的举报"})
    stored = on_disk(tmp_path) or await in_tables(archive)
    personal = (CLAIM.name, CLAIM.phone, CLAIM.place_text)
    sealed = (SECRET, "收受", "张三", "还有录音为证", "已初步核实", "正在写的举报")
    for word in (*personal, *sealed, "纪检员李四"):
        assert str(word).encode() not in stored, word
    assert "工资".encode() in stored  # the search index of what is not sealed


def on_disk(tmp_path: Path) -> bytes:
    """The bytes of the SQLite file and its log, if that is what is tested."""
    return b"".join(path.read_bytes() for path in tmp_path.glob("fenliu.db*"))


async def in_tables(archive: Archive) -> bytes:
    """Every row of every PostgreSQL table."""
    found = []
    async with archive.database.read() as session:
        names = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        for table in (await session.scalars(text(names))).all():
            rows = await session.execute(text(f"SELECT t::text FROM {table} t"))  # noqa: S608
            found += [row[0] for row in rows]
    return "\n".join(found).encode()
