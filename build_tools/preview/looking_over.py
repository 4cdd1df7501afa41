"""`handbook check`, run beside after every change; what it says joins what Sphinx says."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from build_tools.model import Finding


class LookingOver:
    """Runs the command whenever something was changed, once at a time."""

    def __init__(self, root: Path, command: Sequence[str], tell: Callable[[], None]) -> None:
        self._root, self._command, self._tell = root, command, tell
        self._asked = asyncio.Event()
        self.mistakes: tuple[Finding, ...] = ()
        self.advice: tuple[Finding, ...] = ()

    def ask(self) -> None:
        """Look over the book as it is now; the newest request wins."""
        self._asked.set()

    async def run(self) -> None:
        """Answer requests until this is cancelled."""
        while True:
            await self._asked.wait()
            self._asked.clear()
            await self._look()

    async def _look(self) -> None:
        process = await asyncio.create_subprocess_exec(
            *self._command,
            cwd=self._root,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C on the terminal is for the preview.
        )
        try:
            said, _nothing = await process.communicate()
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        try:
            rows = json.loads(said)
        except ValueError:  # It told nothing: the command itself was stopped.
            return
        found = [(row.pop("level"), Finding(**row)) for row in rows]
        self.mistakes = tuple(finding for level, finding in found if level == "error")
        self.advice = tuple(finding for level, finding in found if level != "error")
        self._tell()
