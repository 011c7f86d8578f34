"""Many files of a collation, read at the same time, by processes that are watched.

Nothing of the database is loaded here: its program would be a part of each of these processes.
"""

from __future__ import annotations

from concurrent.futures import as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import partial
from math import ceil
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from vsm_xl.annual_return.reading.identify import layout_of
from vsm_xl.annual_return.warm import make_ready
from vsm_xl.errors import UnusableInput
from vsm_xl.national.reader import REFUSED, FileRead, read_file
from vsm_xl.ooxml import Package
from vsm_xl.ooxml.collector import collector_paused
from vsm_xl.ooxml.supervision import supervised, supervised_together
from vsm_xl.ooxml.unpack import read_bytes, unpack
from vsm_xl.ooxml.workers import worker_processes
from vsm_xl.ooxml.write import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from vsm_xl.annual_return.template.layout import TemplateSize

#: Files that one fork of a process reads; what it took ends with it, so memory does not grow with their number.
_BATCH: Final = 64
#: And their bytes, some four seconds of work: progress is told of each lot.
_BATCH_BYTES: Final = 14_000_000
#: From so many files on, half a second to make ready for confirming their results is well spent.
_MANY: Final = 12
#: Batches after which a process is replaced; each of them was read in a fork.
_BATCHES_EACH: Final = 200
_LOST: Final = "The program that read it ended, perhaps for want of memory; the file was left out."
_FAULT: Final = "This is a fault of vsm_xl, not of the file ({problem}); the file was left out. Please report it."
_Batch: TypeAlias = "list[tuple[Path, str]]"
#: The sizes of template that this process has met.
_sizes: set[TemplateSize] = set()


class _How(NamedTuple):
    """How files are read: whether stored results may be confirmed, whether they must not be."""

    confirming: bool
    recalculate: bool


def read_all(
    files: Sequence[Path], names: dict[Path, str], cores: int, *, recalculate: bool = False
) -> Iterator[FileRead]:
    """Read files at the same time; one that ends its process is tried alone, and then left out.

    Args:
        files: the files.
        names: what each is called in the collation.
        cores: how many processes read; 1 for none but this one.
        recalculate: whether the engine computes also those whose stored results are proved.
    """
    how = _How(confirming=len(files) >= _MANY, recalculate=recalculate)
    left = _batches(files, names, cores)
    if cores == 1:
        for batch in left:
            yield from _read(batch, how)
        return
    while left:
        done: set[int] = set()
        try:
            with worker_processes(min(cores, len(left)), files=_BATCHES_EACH) as pool:
                running = {pool.submit(_read, batch, how): at for at, batch in enumerate(left)}
                for future in as_completed(running):
                    # Not kept: what was read of it would be, until all are.
                    at = running.pop(future)
                    found = future.result()
                    # Those that a lost worker had are not done.
                    done.add(at)
                    yield from found
            left = []
        except BrokenProcessPool:
            left = [batch for at, batch in enumerate(left) if at not in done]
            suspects, left = left[: 2 * cores], left[2 * cores :]
            yield from (_alone(one, how) for batch in suspects for one in batch)


def _batches(files: Sequence[Path], names: dict[Path, str], cores: int) -> list[_Batch]:
    """Return the files, with their names, in lots that keep all cores at work."""
    in_all = sum(path.stat().st_size for path in files if path.is_file())
    # As many for each core, and two or more.
    each = max(2, ceil(len(files) / (cores * _BATCH)), ceil(in_all / (cores * _BATCH_BYTES)))
    lots = cores * each
    size = max(1, ceil(len(files) / lots))
    return [
        [(path, names[path]) for path in files[at : at + size]] for at in range(0, len(files), size)
    ]


def _read(batch: _Batch, how: _How) -> list[FileRead]:
    """Read files in a process that is watched, so that no file can take the others' time or memory."""
    make_ready()
    if len(batch) > 1 and not _sizes:
        # What the first one is like, the others most likely are.
        _make_ready_for(batch[0], how)
    found = supervised_together(partial(_read_each, how=how), batch, _told, _refused)
    _met({read.size for read in found if read.size is not None}, how)
    return found


def _told(one: tuple[Path, str]) -> tuple[Path, str]:
    return one


def _refused(one: tuple[Path, str], problem: UnusableInput | OSError) -> FileRead:
    path, name = one
    if isinstance(problem, UnusableInput):
        return FileRead(name, fingerprint(path), REFUSED, str(problem))
    why = f"{path} cannot be read: {problem.strerror or problem}."
    return FileRead(name, "", REFUSED, why)


def _met(sizes: set[TemplateSize], how: _How) -> None:
    for size in sizes - _sizes:
        _sizes.add(size)
        make_ready(size, confirming=how.confirming)


def _make_ready_for(one: tuple[Path, str], how: _How) -> None:
    path, name = one
    with suppress(UnusableInput, OSError):
        size: TemplateSize | None = supervised(partial(_size_of, path), path.stat().st_size, name)
        _met({size} if size else set(), how)


def _size_of(path: Path) -> TemplateSize | None:
    """Return the size of a return's template; None where that cannot be said."""
    try:
        # Of all its sheets nothing is asked.
        return layout_of(Package(str(path), unpack(read_bytes(path), str(path)))).size
    except Exception:  # noqa: BLE001 - what is wrong with it is said when it is read
        return None


def _read_each(batch: _Batch, how: _How) -> Iterator[FileRead]:
    with collector_paused():
        for path, name in batch:
            yield _read_one(path, name, how)


def _read_one(path: Path, name: str, how: _How) -> FileRead:
    try:
        return read_file(path, name, recalculate=how.recalculate)
    except MemoryError:
        # What those before it took may be the reason: whoever watches has it done again alone.
        raise
    except Exception as problem:  # noqa: BLE001 - one file never stops the rest, whatever is wrong
        why = _FAULT.format(problem=f"{type(problem).__name__}: {problem}")
        return FileRead(name, fingerprint(path), REFUSED, why)


def _alone(one: tuple[Path, str], how: _How) -> FileRead:
    path, name = one
    try:
        with worker_processes(1, files=_BATCHES_EACH) as pool:
            [found] = pool.submit(_read, [one], how).result()
            return found
    except BrokenProcessPool:
        return FileRead(name, fingerprint(path), REFUSED, _LOST)
