"""Several returns recalculated at the same time, each in a process of its own."""

from __future__ import annotations

import os
import time
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from vsm_xl.annual_return.warm import make_ready
from vsm_xl.cli import lite
from vsm_xl.cli.interrupts import noticed
from vsm_xl.errors import UnusableInput
from vsm_xl.framework import edition
from vsm_xl.framework.fitness import find
from vsm_xl.ooxml.collector import collector_paused
from vsm_xl.ooxml.plain_sheet import keep_cells
from vsm_xl.ooxml.supervision import supervised, supervised_together
from vsm_xl.ooxml.workers import worker_processes
from vsm_xl.ooxml.write import last_saved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import ProcessPoolExecutor

    from vsm_xl.annual_return.returns import Return
    from vsm_xl.annual_return.template.layout import TemplateSize
    from vsm_xl.recalc import EngineName

DONE: Final = "Recalculated"
UP_TO_DATE: Final = "Up to date"
FAILED: Final = "Not done"
#: Files, each with the one that its result is written to.
_Lot: TypeAlias = "tuple[tuple[Path, Path], ...]"
_ENDED: Final = (
    "the program that recalculated it ended without a word, perhaps for want of memory. Try this "
    "file alone."
)
#: Files that one fork of a worker recalculates, one after the other: what is alike is read once.
_LOT: Final = 8
_USUAL: Final = 450_000
#: A worker is replaced after so many lots, so that no engine's memory grows without end.
_LOTS_EACH: Final = 25
#: Seconds between two looks for an interrupt.
_LOOK: Final = 0.08


@dataclass(frozen=True)
class Done:
    """What became of one file; ``problems`` states why nothing did."""

    file: str
    result: str
    master: str = ""
    formulas: int = 0
    seconds: float = 0.0
    problems: tuple[str, ...] = ()
    size: TemplateSize | None = None


def all_done(
    targets: list[tuple[Path, Path]], engine: EngineName, step: Callable[[str], None]
) -> list[tuple[Path, Done]]:
    """Recalculate files, as many at a time as there are cores.

    Args:
        targets: the files, each with the one that its result is written to.
        engine: what computes.
        step: told of every file that is done.

    Raises:
        KeyboardInterrupt: a person stopped it, and every worker has ended.
    """
    with noticed() as ask:
        found = _Crew(engine, step, ask).work(targets)
        ask()
    return found


