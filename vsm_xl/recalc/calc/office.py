"""A warm LibreOffice that recalculates workbooks, always ended and never trusted to answer.

LibreOffice is driven through :mod:`~vsm_xl.recalc.calc.bridge_process`, in LibreOffice's own Python.
"""

from __future__ import annotations

import atexit
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Self

from vsm_xl.errors import UnusableInput, XlError
from vsm_xl.libreoffice import installations
from vsm_xl.libreoffice.values import from_code
from vsm_xl.recalc.calc.bridge_process import BridgeProcess, Ended
from vsm_xl.recalc.calc.profile import SHARED, USER, fill

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vsm_xl.libreoffice.installations import Installation

#: Seconds after which a workbook is given up: hundreds of people take less than ten.
LIMIT: Final = 300.0
_START: Final = 300.0
_END: Final = 10.0
#: Codes of errors by which Calc states that it could not read a formula.
UNREADABLE: Final = frozenset((501, 507, 508, 509, 510, 512, 516, 517, 518, 533, 539))
#: … and that a formula depends on itself.
CIRCULAR: Final = frozenset((522, 523))


class CalcError(XlError):
    """An error as Calc has it, with Calc's own code."""

    __slots__ = ("code",)
    code: int

    def __init__(self, code: int) -> None:
        super().__init__(str(from_code(code)))
        self.code = code

    def __reduce__(self) -> Any:
        return CalcError, (self.code,)


class Office:
    """LibreOffice without a window; started when it is first needed, and again after a crash.

    Args:
        installation: which LibreOffice.
        limit: seconds after which a workbook is given up and LibreOffice is ended.
    """

    def __init__(self, installation: Installation, limit: float = LIMIT) -> None:
        self._installation = installation
        self.limit = limit
        self._bridge: BridgeProcess | None = None
        self._lock = threading.Lock()
        self._number = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def process(self) -> int | None:
        """The number of the process group, while there is one."""
        return None if self._bridge is None else self._bridge.number

    def compute(
        self,
        workbook: bytes,
        name: str,
        cells: Mapping[str, Sequence[tuple[int, int]]],
        *,
        again: bool = False,
    ) -> dict[str, list[Any]]:
        """Open a workbook, compute it, and return the values of cells.

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
                f"{name}: LibreOffice did not finish this file within {self.limit:g} seconds and was "
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
        running = self._started()
        self._number += 1
        file = running.folder / f"{self._number}.xlsx"
        file.write_bytes(workbook)
        try:
            return self._ask(asked | {"path": str(file)}, self.limit)
        finally:
            file.unlink(missing_ok=True)

    def _started(self) -> BridgeProcess:
        if self._bridge is not None:
            return self._bridge
        if problems := self._installation.lacking():
            raise UnusableInput(problems)
        started = self._bridge = BridgeProcess(self._installation.python, self._installation.python)
        try:
            fill(started.folder, self._installation)
        except BaseException:
            self.kill()
            raise
        start = {
            "do": "start", "program": str(self._installation.program), "pipe": started.pipe,
            "profile": str(started.folder / USER), "shared": str(started.folder / SHARED),
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
        return started

    def _ask(self, asked: dict[str, Any], limit: float) -> dict[str, Any]:
        assert self._bridge is not None
        try:
            return self._bridge.ask(asked, limit)
        except BaseException:
            self._bridge = None
            raise

    def close(self) -> None:
        """End LibreOffice in good order, and remove its profile."""
        if self._bridge is None:
            return
        with suppress(Ended, TimeoutError):
            self._ask({"do": "end"}, _END)
        self.kill()

    def kill(self) -> None:
        """End LibreOffice at once, and remove its profile."""
        running, self._bridge = self._bridge, None
        if running is not None:
            running.kill()


_WARM: list[Office] = []


def warm() -> Office:
    """Return the one LibreOffice of this process, kept warm until the process ends.

    Raises:
        UnusableInput: there is no LibreOffice on this computer.
    """
    if not _WARM:
        office = Office(installations.find())
        atexit.register(office.close)
        _WARM.append(office)
    return _WARM[0]
