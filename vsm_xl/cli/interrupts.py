"""Ctrl-C, heard once: whoever is impatient does not disturb the putting away.

A second KeyboardInterrupt would end the code that ends others, and leave programs, temporary
files or a lock behind.  So after the first one further interrupts are ignored, and should the
putting away take too long, this process leaves all the same.
"""

from __future__ import annotations

import os
import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: The exit code of what was stopped from the keyboard.
STOPPED: Final = 130
#: Seconds after which the process leaves whatever still has to be put away.
_PATIENCE: Final = 15.0


def heard_once() -> None:
    """Let the first interrupt raise KeyboardInterrupt, and no further one do anything."""

    def stop() -> None:
        raise KeyboardInterrupt

    _listen(stop)


@contextmanager
def noticed() -> Iterator[Callable[[], None]]:
    """Let an interrupt be noticed instead of breaking in.

    A KeyboardInterrupt may come between any two steps, also while a library holds its locks.

    Yields:
        A function that raises KeyboardInterrupt where there was an interrupt, to be called in
        places that can bear it.
    """
    noticed_one = False

    def note() -> None:
        nonlocal noticed_one
        noticed_one = True

    def ask() -> None:
        if noticed_one:
            raise KeyboardInterrupt

    before = _listen(note)
    try:
        yield ask
    finally:
        # Once interrupted, the command is about to end, and further interrupts stay ignored.
        if before is not None and not noticed_one:
            signal.signal(signal.SIGINT, before)


def _listen(act: Callable[[], None]) -> Any:
    """Have the first interrupt do something; return what was done before, None where nothing is new."""
    before = signal.getsignal(signal.SIGINT)
    if (
        before in {signal.SIG_IGN, None}
        or threading.current_thread() is not threading.main_thread()
    ):
        # A run in the background does not hear the keyboard.
        return None

    def first(*_: object) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        late = threading.Timer(_PATIENCE, os._exit, (STOPPED,))
        late.daemon = True
        late.start()
        act()

    signal.signal(signal.SIGINT, first)
    return before
