"""Several returns recalculated at the same time, each in a process of its own."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import wait as wait_for
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from vsm_xl.annual_return.warm import make_ready
from vsm_xl.cli import lite
from vsm_xl.cli.interrupts import held_back, noticed
from vsm_xl.errors import UnusableInput
from vsm_xl.framework import edition
from vsm_xl.framework.fitness import find
from vsm_xl.ooxml.collector import collector_paused
from vsm_xl.ooxml.supervision import supervised
from vsm_xl.ooxml.workers import worker_processes
from vsm_xl.ooxml.write import WRITING

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import ProcessPoolExecutor
    from contextlib import AbstractContextManager
    from multiprocessing.connection import Connection

    from vsm_xl.annual_return.returns import Return
    from vsm_xl.annual_return.template.layout import TemplateSize
    from vsm_xl.recalc import EngineName

FAILED: Final = "Not done"
_ENDED: Final = (
    "the program that recalculated it ended without a word, perhaps for want of memory. Try this "
    "file alone."
)
#: A worker is replaced after so many files, so that no engine's memory grows without end.
_FILES_EACH: Final = 50
#: Seconds between two looks for an interrupt; Windows tells of one only then.
_LOOK: Final = 0.5


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
    context = multiprocessing.get_context("spawn")
    # The workers hear at the one end that the other is closed, which an interrupt does at once.
    stop, keep_on = context.Pipe(duplex=False)
    with noticed(keep_on.close) as ask:
        crew = _Crew(engine, step, stop, ask)
        try:
            found = crew.work(targets)
            ask()
        finally:
            stop.close()
            keep_on.close()
    return found


class _Crew:
    """The workers of one run."""

    def __init__(
        self,
        engine: EngineName,
        step: Callable[[str], None],
        stop: Connection,
        ask: Callable[[], None],
    ) -> None:
        self._engine = engine
        self._step = step
        self._stop = stop
        self._ask = ask
        self._found: list[tuple[Path, Done]] = []

    def work(self, targets: list[tuple[Path, Path]]) -> list[tuple[Path, Done]]:
        """Recalculate the files."""
        waiting = list(reversed(targets))
        workers = min(os.cpu_count() or 1, len(targets))
        while waiting:
            for pair in dict.fromkeys(self._together(waiting, workers)):
                if pair not in waiting:
                    # One of them has ended its worker; each alone, the others are done.
                    self._alone(pair)
        return self._found

    def _together(self, waiting: list[tuple[Path, Path]], workers: int) -> list[tuple[Path, Path]]:
        """Work until nothing is waiting or a worker is lost; return the files lost with it."""
        lost: list[tuple[Path, Path]] = []
        with self._pool(workers) as pool:
            running: dict[Future[Done], tuple[Path, Path]] = {}
            while waiting or running:
                self._ask()
                # No more than the workers can begin, so that memory does not grow with the files.
                while waiting and len(running) < workers * 2 and not lost:
                    pair = waiting.pop()
                    try:
                        running[self._begun(pool, pair)] = pair
                    except BrokenProcessPool:
                        waiting.append(pair)
                        lost.append(pair)
                if not running:
                    break
                finished, _ = wait(running, _LOOK, FIRST_COMPLETED)
                for future in finished:
                    pair = running.pop(future)
                    try:
                        self._say(pair, future.result())
                    except BrokenProcessPool:
                        lost.append(pair)
        self._ask()
        return lost

    def _alone(self, pair: tuple[Path, Path]) -> None:
        with self._pool(1) as pool:
            future = self._begun(pool, pair)
            while not wait([future], _LOOK).done:
                self._ask()
            try:
                done = future.result()
            except BrokenProcessPool:
                done = Done(str(pair[0]), FAILED, problems=(f"{pair[0]}: {_ENDED}",))
        self._ask()
        self._say(pair, done)

    def _begun(self, pool: ProcessPoolExecutor, pair: tuple[Path, Path]) -> Future[Done]:
        # Workers are started here, and by a thread that is started here.
        with held_back():
            return pool.submit(_one, str(pair[0]), str(pair[1]), self._engine, _edition_given())

    def _say(self, pair: tuple[Path, Path], done: Done) -> None:
        self._step(f"{pair[0].name}: {done.result}")
        self._found.append((pair[0], done))

    def _pool(self, workers: int) -> AbstractContextManager[ProcessPoolExecutor]:
        return worker_processes(workers, _leave_when_told, (self._stop,), files=_FILES_EACH)


def _leave_when_told(stop: Connection) -> None:
    """See to it that a worker, and its LibreOffice, do not outlive a command that was ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The others are ended like this where one is lost.
    signal.signal(signal.SIGTERM, lambda *_: _in_a_thread(_leave))
    command = multiprocessing.parent_process()
    if command is None:
        return

    def wait_and_leave() -> None:
        wait_for([command.sentinel, stop])
        _leave()

    _in_a_thread(wait_and_leave)


def _in_a_thread(act: Callable[[], None]) -> None:
    threading.Thread(target=act, daemon=True).start()


def _leave() -> None:
    # A file that is being put in its place first arrives there.
    with WRITING:
        os._exit(1)


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


def _one(file: str, target: str, engine: EngineName, given: str) -> Done:
    """Recalculate one file with the edition that it names; runs in a worker."""
    if engine != "embedded":
        # LibreOffice is a process of its own, which the worker keeps warm.
        return _recalculated(file, target, engine, given)
    make_ready()
    try:
        size = Path(file).stat().st_size
        done: Done = supervised(partial(_recalculated, file, target, engine, given), size, file)
    except UnusableInput as unusable:
        return Done(file, FAILED, problems=unusable.problems)
    except OSError as problem:
        return Done(file, FAILED, problems=(_unreadable(file, problem),))
    make_ready(done.size)
    return done


def _recalculated(file: str, target: str, engine: EngineName, given: str) -> Done:
    try:
        with collector_paused(), edition.using(find(given) if given else None):
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
    master, formulas = opened.results.master, opened.stored.formulas
    return Done(
        file,
        "Recalculated" if written else "Up to date",
        master,
        formulas,
        time.perf_counter() - began,
        size=opened.layout.size,
    )


def _unreadable(file: str, problem: OSError) -> str:
    return f"{file} cannot be read or written: {problem.strerror or problem}."


def _naming(file: str, problems: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(words if file in words else f"{file}: {words}" for words in problems)
