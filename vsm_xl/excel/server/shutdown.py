"""The end of the server: without ending an Excel that belongs to another user or is still closing."""

from __future__ import annotations

import atexit
import sys


def leave_excel_running() -> None:
    """Take back what xlwings does when Python ends.

    It then ends, by force, every Excel that it has no window of.  That may be one that is just
    closing, or the one of another person on the same server; nothing of ours starts an Excel
    that would have to be ended.
    """
    engine = sys.modules.get("xlwings._xlwindows")
    if engine is not None:
        atexit.unregister(engine.cleanup)
