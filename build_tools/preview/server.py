"""The preview's addresses: pages as they are now, and events that say what has changed.

It answers this machine alone, and only those who call it by a name of this machine: another site
cannot point its own name here and read the drafts (DNS rebinding).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.responses import StreamingResponse as Stream
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from build_tools.model import Audience, Finding
from build_tools.preview.changes import watch
from build_tools.preview.desk import Desk
from build_tools.preview.dress import OWN, dressed, policy_for, waiting_page
from build_tools.preview.looking_over import LookingOver
from build_tools.preview.papers import Papers
from build_tools.preview.printed import Printer
from build_tools.preview.told import EditorLink, as_rows
from build_tools.sphinx_ext.kept_site import LINE, SEARCH

ADDRESS = "127.0.0.1"
_NAMES = [ADDRESS, "localhost"]
_WEB = Path(__file__).parent / "web"
_HEARTBEAT = 15.0
"""Seconds after which an event stream says that it is still there."""
_HEADERS = {
    b"cross-origin-resource-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cache-control": b"no-cache",
}


@dataclass(frozen=True)
class Setting:
    """What a preview is started with."""

    root: Path
    folder: Path
    """Where it may keep what it makes: of one audience only."""
    audience: Audience
    link: EditorLink
    check: Sequence[str]
    """The command that looks over the book and tells it as JSON."""
    books: Path
    """Where the PDFs of whole editions stand, whose page numbers are shown if they are there."""


def free_socket(port: int, is_asked_for: bool) -> socket.socket:
    """Return a socket on a port of this machine, or on another if that one is taken.

    :raises OSError: if exactly that port was asked for and it is taken.
    """
    try:
        return socket.create_server((ADDRESS, port))
    except OSError:
        if is_asked_for:
            raise
        return socket.create_server((ADDRESS, 0))


def answer(setting: Setting, listening: socket.socket, ready: Callable[[], None]) -> None:
    """Answer until Ctrl-C; `ready` is called when the first answer can be given.

    :raises KeyboardInterrupt: when it was ended so.
    """
    preview = _Preview(setting)
    try:
        asyncio.run(preview.run(listening, ready))
    finally:
        preview.close()


class _Server(uvicorn.Server):
    """Lets the event streams end first: they would never do so by themselves."""

    def __init__(self, config: uvicorn.Config, end: Callable[[], None]) -> None:
        super().__init__(config)
        self._end = end

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take Ctrl-C."""
        self._end()
        super().handle_exit(sig, frame)


