"""A Windows Python under Wine, made once, and the server and client that run on it."""

from __future__ import annotations

import json
import sys
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from windows_python import (  # type: ignore[import-not-found,unused-ignore]
    WindowsPython,
    ended,
    windows_python,
)

from vsm_xl.excel.shared_names import SERVER_ARGUMENTS

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator

#: Runs under the Windows Python; nothing in it is a test.
collect_ignore = ["parts"]
CLIENT = "client.py"


@pytest.fixture(scope="session")
def windows(request: pytest.FixtureRequest) -> WindowsPython:
    capture = request.config.pluginmanager.getplugin("capturemanager")
    assert capture is not None
    # How long each step took is wanted in the log of a good run too.
    with capture.global_and_fixture_disabled():
        sys.stdout.write("\n")
        return windows_python()


@dataclass(frozen=True)
class Server:
    """A running server of ours, and a way to send it a client of another process.

    It serves one client: when that goes, it ends by itself, as it does when Excel is closed.
    """

    windows: WindowsPython
    clsid: str
    process: subprocess.Popen[str]
    scratch: Path

    def start_client(self, **orders: Any) -> tuple[subprocess.Popen[str], Path]:
        files = [self.scratch / f"{uuid.uuid4()}.json" for _ in range(2)]
        orders = {"clsid": self.clsid, "calls": [], "timed": {}, "sequence": []} | orders
        orders.setdefault("module", "vsm_xl.excel.udfs")
        files[0].write_text(json.dumps(orders), "utf-8")
        words = [self.windows.windows_path(path) for path in files]
        script = self.windows.windows_path(self.scratch / CLIENT)
        return self.windows.start("-E", script, *words), files[1]

    def ask(self, *calls: tuple[str, list[Any]], **orders: Any) -> dict[str, Any]:
        client, answers = self.start_client(calls=calls, **orders)
        out, err = ended(client)
        if not answers.exists():
            self.process.kill()
            served = ended(self.process)
            raise AssertionError(f"no answers; client: {out}\n{err}\nserver: {served}")
        report: dict[str, Any] = json.loads(answers.read_text("utf-8"))
        return report

    def answers(self, *calls: tuple[str, list[Any]], **orders: Any) -> list[Any]:
        given: list[Any] = self.ask(*calls, **orders)["calls"]
        return given


@pytest.fixture(scope="session")
def serving(windows: WindowsPython) -> Callable[[], Any]:
    """Start a server of our functions, as the add-in's own command line does."""
    scratch = windows.prefix / "drive_c" / "scratch"
    scratch.mkdir(exist_ok=True)
    client = Path(__file__).parent / "parts" / CLIENT
    (scratch / CLIENT).write_bytes(client.read_bytes())

    @contextmanager
    def server() -> Iterator[Server]:
        clsid = f"{{{uuid.uuid4()}}}"
        *switches, command = SERVER_ARGUMENTS.replace("{clsid}", clsid).split(" ", 3)
        # Unbuffered, so that it can be heard when it is ready, or why it is not.
        command = command.strip('"')
        process = windows.start("-u", *switches, command)
        try:
            if not process.stdout.readline().startswith("xlwings server running"):
                raise AssertionError(f"the server did not start: {ended(process)}")
            yield Server(windows, clsid, process, scratch)
        finally:
            process.kill()
            ended(process)

    return server


@pytest.fixture
def server(serving: Callable[[], Any]) -> Iterator[Server]:
    with serving() as running:
        yield running
