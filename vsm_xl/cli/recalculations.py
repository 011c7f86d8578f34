"""Recalculating many returns with all cores, and comparing the engines on a person's own files."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vsm_xl.cli import output
from vsm_xl.cli.output import Column
from vsm_xl.cli.outputs import same_file
from vsm_xl.cli.returns import renewed
from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml import Package
from vsm_xl.recalc.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from vsm_xl.recalc import EngineName

_FAILED: Final = "Not done"
_ENDED: Final = (
    "the program that recalculated it ended without a word, perhaps for want of memory. Try this "
    "file alone."
)
#: A worker is replaced after so many files, so that no engine's memory grows without end.
_FILES_EACH: Final = 50
_PROBLEMS_EACH: Final = 2
#: Cells that disagree and are shown of one file; the first usually cause the others.
_SHOWN: Final = 20
_COLUMNS: Final = (
    Column("File"), Column("Result"), Column("Master check"),
    Column("Formulas", right=True), Column("Seconds", right=True),
)  # fmt: skip


@dataclass(frozen=True)
class Done:
    """What became of one file; ``problems`` says why nothing did."""

    file: str
    result: str
    master: str = ""
    formulas: int = 0
    seconds: float = 0.0
    problems: tuple[str, ...] = ()


def many(files: Sequence[Path], folder: Path | None, engine: EngineName) -> bool:
    """Recalculate files, each in place or into a folder; tell whether all could be.

    A file that cannot be recalculated is left as it is, and the others go on.

    Raises:
        UnusableInput: the folder cannot be written to, or two files would become one.
    """
    targets = _targets(files, folder)
    if engine == "libreoffice":
        _look_for_libreoffice()
    with output.progress(len(targets)) as step:
        results = dict(_all_done(targets, engine, step))
    ordered = [results[file] for file, _ in targets]
    output.table(
        _COLUMNS,
        [
            (done.file, done.result, done.master, f"{done.formulas:,}", f"{done.seconds:.2f}")
            for done in ordered
        ],
    )
    failed = [done for done in ordered if done.result == _FAILED]
    output.line(
        f"{len(ordered) - len(failed):,} of {len(ordered):,} files recalculated"
        + (f"; {len(failed):,} could not be, and were left as they are." if failed else ".")
    )
    for done in failed:
        more = len(done.problems) - _PROBLEMS_EACH
        rest = (f"… and {more:,} more; vsm-xl check shows them.",) if more > 0 else ()
        output.complain(*done.problems[:_PROBLEMS_EACH], *rest)
    return not failed


def compare(files: Sequence[Path]) -> bool:
    """Compare both engines and our functions on files; tell whether they agree everywhere.

    No file is written.

    Raises:
        UnusableInput: a file cannot be recalculated, or LibreOffice is not there.
    """
    _look_for_libreoffice()
    agreed = True
    for file in files:
        package = Package.open(file)
        with output.progress(1) as step:
            step(f"Recalculating {file.name} twice")
            found = verify(package)
        for disagreement in found.disagreements[:_SHOWN]:
            output.line(f"{file}: {disagreement.words}")
        if (more := len(found.disagreements) - _SHOWN) > 0:
            output.line(f"{file}: … and {more:,} more cells.")
        different = len(found.disagreements)
        output.line(
            f"{file}: {found.formulas:,} formulas, the engines "
            + (f"disagree on {different:,}." if different else "agree on every one;")
            + f" {found.with_core:,} were also asked of the functions directly."
        )
        if found.explained:
            output.line(
                f"{file}: {found.explained:,} formulas differ because they meet several errors at "
                f"once, TRUE or FALSE among numbers, or numbers stored as text, or depend on one "
                f"that does. Correct these entries."
            )
        if found.never_the_same:
            output.line(
                f"{file}: {found.never_the_same:,} formulas give another answer every time, and "
                f"were left out."
            )
        agreed = agreed and not different
    return agreed


def _look_for_libreoffice() -> None:
    """Say what is missing once, before any file is begun."""
    from vsm_xl.libreoffice import programs  # noqa: PLC0415 - few need LibreOffice

    if problems := programs.find().lacking():
        raise UnusableInput(problems)


def _targets(files: Sequence[Path], folder: Path | None) -> list[tuple[Path, Path]]:
    if folder is not None and folder.exists() and not folder.is_dir():
        raise UnusableInput(
            f"{folder} is a file. For several files -o names the folder that they are written to."
        )
    targets: list[tuple[Path, Path]] = []
    taken: dict[Path, Path] = {}
    for file in files:
        target = file if folder is None else folder / file.name
        key = target.resolve()
        if key in taken:
            if same_file(taken[key], file):
                # Named twice, as patterns that overlap do; once is enough.
                continue
            raise UnusableInput(
                f"{taken[key]} and {file} would both be written to {target}. Recalculate them in "
                f"two runs."
            )
        taken[key] = file
        targets.append((file, target))
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    return targets


def _all_done(
    targets: list[tuple[Path, Path]], engine: EngineName, step: Callable[[str], None]
) -> Iterator[tuple[Path, Done]]:
    """Work on the files, as many at a time as there are cores."""
    waiting = list(reversed(targets))
    workers = min(os.cpu_count() or 1, len(targets))
    while waiting:
        lost: list[tuple[Path, Path]] = []
        with _pool(workers) as pool:
            running: dict[Future[Done], tuple[Path, Path]] = {}
            while waiting or running:
                # No more than the workers can begin, so that memory does not grow with the files.
                while waiting and len(running) < workers * 2 and not lost:
                    pair = waiting.pop()
                    try:
                        running[pool.submit(_one, str(pair[0]), str(pair[1]), engine)] = pair
                    except BrokenProcessPool:
                        waiting.append(pair)
                        lost.append(pair)
                if not running:
                    break
                finished, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in finished:
                    pair = running.pop(future)
                    try:
                        done = future.result()
                    except BrokenProcessPool:
                        lost.append(pair)
                        continue
                    step(f"{pair[0].name}: {done.result}")
                    yield pair[0], done
        for pair in dict.fromkeys(lost):
            if pair not in waiting:
                # One of them has ended its worker; each alone, the others are done.
                done = _alone(pair, engine)
                step(f"{pair[0].name}: {done.result}")
                yield pair[0], done


def _alone(pair: tuple[Path, Path], engine: EngineName) -> Done:
    file = str(pair[0])
    with _pool(1) as pool:
        try:
            return pool.submit(_one, str(pair[0]), str(pair[1]), engine).result()
        except BrokenProcessPool:
            return Done(
                file,
                _FAILED,
                problems=(f"{file}: {_ENDED}",),
            )


def _pool(workers: int) -> ProcessPoolExecutor:
    # Fresh processes, because a copy of this one would share threads and a warm LibreOffice.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(
        workers, context, _end_with_the_command, max_tasks_per_child=_FILES_EACH
    )


def _end_with_the_command() -> None:
    """See to it that a worker, and its LibreOffice, do not outlive a command that was ended."""
    command = multiprocessing.parent_process()
    if command is None:
        return

    def wait() -> None:
        command.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _one(file: str, target: str, engine: EngineName) -> Done:
    """Recalculate one file; runs in a worker."""
    began = time.perf_counter()
    try:
        out = None if target == file else Path(target)
        loaded, written = renewed(Path(file), out, lambda _: None, engine)
    except UnusableInput as unusable:
        return Done(file, _FAILED, problems=_naming(file, unusable.problems))
    except OSError as problem:
        words = problem.strerror or str(problem)
        return Done(file, _FAILED, problems=(f"{file} cannot be read or written: {words}.",))
    except Exception as fault:  # noqa: BLE001 - one file's fault must not stop the others
        words = f"{file}: a fault of vsm_xl ({type(fault).__name__}: {fault}). Please report it."
        return Done(file, _FAILED, problems=(words,))
    return Done(
        file,
        "Recalculated" if written else "Up to date",
        str(loaded.says.master),
        loaded.stored.formulas,
        time.perf_counter() - began,
    )


def _naming(file: str, problems: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(words if file in words else f"{file}: {words}" for words in problems)
