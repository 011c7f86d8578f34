"""Processes that work on several received files at the same time."""

from __future__ import annotations

import atexit
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import ProcessPoolExecutor

#: Python's own setting for a program that is not to look for modules in the current folder.
_SAFE_PATH: Final = "PYTHONSAFEPATH"


def _begun(begin: Callable[..., None] | None, given: tuple[Any, ...]) -> None:
    # Whatever else is to be done at the end is done before; what is in memory need not be cleared away.
    atexit.register(os._exit, 0)
    if begin is not None:
        begin(*given)


@contextmanager
def worker_processes(
    workers: int,
    begin: Callable[..., None] | None = None,
    given: tuple[Any, ...] = (),
    *,
    files: int,
) -> Iterator[ProcessPoolExecutor]:
    """Start processes that work on received files.

    They look for no module in the current folder, where the received files lie, and they are fresh
    ones: a copy of this process would share its threads and its LibreOffice.

    Args:
        workers: how many.
        begin: what each does first.
        given: what that is called with.
        files: after so many files a process is replaced, so that no memory grows with their number.
    """
    # Loaded here, because one file needs no pool.
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
    from multiprocessing import get_context  # noqa: PLC0415

    before, path = os.environ.get(_SAFE_PATH), list(sys.path)
    os.environ[_SAFE_PATH] = "1"
    # They take over this path, too.
    sys.path[:] = [one for one in path if one]
    try:
        with ProcessPoolExecutor(
            workers, get_context("spawn"), _begun, (begin, given), max_tasks_per_child=files
        ) as pool:
            yield pool
    finally:
        sys.path[:] = path
        if before is None:
            del os.environ[_SAFE_PATH]
        else:
            os.environ[_SAFE_PATH] = before
