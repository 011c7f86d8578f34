"""Many files of a collation, read at the same time and each in a process of its own.

Nothing of the database is loaded here: its program would be a part of each of these processes.
"""

from __future__ import annotations

import hashlib
from concurrent.futures import as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.warm import make_ready
from vsm_xl.errors import UnusableInput
from vsm_xl.national.reader import REFUSED, FileRead, read_file
from vsm_xl.ooxml.supervision import supervised, worker_processes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

#: A process is replaced after so many files, so that memory does not grow with their number.
_FILES_EACH: Final = 40
_LOST: Final = "The program that read it ended, perhaps for want of memory; the file was left out."


def read_all(files: Sequence[Path], names: dict[Path, str], cores: int) -> Iterator[FileRead]:
    """Read files at the same time; one that ends its process is tried alone, and then left out.

    Args:
        files: the files.
        names: what each is called in the collation.
        cores: how many processes read; 1 for none but this one.
    """
    if cores == 1:
        yield from (_read(path, names[path]) for path in files)
        return
    left = list(files)
    while left:
        done: set[Path] = set()
        try:
            with worker_processes(min(cores, len(left)), files=_FILES_EACH) as pool:
                running = {pool.submit(_read, path, names[path]): path for path in left}
                for future in as_completed(running):
                    done.add(running[future])
                    yield future.result()
            left = []
        except BrokenProcessPool:
            left = [path for path in left if path not in done]
            suspects, left = left[: 2 * cores], left[2 * cores :]
            yield from (_alone(path, names[path]) for path in suspects)


def _read(path: Path, name: str) -> FileRead:
    """Read one file in a process that is watched, so that no file can take the others' time or memory."""
    make_ready()
    try:
        size = path.stat().st_size
        found: FileRead = supervised(lambda: read_file(path, name), size, name)
    except UnusableInput as taken_too_much:
        return FileRead(name, sha256(path), REFUSED, str(taken_too_much))
    except OSError as problem:
        return FileRead(name, "", REFUSED, f"{path} cannot be read: {problem.strerror or problem}.")
    make_ready(found.size)
    return found


def _alone(path: Path, name: str) -> FileRead:
    try:
        with worker_processes(1, files=_FILES_EACH) as pool:
            return pool.submit(_read, path, name).result()
    except BrokenProcessPool:
        return FileRead(name, sha256(path), REFUSED, _LOST)


def sha256(path: Path) -> str:
    """Return the digest of a file; empty where it cannot be read."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    except OSError:
        return ""
    return digest.hexdigest()
