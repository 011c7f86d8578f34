"""What went wrong in the server, kept for the doctor: a cell only says ``#VALUE!``."""

from __future__ import annotations

import os
import tempfile
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from vsm_xl.excel.shared_names import FAULTS_FILE, FAULTS_FOLDER

_LARGEST: Final = 200_000


def file() -> Path:
    """Name the file, in the user's own folder for local data.

    >>> file().name
    'server-faults.log'
    """
    base = os.environ.get("LOCALAPPDATA") or tempfile.gettempdir()
    return Path(base) / FAULTS_FOLDER / FAULTS_FILE


def record(what: str) -> None:
    """Write the exception that is being handled to the file; never raises.

    Args:
        what: which call it was. The arguments are not written: they are people's pay.
    """
    with suppress(OSError):
        path = file()
        path.parent.mkdir(parents=True, exist_ok=True)
        # Started again when it has grown, so that it never fills a disk.
        grown = path.exists() and path.stat().st_size > _LARGEST
        with path.open("w" if grown else "a", encoding="utf-8") as log:
            log.write(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {what}\n{traceback.format_exc()}\n")