class _Preview:
    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._listeners: set[asyncio.Event] = set()
        self._ended = asyncio.Event()
        self._desk = Desk(setting.root, setting.folder, setting.audience, self._tell_from_afar)
        fonts = setting.root / "handbook/design/fonts"
        printer = Printer(setting.books, fonts, setting.folder / "fontconfig")
        self._papers = Papers(self._desk, printer, self._tell)
        self._over = LookingOver(setting.root, setting.check, self._tell)
        self._looked_at = -1

    async def run(self, listening: socket.socket, ready: Callable[[], None]) -> None:
        """Answer until a signal ends it."""
        self._loop = asyncio.get_running_loop()
        config = uvicorn.Config(
            self._application(),
            log_config=None,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=1,
        )
        server = _Server(config, self._end_from_afar)
        self._desk.start()
        beside = [
            asyncio.create_task(watch(self._setting.root, self._desk.change, self._ended)),
            asyncio.create_task(self._over.run()),
        ]
        self._loop.call_soon(ready)
        try:
            await server.serve(sockets=[listening])
        finally:
            self._end()
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)

    def close(self) -> None:
        """End the thread with Sphinx, which writes down what it has read."""
        self._desk.end()

    def _end(self) -> None:
        self._ended.set()
        self._papers.end()
        self._tell()

    def _end_from_afar(self) -> None:
        """End from a signal."""
        self._loop.call_soon_threadsafe(self._end)

    def _tell_from_afar(self) -> None:
        """Tell from the desk's thread."""
        with contextlib.suppress(RuntimeError):  # The loop has ended.
            self._loop.call_soon_threadsafe(self._tell)

    def _tell(self) -> None:
        """Let every window ask for its state."""
        if self._desk.changes != self._looked_at:
            self._looked_at = self._desk.changes
            self._over.ask()
        for listener in self._listeners:
            listener.set()

    def _application(self) -> Starlette:
        return Starlette(
            routes=[
                Route(f"{OWN}/events", self._events),
                Route(f"{OWN}/findings", self._findings),
                Route(f"{OWN}/paper/{{key}}/{{page:int}}.png", self._picture),
                Route(f"{OWN}/paper/{{key}}.pdf", self._paper),
                Route(f"{OWN}/{{name}}", self._own_file),
                Route("/", self._page),
                Route("/{path:path}", self._page),
            ],
            middleware=[
                Middleware(TrustedHostMiddleware, allowed_hosts=_NAMES, www_redirect=False),
                Middleware(_Guarded),
            ],
        )

    async def _page(self, request: Request) -> Response:
        path = request.path_params.get("path") or "index.html"
        if path == SEARCH:
            index = await asyncio.wrap_future(self._desk.search_index())
            return Response(index, media_type="text/javascript")
        if not path.endswith(".html"):
            file = self._desk.file(path)
            return FileResponse(file) if file else Response(status_code=404)
        name = path.removesuffix(".html")
        shown = await asyncio.wrap_future(self._desk.page(name))
        html, status = (shown.html, 200) if shown else self._instead()
        sent = dressed(html, name, shown.version if shown else "")
        policy = {"Content-Security-Policy": policy_for(sent), "Cache-Control": "no-store"}
        return HTMLResponse(sent, status, policy)

    def _instead(self) -> tuple[str, int]:
        """Return what is shown where there is no page yet, or none at all."""
        if self._desk.trouble:
            words = "As soon as the mistakes below are mended, the page is shown here."
            return waiting_page("en", "The book cannot be read", words), 200
        words = "It is not in the book, or not any more."
        return waiting_page("en", "There is no such page", words), 404

    async def _own_file(self, request: Request) -> Response:
        file = _WEB / request.path_params["name"]
        is_ours = file.name == request.path_params["name"] and file.suffix in (".js", ".css")
        return FileResponse(file) if is_ours and file.is_file() else Response(status_code=404)

    async def _findings(self, _request: Request) -> Response:
        link = self._setting.link
        mistakes = (*self._desk.trouble, *self._desk.findings, *self._over.mistakes)
        told = {"mistakes": as_rows(mistakes, link), "advice": as_rows(self._over.advice, link)}
        return JSONResponse(told)

    async def _picture(self, request: Request) -> Response:
        key, page = request.path_params["key"], request.path_params["page"]
        picture = await asyncio.to_thread(self._papers.printer.picture, key, page)
        return Response(picture, media_type="image/png") if picture else Response(status_code=404)

    async def _paper(self, request: Request) -> Response:
        paper = self._papers.printer.paper(request.path_params["key"])
        if paper is None:
            return Response(status_code=404)
        return Response(paper.pdf, media_type="application/pdf")

    async def _events(self, request: Request) -> Response:
        name = request.query_params.get("page", "index")
        wants_paper = "paper" in request.query_params
        return Stream(self._states(name, wants_paper), media_type="text/event-stream")

    async def _states(self, name: str, wants_paper: bool) -> AsyncIterator[str]:
        """Yield the state of a window at once, and again whenever it is another.

        A window that slept, or lost its line, asks anew, so it cannot miss anything.
        """
        listener = asyncio.Event()
        self._listeners.add(listener)
        self._desk.open(name)
        if wants_paper:
            self._papers.open(name)
        self._desk.change()  # Perhaps this machine slept too, and was told nothing.
        last = ""
        try:
            while not self._ended.is_set():
                listener.clear()
                state = json.dumps(self._state(name, wants_paper), ensure_ascii=False)
                if state != last:
                    last = state
                    yield f"data: {state}\n\n"
                try:
                    await asyncio.wait_for(listener.wait(), _HEARTBEAT)
                except TimeoutError:
                    yield ": still here\n\n"
        finally:
            self._listeners.discard(listener)
            self._desk.close(name)
            if wants_paper:
                self._papers.close(name)

    def _state(self, name: str, wants_paper: bool) -> dict[str, Any]:
        desk, link = self._desk, self._setting.link
        shown, source = desk.shown(name), desk.source_of(name)
        here, elsewhere = self._divided((*desk.findings, *self._over.mistakes), source)
        return {
            "version": shown.version if shown else "",
            "isKept": bool(desk.trouble) or bool(shown and shown.is_kept),
            "isGone": desk.is_gone(name),
            "isForTrainers": self._setting.audience is Audience.TRAINERS,
            "mistakes": as_rows((*desk.trouble, *here), link, (*desk.trouble, *desk.findings)),
            "elsewhere": len(as_rows(elsewhere, link)),
            "advice": len(self._over.advice),
            "progress": desk.progress,
            "source": link.to(source, "%line%") if source else "",
            "lineClass": LINE,
            "paper": self._papers.state(name) if wants_paper else None,
        }

    def _divided(
        self, findings: Sequence[Finding], source: str
    ) -> tuple[list[Finding], list[Finding]]:
        """Part mistakes into those of a chapter and of the book's data, and those of others."""
        others = [f for f in findings if f.path.endswith(".md") and f.path != source]
        return [finding for finding in findings if finding not in others], others


class _Guarded:
    """Sends with every answer what keeps other sites out."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _value in message["headers"]}
                message["headers"] += [each for each in _HEADERS.items() if each[0] not in given]
            await send(message)

        await self._app(scope, receive, guarded)
