"""``match`` and ``evaluate``: what the desk says, without a database or a bot."""

from __future__ import annotations

import asyncio
import csv
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.commands.arguments import Day, as_day
from bot.desk import desk_in_force
from bot.refusals import BadArgument, existing
from bot.settings import Settings, load_settings
from handlers.texts import cli as texts
from knowledge.advice import Advice, Candidate, Precedent
from knowledge.evaluation import evaluate as measure
from knowledge.evaluation import read_labelled
from knowledge.matters import Limit, Way
from knowledge.triage import Desk

AsJson = Annotated[bool, typer.Option("--json", help=texts.HELP["json"])]


def load_desk() -> Desk:
    """The desk over the list in force."""
    return desk_in_force(load_settings())


def load_taught() -> Desk:
    """The same with the corrections in the case book."""
    settings = load_settings()
    return asyncio.run(_taught(settings, desk_in_force(settings)))


async def _taught(settings: Settings, desk: Desk) -> Desk:
    from bot.store import open_store  # noqa: PLC0415 -- without ``--learned`` nobody waits for it
    from storage.lessons_desk import School  # noqa: PLC0415

    async with open_store(settings, desk) as store:
        return await School(store.lessons).enrol(desk)


def match(
    text: Annotated[str, typer.Argument(help=texts.HELP["match.text"])],
    as_json: AsJson = False,
    day: Annotated[Day, typer.Option("--date", help=texts.HELP["match.date"])] = None,
    learned: Annotated[bool, typer.Option("--learned", help=texts.HELP["match.learned"])] = False,
) -> None:
    """Print the advice on one message with its reasons."""
    words = sys.stdin.read() if text == "-" else text
    if not words.strip():
        raise BadArgument("empty_text")
    desk = load_taught() if learned else load_desk()
    advice = desk.advise(words, today=as_day(day))
    if as_json:
        typer.echo(json.dumps(advice_dict(advice), ensure_ascii=False, indent=2))
    else:
        typer.echo(texts.advice(advice, desk.rlist))


def evaluate(
    file: Annotated[Path, typer.Argument(help=texts.HELP["evaluate.file"])],
    as_json: AsJson = False,
) -> None:
    """Print the figures over a labelled file."""
    existing(file)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        columns = set(csv.DictReader(lines).fieldnames or ())
    if not {"text", "accept"} <= columns:
        raise BadArgument("missing_column", file)
    report = measure(load_desk(), read_labelled(file))
    if as_json:
        typer.echo(json.dumps(report.to_dict()))
    else:
        typer.echo(texts.figures(report.to_dict()))
        typer.echo(texts.calibration(report.calibration()))


def advice_dict(advice: Advice) -> dict[str, Any]:
    """The advice in codes, for programs; the names are those of the list's data."""
    facts = advice.facts
    return {
        "outcome": advice.outcome,
        "class": advice.petition_class,
        "way": advice.way,
        "ways": [_way(way) for way in advice.ways],
        "danger": advice.danger,
        "adjudicated": advice.adjudicated,
        "group": advice.group,
        "sealed": advice.sealed,
        "deadlines": [
            {"way": each.way.name, "since": each.since.isoformat(), "last": each.last.isoformat()}
            for each in advice.deadlines
            if each.way in advice.ways
        ],
        "several": [asdict(part) for part in advice.several],
        "candidates": [_candidate(candidate) for candidate in advice.candidates],
        "rows": [_candidate(candidate) for candidate in advice.rows],
        "precedent": _precedent(advice.precedent),
        "facts": {
            "place": facts.place,
            "road": facts.road,
            "dates": [day.isoformat() for day in facts.dates],
            "amount": facts.amount,
            "people": facts.people,
            "phone": facts.phone,
            "request": facts.request,
        },
    }


def _precedent(precedent: Precedent | None) -> dict[str, Any] | None:
    if precedent is None:
        return None
    return {
        "case": precedent.id,
        "unit": precedent.unit,
        "by": precedent.by,
        "at": precedent.at.isoformat(),
        "likeness": round(precedent.likeness, 3),
    }


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {
        "unit": candidate.unit,
        "matter": candidate.matter.id,
        "title": candidate.matter.title,
        "score": round(candidate.score, 3),
        "share": round(candidate.share, 4),
        "evidence": [
            {"words": e.words, "weight": e.weight, "source": e.source, "span": list(e.span)}
            for e in candidate.evidence
        ],
    }


def _way(way: Way) -> dict[str, Any]:
    return {
        "code": way.code,
        "name": way.name,
        "where": way.where,
        "apply_within": _limit(way.apply_within),
        "decided_within": _limit(way.decided_within),
    }


def _limit(limit: Limit | None) -> dict[str, Any] | None:
    if limit is None:
        return None
    return {
        "n": limit.n,
        "unit": limit.unit,
        "from": limit.start,
        "source": limit.source,
        "extension": limit.extension,
    }
