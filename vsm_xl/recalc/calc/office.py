"""A warm LibreOffice that recalculates workbooks, always ended and never trusted to answer.

LibreOffice is driven by :mod:`~vsm_xl.libreoffice.bridge`, in LibreOffice's own Python, and in a
process group of their own.  The group ends when it is told to, when it does not answer within the
limit, and when this process is gone, however: the bridge then reads the end of its input.
"""

from __future__ import annotations

import atexit
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

from vsm_xl.errors import UnusableInput, XlError
from vsm_xl.libreoffice import installations
from vsm_xl.libreoffice.values import from_code
from vsm_xl.recalc.calc import bridge
from vsm_xl.recalc.calc.profile import SHARED, USER, fill, new_folder, remove_profile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import Self

    from vsm_xl.libreoffice.installations import Installation

#: Seconds after which a workbook is given up: hundreds of people take less than ten.
LIMIT: Final = 120.0
_START: Final = 120.0
_END: Final = 10.0
_GONE: Final = ""
#: Codes of errors by which Calc says that it could not read a formula.
UNREADABLE: Final = frozenset((501, 507, 508, 509, 510, 512, 516, 517, 518, 533, 539))
#: … and that a formula depends on itself.
CIRCULAR: Final = frozenset((522, 523))


class CalcError(XlError):
    """An error as Calc has it, with Calc's own code."""

    __slots__ = ("code",)
    code: int

    def __new__(cls, code: int) -> Self:  # noqa: D102 - the class says it
        self = super().__new__(cls, str(from_code(code)))
        self.code = code
        return self

    def __reduce__(self) -> Any:
        return CalcError, (self.code,)


class Ended(Exception):  # noqa: N818 - named for what it says
    """LibreOffice ended, or was ended because it did not answer."""


