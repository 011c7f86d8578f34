"""What takes long to make is made once in a test run, and shared by the processes that run tests."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

try:
    import fcntl
except ImportError:  # on Windows each process makes its own, and the first that is ready counts
    fcntl = None  # type: ignore[assignment]

#: The folder of the run, in the environment of every process of it.
_SHARED: Final = "VSM_XL_TESTS_SHARED"


def shared_folder() -> Path:
    """Return the folder of the run; the first process that asks makes it, and removes it in the end."""
    if _SHARED not in os.environ:
        os.environ[_SHARED] = tempfile.mkdtemp(prefix="vsm-xl-tests-")
        atexit.register(_remove, os.environ[_SHARED], os.getpid())
    return Path(os.environ[_SHARED])


def _remove(folder: str, owner: int) -> None:
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)


def made_once(name: str, make: Callable[[Path], None]) -> Path:
    """Return a folder that ``make`` has filled; whoever needs it meanwhile waits.

    Args:
        name: what it is; whatever it depends on is part of the name.
        make: fills an empty folder.
    """
    folder = shared_folder() / name
    with _alone(name):
        if not folder.exists():
            part = folder.with_name(f"{name}.{os.getpid()}")
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir()
            make(part)
            part.rename(folder)
    return folder


@contextmanager
def _alone(name: str) -> Iterator[None]:
    with (shared_folder() / f"{name}.lock").open("w") as lock:
        if fcntl is not None:
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