class _Crew:
    """The workers of one run."""

    def __init__(
        self, engine: EngineName, step: Callable[[str], None], ask: Callable[[], None]
    ) -> None:
        self._engine = engine
        self._step = step
        self._ask = ask
        self._found: list[tuple[Path, Done]] = []
        self._seen: dict[Path, tuple[int, ...]] = {}

    def work(self, targets: list[tuple[Path, Path]]) -> list[tuple[Path, Done]]:
        """Recalculate the files."""
        workers = min(os.cpu_count() or 1, len(targets))
        size = max(1, min(_LOT, len(targets) // (4 * workers)))
        if self._engine != "embedded" or not all(_small(file) for file, _ in targets):
            size = 1
        waiting = [tuple(targets[at : at + size]) for at in range(0, len(targets), size)][::-1]
        while waiting:
            for lot in dict.fromkeys(self._together(waiting, workers)):
                if lot not in waiting:
                    # One of them has ended its worker; each alone, the others are done.
                    for pair in lot:
                        self._alone(pair)
        return self._found

    def _together(self, waiting: list[_Lot], workers: int) -> list[_Lot]:
        """Work until nothing is waiting or a worker is lost; return the files lost with it."""
        lost: list[_Lot] = []
        with worker_processes(workers, files=_LOTS_EACH) as pool:
            running: dict[Future[list[Done]], _Lot] = {}
            while waiting or running:
                self._ask()
                # No more than the workers can begin, so that memory does not grow with the files.
                while waiting and len(running) < workers * 2 and not lost:
                    lot = waiting.pop()
                    try:
                        running[self._begun(pool, lot)] = lot
                    except BrokenProcessPool:
                        waiting.append(lot)
                        lost.append(lot)
                if not running:
                    break
                finished, _ = wait(running, _LOOK, FIRST_COMPLETED)
                for future in finished:
                    lot = running.pop(future)
                    try:
                        self._say(lot, future.result())
                    except BrokenProcessPool:
                        lost.append(lot)
        self._ask()
        return lost

    def _alone(self, pair: tuple[Path, Path]) -> None:
        with worker_processes(1, files=_LOTS_EACH) as pool:
            future = self._begun(pool, (pair,))
            while not wait([future], _LOOK).done:
                self._ask()
            try:
                done = future.result()
            except BrokenProcessPool:
                done = [Done(str(pair[0]), FAILED, problems=(f"{pair[0]}: {_ENDED}",))]
        self._ask()
        self._say((pair,), done)

    def _begun(self, pool: ProcessPoolExecutor, lot: _Lot) -> Future[list[Done]]:
        for file, _ in lot:
            self._seen.setdefault(file, last_saved(file))
        names = [(str(file), str(target)) for file, target in lot]
        return pool.submit(recalculate_lot, names, self._engine, _edition_given())

    def _say(self, lot: _Lot, found: list[Done]) -> None:
        for (file, _), done in zip(lot, found, strict=True):
            # One that was written by a process that was then ended, and done again.
            again = done.result == UP_TO_DATE and last_saved(file) != self._seen[file]
            self._found.append((file, replace(done, result=DONE) if again else done))
            self._step(f"{file.name}: {self._found[-1][1].result}")


def _edition_given() -> str:
    """Return the edition that this process was told to use, for its workers; empty for none."""
    current = edition.current()
    return str(current.origin or current.name) if edition.chosen() else ""


def by_itself(file: Path, work: Callable[[Return], Any]) -> Any:
    """Do something with one of several returns, with the edition that it names, in a watched process.

    Args:
        file: the return.
        work: what to do with it when it is open; it and what it returns must be fit for pickling.

    Raises:
        UnusableInput: it is not a usable return, or takes more than one.
    """
    opened = partial(_opened_with_its_edition, file, _edition_given(), work)
    try:
        return supervised(opened, file.stat().st_size, str(file))
    except OSError as problem:
        raise UnusableInput(_unreadable(str(file), problem)) from None


def _opened_with_its_edition(file: Path, given: str, work: Callable[[Return], Any]) -> Any:
    with collector_paused(), edition.using(find(given) if given else None):
        return work(lite.opened(file, noted=False))


def _small(file: Path) -> bool:
    """Return whether a file is of a usual size, so that several fit into what one may take."""
    with suppress(OSError):
        return file.stat().st_size < _USUAL
    return True


def recalculate_lot(names: list[tuple[str, str]], engine: EngineName, given: str) -> list[Done]:
    """Recalculate files, each with the edition that it names; runs in a worker."""
    if engine != "embedded":
        # LibreOffice is a process of its own, which the worker keeps warm.
        return [*_each(names, engine, given)]
    make_ready()
    work = partial(_each, engine=engine, given=given)
    found = supervised_together(work, names, _told, _refused)
    for done in found:
        if done.size is not None:
            make_ready(done.size)
    return found


def _told(one: tuple[str, str]) -> tuple[Path, str]:
    return Path(one[0]), one[0]


def _refused(one: tuple[str, str], problem: UnusableInput | OSError) -> Done:
    file = one[0]
    if isinstance(problem, UnusableInput):
        return Done(file, FAILED, problems=problem.problems)
    return Done(file, FAILED, problems=(_unreadable(file, problem),))


def _each(names: list[tuple[str, str]], engine: EngineName, given: str) -> Iterator[Done]:
    if len(names) > 1:
        keep_cells()
    with collector_paused():
        for file, target in names:
            yield _recalculated(file, target, engine, given)


def _recalculated(file: str, target: str, engine: EngineName, given: str) -> Done:
    try:
        with edition.using(find(given) if given else None):
            return _recalculated_with_it(file, target, engine)
    except UnusableInput as unusable:
        return Done(file, FAILED, problems=_naming(file, unusable.problems))
    except OSError as problem:
        return Done(file, FAILED, problems=(_unreadable(file, problem),))
    except MemoryError:
        # Whoever watches this process says so.
        raise
    except Exception as fault:  # noqa: BLE001 - one file's fault must not stop the others
        words = f"{file}: a fault of vsm_xl ({type(fault).__name__}: {fault}). Please report it."
        return Done(file, FAILED, problems=(words,))


def _recalculated_with_it(file: str, target: str, engine: EngineName) -> Done:
    began = time.perf_counter()
    opened = lite.opened(Path(file), noted=False)
    lite.for_route(opened, None, Path(file))
    opened.recalculate(engine)
    written = opened.save(None if target == file else target, replace=True)
    master, formulas = opened.results.master, sum(map(len, opened.recalculated.values.values()))
    return Done(
        file,
        DONE if written else UP_TO_DATE,
        master,
        formulas,
        time.perf_counter() - began,
        size=opened.layout.size,
    )


def _unreadable(file: str, problem: OSError) -> str:
    return f"{file} cannot be read or written: {problem.strerror or problem}."


def _naming(file: str, problems: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(words if file in words else f"{file}: {words}" for words in problems)