class Office:
    """LibreOffice without a window; started when it is first needed, and again after a crash.

    Args:
        installation: which LibreOffice.
        limit: seconds after which a workbook is given up and LibreOffice is ended.
    """

    def __init__(self, installation: Installation, limit: float = LIMIT) -> None:
        self._installation = installation
        self._limit = limit
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[str] = queue.Queue()
        self._folder: Path | None = None
        self._sockets: list[str] = []
        self._lock = threading.Lock()
        self._number = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def process(self) -> int | None:
        """The number of the process group, while there is one."""
        return None if self._process is None else self._process.pid

    def compute(
        self,
        workbook: bytes,
        name: str,
        cells: Mapping[str, Sequence[tuple[int, int]]],
        *,
        again: bool = False,
    ) -> dict[str, list[Any]]:
        """Open a workbook, compute it, and give the values of cells.

        Args:
            workbook: the file's bytes.
            name: what messages call it.
            cells: row and column of the cells asked for, by the title of their sheet.
            again: compute once more after loading; needed where there are array formulas.

        Returns:
            For each sheet the values in the order asked for: a float, a text (empty for a
            blank cell), True or False, or an error as :class:`CalcError`.

        Raises:
            UnusableInput: LibreOffice cannot open the file, or did not finish in time.
        """
        with self._lock:
            sheets = {title: list(places) for title, places in cells.items()}
            return self._compute(
                workbook, name, {"do": "compute", "sheets": sheets, "again": again}
            )

    def _compute(self, workbook: bytes, name: str, asked: dict[str, Any]) -> dict[str, list[Any]]:
        try:
            answer = self._with_file(workbook, asked)
        except Ended:
            # A warm process may have been ended from outside; a fresh one decides.
            try:
                answer = self._with_file(workbook, asked)
            except Ended as ended:
                raise UnusableInput(
                    f"{name}: LibreOffice {ended} while it recalculated this file, and was closed. "
                    f"The file was not changed."
                ) from ended
        except TimeoutError as slow:
            raise UnusableInput(
                f"{name}: LibreOffice did not finish this file within {self._limit:g} seconds and was "
                f"closed. The file was not changed."
            ) from slow
        if "problem" in answer:
            raise UnusableInput(
                f"{name}: LibreOffice could not recalculate this file ({answer['problem']})."
            )
        return {
            title: [
                CalcError(value["error"]) if isinstance(value, dict) else value for value in values
            ]
            for title, values in answer["answer"].items()
        }

    def _with_file(self, workbook: bytes, asked: dict[str, Any]) -> dict[str, Any]:
        self._start()
        assert self._folder is not None
        self._number += 1
        file = self._folder / f"{self._number}.xlsx"
        file.write_bytes(workbook)
        try:
            return self._ask(asked | {"path": str(file)}, self._limit)
        finally:
            file.unlink(missing_ok=True)

    def _start(self) -> None:
        if self._process is not None:
            return
        if problems := self._installation.lacking():
            raise UnusableInput(problems)
        # The bridge comes first: it removes folder and sockets whatever becomes of this process.
        self._folder = new_folder()
        self._lines = queue.Queue()
        pipe = f"vsmxl{secrets.token_hex(16)}"
        self._sockets = bridge.sockets(str(self._folder / USER), pipe)
        # -I: neither this environment's packages nor its variables disturb LibreOffice's Python.
        self._process = subprocess.Popen(  # noqa: S603 - a program found by us
            [str(self._installation.python), "-I", bridge.__file__, str(self._folder), *self._sockets],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True, encoding="utf-8", env=_own_folder(self._installation.python, self._folder),
            start_new_session=sys.platform != "win32",
        )  # fmt: skip
        threading.Thread(target=_read, args=(self._process, self._lines), daemon=True).start()
        try:
            fill(self._folder, self._installation)
        except BaseException:
            self.kill()
            raise
        start = {
            "do": "start", "program": str(self._installation.program), "pipe": pipe,
            "profile": str(self._folder / USER), "shared": str(self._folder / SHARED),
        }  # fmt: skip
        try:
            answer = self._ask(start, _START)
        except (Ended, TimeoutError) as problem:
            raise UnusableInput(
                f"LibreOffice ({start['program']}) could not be started."
            ) from problem
        if said := answer.get("problem"):
            self.kill()
            raise UnusableInput(f"LibreOffice ({start['program']}) could not be started: {said}.")

    def _ask(self, asked: dict[str, Any], limit: float) -> dict[str, Any]:
        """Send a request; give the answer, or end LibreOffice.  KeyboardInterrupt included."""
        assert self._process is not None
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
        if line == _GONE:
            self.kill()
            raise Ended("ended")
        answer: dict[str, Any] = json.loads(line)
        if answer.get("lost"):
            self.kill()
            raise Ended("ended")
        return answer

    def close(self) -> None:
        """End LibreOffice in good order, and remove its profile."""
        if self._process is None:
            return
        with suppress(Ended, TimeoutError):
            self._ask({"do": "end"}, _END)
        self.kill()

    def kill(self) -> None:
        """End LibreOffice at once, and remove its profile."""
        process, self._process = self._process, None
        if process is not None:
            _end_group(process)
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with suppress(OSError):
                        stream.close()
        folder, self._folder = self._folder, None
        if folder is not None:
            remove_profile(folder, self._sockets)


def environment(python: Path) -> dict[str, str]:
    """Give LibreOffice this environment without what belongs to this Python.

    The Python inside LibreOffice takes its library from where it first finds a ``python3``: in an
    active virtual environment that would be another Python's, and LibreOffice would crash.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PYTHON") and name != "VIRTUAL_ENV"
    }
    kept["PATH"] = os.pathsep.join((str(python.parent), kept.get("PATH", os.defpath)))
    return kept


def _own_folder(python: Path, folder: Path) -> dict[str, str]:
    """Give LibreOffice a place for temporary files that is removed with its profile."""
    return environment(python) | dict.fromkeys(("TMPDIR", "TMP", "TEMP"), str(folder))


def _read(process: subprocess.Popen[str], lines: queue.Queue[str]) -> None:
    assert process.stdout is not None
    with suppress(ValueError, OSError):
        for line in process.stdout:
            lines.put(line)
    lines.put(_GONE)


def _end_group(process: subprocess.Popen[str]) -> None:
    if sys.platform == "win32":
        subprocess.run(  # noqa: S603 - a program of Windows
            ["taskkill", "/T", "/F", "/PID", str(process.pid)],  # noqa: S607
            capture_output=True, check=False,
        )  # fmt: skip
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


_WARM: list[Office] = []


def warm() -> Office:
    """Give the one LibreOffice of this process, kept warm until the process ends.

    Raises:
        UnusableInput: there is no LibreOffice on this computer.
    """
    if not _WARM:
        office = Office(installations.find())
        atexit.register(office.close)
        _WARM.append(office)
    return _WARM[0]
