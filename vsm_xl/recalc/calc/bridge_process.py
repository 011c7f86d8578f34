"""The process that starts LibreOffice, its folder, and their end, however that comes about.

LibreOffice is started by :mod:`~vsm_xl.recalc.calc.bridge`, in a process group of their own.  The
group ends when it is told to, when it does not answer within the limit, and when this process is
gone, however: the bridge then reads the end of its input, and removes the folder.
"""

from __future__ import annotations

import json
import os
import queue
import secrets
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from vsm_xl.libreoffice.installations import environment
from vsm_xl.programs import unrestrained, windows_program
from vsm_xl.recalc.calc import bridge
from vsm_xl.recalc.calc.profile import USER, new_folder, remove_profile

if TYPE_CHECKING:
    from pathlib import Path

_GONE: Final = ""


class Ended(Exception):  # noqa: N818 - named for what it says
    """LibreOffice ended, or was ended because it did not answer."""


class BridgeProcess:
    """A running bridge, and the folder in which its LibreOffice works.

    Args:
        python: the Python that runs the bridge.
        office_python: LibreOffice's Python.
    """

    def __init__(self, python: Path, office_python: Path) -> None:
        # The bridge comes first: it removes folder and sockets whatever becomes of this process.
        self.folder = new_folder()
        self.pipe = f"vsmxl{secrets.token_hex(16)}"
        self._sockets = bridge.sockets(str(self.folder / USER), self.pipe)
        self._lines: queue.Queue[str] = queue.Queue()
        # What it does first is one call of the system, which no thread can keep waiting.
        # -I: neither this environment's packages nor its variables disturb LibreOffice's Python,
        # and nothing is imported from the current folder, which is not the working folder either.
        self._process = subprocess.Popen(  # noqa: S603 - a program found by us
            [str(python), "-I", bridge.__file__, str(self.folder), *self._sockets],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True, encoding="utf-8", cwd=self.folder, env=environment(office_python, self.folder),
            start_new_session=sys.platform != "win32", preexec_fn=unrestrained(),  # noqa: PLW1509
        )  # fmt: skip
        threading.Thread(target=_read, args=(self._process, self._lines), daemon=True).start()

    @property
    def number(self) -> int:
        """The number of the process group."""
        return self._process.pid

    def ask(self, asked: dict[str, Any], limit: float) -> dict[str, Any]:
        """Send a request and return the answer.

        Whatever goes wrong, KeyboardInterrupt included, ends LibreOffice.

        Raises:
            Ended: LibreOffice is gone.
            TimeoutError: it did not answer within ``limit`` seconds.
        """
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(asked) + "\n")
            self._process.stdin.flush()
            line = self._lines.get(timeout=limit)
        except queue.Empty:
            self.kill()
            raise TimeoutError from None
        except OSError as problem:
            self.kill()
            raise Ended("ended") from problem
        except BaseException:
            self.kill()
            raise
        answer: dict[str, Any] = {"lost": True} if line == _GONE else json.loads(line)
        if answer.get("lost"):
            self.kill()
            raise Ended("ended")
        return answer

    def kill(self) -> None:
        """End the group at once, and remove its folder."""
        _end_group(self._process)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        remove_profile(self.folder, self._sockets)


def _read(process: subprocess.Popen[str], lines: queue.Queue[str]) -> None:
    assert process.stdout is not None
    with suppress(ValueError, OSError):
        for line in process.stdout:
            lines.put(line)
    lines.put(_GONE)


def _end_group(process: subprocess.Popen[str]) -> None:
    if sys.platform == "win32":
        subprocess.run(  # noqa: S603 - a program of Windows, by its full name
            [windows_program("taskkill"), "/T", "/F", "/PID", str(process.pid)],
            capture_output=True, check=False,
        )  # fmt: skip
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
