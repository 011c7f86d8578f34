"""Whether processes end that a test has started or stopped."""

from __future__ import annotations

import os
import signal
import time


def ends(group: int) -> bool:
    """Return whether a process group, which lasts as long as one of its processes, soon ends."""
    last = time.monotonic() + 60
    while time.monotonic() < last:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.01)
    return False


def heed_interrupts() -> None:
    """Let a new process hear interrupts, also where this one was started in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
