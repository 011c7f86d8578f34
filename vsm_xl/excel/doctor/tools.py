"""What the doctor asks of the computer beyond files and registry; replaced in tests."""

from __future__ import annotations

import json
import subprocess
import tempfile
from dataclasses import dataclass
from importlib import metadata
from typing import IO, TYPE_CHECKING, Any, Final

from vsm_xl.programs import which

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: A server starts in two or three seconds; with a virus scanner, ten times that.
PATIENCE: Final = 60
PROBE: Final = "vsm_xl.excel.doctor.probe"


@dataclass(frozen=True)
class Probed:
    """What came of starting the server as the add-in does.

    Args:
        answers: what it answered, by function; empty where it did not.
        said: the reason, with whatever Python wrote.
        in_time: whether it came to an end in time.
    """

    answers: dict[str, Any]
    said: str
    in_time: bool = True


@dataclass(frozen=True)
class Tools:
    """Versions of installed packages, programs on the path, and starting the server."""

    version: Callable[[str], str | None]
    program: Callable[[str], Path | None]
    probe: Callable[[Path, Path | None, str], Probed]


def real_tools() -> Tools:
    """Return the tools of this computer."""
    return Tools(_version, which, probe)


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def probe(interpreter: Path, dll: Path | None, command: str) -> Probed:
    """Start the server as the add-in does, from a process of its own, and ask it.

    Args:
        interpreter: the Python that the add-in uses.
        dll: xlwings' DLL; ``None`` where Windows starts the server.
        command: what the add-in passes to the DLL.
    """
    how = [] if dll is None else [str(dll), command]
    words = [str(interpreter), "-I", "-B", "-m", PROBE, *how]
    # Files and no pipes: a server that lives on would hold a pipe open, and its end would not be seen.
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        try:
            process = subprocess.Popen(  # noqa: S603 - the Python that is installed here
                words, stdin=subprocess.DEVNULL, stdout=out, stderr=err
            )
        except OSError as problem:
            return Probed({}, str(problem))
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            return Probed({}, _written(err), in_time=False)
        return _understood(_written(out), _written(err))


def _understood(out: str, err: str) -> Probed:
    try:
        report = json.loads(out.splitlines()[-1])
    except (ValueError, IndexError):
        return Probed({}, _joined(out, err))
    return Probed(report.get("answers", {}), _joined(report.get("failed", ""), err))


def _written(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace")


def _joined(*texts: str) -> str:
    return "\n".join(text.strip() for text in texts if text.strip())
