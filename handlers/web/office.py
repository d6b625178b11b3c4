"""The statistics page of the staff: one question, its figures, charts and tables; no script."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from aiohttp import web

from handlers.office import reports
from handlers.office.query import Query, month_of
from handlers.texts import statistics as texts
from handlers.web import report, views
from handlers.web.parts import PARTS
from handlers.web.security import token_of, visitor
from knowledge.clocks import office_day
from knowledge.matters import ResponsibilityList
from knowledge.procedure import Status
from storage.errors import NotPermitted
from storage.lists import Lists
from storage.people import Actor
from storage.statistics import Statistics

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class OfficePages:
    """The pages, with what they need besides what every page has."""

    statistics: Statistics
    lists: Lists

    @property
    def rlist(self) -> ResponsibilityList:
        """The list in force."""
        return self.lists.now

    async def page(self, request: web.Request) -> web.Response:
        """The page, for a browser whose person has a post; others are told how to get in."""
        actor = await _staff(request)
        if actor is None:
            return _no_entry(request)
        try:
            query = reports.scoped(_asked(request, self.rlist), actor)
            summary = await reports.summarise(query, actor, self.statistics)
        except ValueError:
            back = (reports.PAGE, texts.PAGE_TITLE)
            said = texts.PAGE_BAD_QUESTION
            return views.note(request, texts.PAGE_TITLE, text=said, status=400, back=back)
        except NotPermitted:
            return _no_entry(request)
        return views.html(report.page(request, query, summary, rlist=self.rlist, actor=actor))

    async def sheet(self, request: web.Request) -> web.Response:
        """The same question as a spreadsheet."""
        actor = await _staff(request)
        if actor is None:
            return _no_entry(request)
        made = request.app[PARTS].clock()
        try:
            query = reports.scoped(_asked(request, self.rlist), actor)
            content = await reports.workbook(
                query, actor, self.statistics, rlist=self.rlist, made=made
            )
        except ValueError:
            raise web.HTTPBadRequest from None
        except NotPermitted:
            return _no_entry(request)
        name = quote(texts.filename(query.start, query.end))
        disposition = f"attachment; filename=\"statistics.xlsx\"; filename*=UTF-8''{name}"
        headers = {"Content-Disposition": disposition}
        return web.Response(body=content, content_type=XLSX, headers=headers)


def routes(statistics: Statistics, lists: Lists) -> list[web.RouteDef]:
    """The addresses of the pages, to be served beside those of the chat."""
    pages = OfficePages(statistics, lists)
    return [
        web.get(reports.PAGE, pages.page),
        web.get(reports.SHEET, pages.sheet, allow_head=False),
    ]


async def _staff(request: web.Request) -> Actor | None:
    """The person behind the browser, if he is on the staff."""
    if token_of(request) is None:
        return None
    actor = await visitor(request)
    return actor if actor.is_staff else None


def _no_entry(request: web.Request) -> web.Response:
    return views.note(
        request, texts.PAGE_TITLE, text=texts.PAGE_ENTER, status=403, back=report.BACK
    )


def _asked(request: web.Request, rlist: ResponsibilityList) -> Query:
    """The question in the address; without a period it is about this month.

    Raises:
        ValueError: a day, unit or outcome that is none, or a period that ends before it begins.
    """
    asked = request.query
    today = office_day(request.app[PARTS].clock())
    first, last = month_of(today)
    start = date.fromisoformat(asked["start"]) if asked.get("start") else first
    end = date.fromisoformat(asked["end"]) if asked.get("end") else max(last, start)
    unit, outcome = asked.get("unit") or None, asked.get("outcome") or None
    if start > end or (unit is not None and unit not in rlist.units):
        raise ValueError("period or unit")
    return Query(start, end, unit=unit, outcome=Status(outcome) if outcome else None)
