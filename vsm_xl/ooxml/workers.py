"""Processes that work on several received files at the same time."""

from __future__ import annotations

import atexit
import os
import signal
import sys
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.connection import Connection

#: Python's own setting for a program that is not to look for modules in the current folder.
_SAFE_PATH: Final = "PYTHONSAFEPATH"


def _begun(stop: Connection) -> None:
    # Whatever else is to be done at the end is done before; what is in memory need not be cleared away.
    atexit.register(os._exit, 0)
    # Whoever started it hears an interrupt, and ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The others are ended like this where one is lost.
    signal.signal(signal.SIGTERM, lambda *_: _in_a_thread(_leave))
    _in_a_thread(_end_with, stop)


def _in_a_thread(act: Callable[..., None], *given: Connection) -> None:
    threading.Thread(target=act, args=given, daemon=True).start()


def _end_with(stop: Connection) -> None:
    """End this process when the other end of a pipe is closed: by whoever started it, or with it."""
    with suppress(EOFError, OSError):
        stop.recv_bytes()
    _leave()


def _leave() -> None:
    from vsm_xl.ooxml.write import WRITING  # noqa: PLC0415 - many workers write nothing

    # A file that is being put in its place first arrives there.
    with WRITING:
        os._exit(1)


@contextmanager
def _held_back() -> Iterator[None]:
    """Hold interrupts back for a moment; a process or thread started meanwhile never hears one.

    Ctrl-C goes to every process of a terminal.  One that is only being started could do nothing
    but complain.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def worker_processes(workers: int, *, files: int) -> Iterator[ProcessPoolExecutor]:
    """Start processes that work on received files.

    They look for no module in the current folder, where the received files lie, and they are fresh
    ones: a copy of this process would share its threads and its LibreOffice.  They end at once where
    what is done with them is given up, or this process is ended.

    Args:
        workers: how many.
        files: after so many files a process is replaced, so that no memory grows with their number.
    """
    # Loaded here, because one file needs no pool.
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415
    from multiprocessing import get_context  # noqa: PLC0415

    class Pool(ProcessPoolExecutor):
        def submit(self, work: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
            # Processes are started here, and by a thread that is started here.
            try:
                with _held_back():
                    return super().submit(work, *given, **named)
            except OSError as problem:
                if problem.errno is not None:
                    raise
                # Its pipe was closed just now, because a process was lost.
                raise BrokenProcessPool(str(problem)) from None

    before, path = os.environ.get(_SAFE_PATH), list(sys.path)
    os.environ[_SAFE_PATH] = "1"
    context = get_context("spawn")
    stop, keep_on = context.Pipe(duplex=False)
    # They take over this path, too.
    sys.path[:] = [one for one in path if one]
    try:
        with Pool(workers, context, _begun, (stop,), max_tasks_per_child=files) as pool:
            try:
                yield pool
            except BaseException:
                keep_on.close()
                raise
    finally:
        stop.close()
        keep_on.close()
        sys.path[:] = path
        if before is None:
            del os.environ[_SAFE_PATH]
        else:
            os.environ[_SAFE_PATH] = before
