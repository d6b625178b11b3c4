"""The composition root: the one place where every part meets every other."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from functools import partial

import structlog
from aiogram import Dispatcher
from aiogram.fsm.storage.memory import SimpleEventIsolation
from aiohttp.web import Application, AppRunner, TCPSite

from bot.channels.telegram import TelegramChannel, make_bot
from bot.channels.web import WebChannel
from bot.clock import system_clock
from bot.conversations import SqlStorage
from bot.delivery import Channel, Delivery
from bot.desk import desk_in_force, words_of
from bot.intake import Intake
from bot.refusals import PortInUse
from bot.settings import Settings
from bot.store import Store, alive, open_store
from bot.timers import every, kept_running, tidy
from handlers import routers
from handlers.office.lists_draft import Lectern
from handlers.web import office
from handlers.web.app import make_app
from handlers.web.parts import WebParts
from knowledge.clocks import Clock
from knowledge.matters import ResponsibilityList
from knowledge.triage import Desk
from storage.casebook import CaseBook
from storage.files import Files
from storage.lists_desk import DeskInForce
from storage.notices import Notices
from storage.people import People
from storage.statistics import Statistics

log = structlog.get_logger()

REPLAY_EVERY = 60.0
"""Seconds between looks for updates that a failing database left unhandled."""
LIST_EVERY = 60.0
"""Seconds between looks for a list that begins, for pages and notices; messages look themselves."""
TIDY_EVERY = 6 * 3600.0


@dataclass(slots=True)
class App:
    """The whole running house. ``start`` sets it going, ``stop`` drains and closes it."""

    settings: Settings
    desk_in_force: DeskInForce
    store: Store
    clock: Clock
    dispatcher: Dispatcher
    web: Application
    channels: dict[str, Channel]
    intake: Intake
    delivery: Delivery
    stack: AsyncExitStack
    _sources: list[asyncio.Task[None]] = field(default_factory=list)
    _workers: list[asyncio.Task[None]] = field(default_factory=list)
    _site: AppRunner | None = None

    @property
    def casebook(self) -> CaseBook:
        """The cases."""
        return self.store.casebook

    @property
    def people(self) -> People:
        """Who is who."""
        return self.store.people

    @property
    def notices(self) -> Notices:
        """The outbox."""
        return self.store.notices

    @property
    def statistics(self) -> Statistics:
        """The figures."""
        return self.store.statistics

    @property
    def files(self) -> Files:
        """The evidence."""
        return self.store.files

    @property
    def rlist(self) -> ResponsibilityList:
        """The list in force."""
        return self.store.lists.now

    @property
    def desk(self) -> Desk:
        """The desk over it."""
        return self.desk_in_force.desk

    @property
    def telegram(self) -> TelegramChannel | None:
        """Telegram, if a token is set."""
        channel = self.channels.get(TelegramChannel.name)
        return channel if isinstance(channel, TelegramChannel) else None

    async def feed(self, channel: str, update: dict[str, object]) -> bool:
        """Store an update and have it handled; False if it was seen before."""
        return await self.intake.feed(channel, update)

    async def start(self) -> None:
        """Handle what an earlier process left, then take in and deliver.

        Raises:
            BadToken: Telegram does not know the token.
        """
        if self.telegram:
            await self.telegram.check()
        left = await self.intake.replay()
        log.info("started", count=left)
        self._workers += [
            keep("delivery", self.delivery.run),
            keep("replay", partial(every, REPLAY_EVERY, self.intake.replay)),
            keep("list", partial(every, LIST_EVERY, self.desk_in_force)),
            keep("tidy", partial(every, TIDY_EVERY, partial(tidy, self.store, self.clock))),
        ]
        if self.telegram:
            self._sources.append(keep("telegram", partial(self.telegram.run, self.intake.feed)))

    async def listen(self) -> int:
        """Serve the pages; return the port, which the system chooses where 0 is set.

        Raises:
            PortInUse: somebody else has it.
        """
        settings = self.settings
        self._site = AppRunner(self.web, access_log=None, shutdown_timeout=3)
        await self._site.setup()
        site = TCPSite(self._site, settings.host, settings.port)
        try:
            await site.start()
        except OSError as error:
            raise PortInUse(settings.host, settings.port) from error
        return int(self._site.addresses[0][1])

    async def stop(self) -> None:
        """Take in no more, finish what has begun, send what that put out, and close."""
        await cancel(self._sources)
        if self._site:
            await self._site.cleanup()
        await self.intake.stop()
        await cancel(self._workers)
        await self.delivery.deliver()
        await self.stack.aclose()
        log.info("stopped")


def keep(name: str, work: Callable[[], Awaitable[object]]) -> asyncio.Task[None]:
    """Set a worker going that is started again whenever it fails."""
    return asyncio.create_task(kept_running(name, work), name=name)


async def cancel(tasks: list[asyncio.Task[None]]) -> None:
    """End workers and wait until they have ended."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def build(
    settings: Settings, *, clock: Clock = system_clock, desk: Desk | None = None
) -> App:
    """Put the house together over its database; nothing runs before ``start``.

    ``desk`` may be handed in where one is built already: it takes a second and is pure.

    Raises:
        ListError: the list is wrong.
        DataUnwritable, DatabaseUnreachable: there is nowhere to keep cases.
        BadToken: the token has not the shape of one.
    """
    async with AsyncExitStack() as stack:
        desk = desk or desk_in_force(settings)
        desk.tokens("")  # reads the dictionary of the search now, not with the first message
        store = await stack.enter_async_context(open_store(settings, desk, clock=clock))
        words = words_of(settings.list_dir)
        in_force = DeskInForce(desk, store.lists, store.adoptions, store.lessons, words=words)
        await in_force.open()
        webchat = WebChannel(store.weblog, store.files, clock=clock)
        stack.push_async_callback(webchat.close)
        channels: dict[str, Channel] = {webchat.name: webchat}
        if telegram := open_telegram(settings):
            stack.push_async_callback(telegram.bot.session.close)
            channels[telegram.name] = telegram
        dispatcher = make_dispatcher(settings, store, in_force, clock=clock)
        delivery = Delivery(store.notices, store.people, store.lists, channels, asyncio.Event())
        bots = {name: channel.bot for name, channel in channels.items()}
        intake = Intake(store.inbox, dispatcher, bots=bots, handled=delivery.ring)
        parts = WebParts(
            people=store.people,
            channel=webchat,
            files=store.files,
            feed=intake.feed,
            lists=store.lists,
            demo=settings.demo,
            public_url=settings.address,
            clock=clock,
            secure=settings.address.startswith("https://"),
            alive=partial(alive, store),
        )
        return App(
            settings=settings,
            desk_in_force=in_force,
            store=store,
            clock=clock,
            dispatcher=dispatcher,
            web=make_app(parts, more=office.routes(store.statistics, store.lists)),
            channels=channels,
            intake=intake,
            delivery=delivery,
            stack=stack.pop_all(),
        )


def open_telegram(settings: Settings) -> TelegramChannel | None:
    """Telegram, if a token is set."""
    if settings.telegram_token is None:
        return None
    token = settings.telegram_token.get_secret_value()
    return TelegramChannel(make_bot(token, settings.telegram_api))


def make_dispatcher(
    settings: Settings, store: Store, desk: DeskInForce, *, clock: Clock
) -> Dispatcher:
    """The dispatcher with every conversation, and what handlers may ask for by name."""
    dispatcher = Dispatcher(
        storage=SqlStorage(store.conversations),
        events_isolation=SimpleEventIsolation(),
        casebook=store.casebook,
        requests=store.requests,
        people=store.people,
        desk_in_force=desk,
        lessons=store.lessons,
        lectern=Lectern(store.lists, store.adoptions, desk, store.past),
        statistics=store.statistics,
        files=store.files,
        notices=store.notices,
        clock=clock,
        public_url=settings.address,
    )
    dispatcher.include_router(routers.setup())
    return dispatcher
