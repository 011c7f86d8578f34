"""Where LibreOffice is on this computer, and whether its Python has what our functions need."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vsm_xl.errors import UnusableInput
from vsm_xl.libreoffice.addin import OLDEST, OLDEST_PYTHON
from vsm_xl.programs import unrestrained, which

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Names the program ``soffice`` where it is not found by itself.
VARIABLE: Final = "VSM_XL_SOFFICE"
_NAMES: Final = ("soffice", "libreoffice")
_USUAL_PLACES: Final = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice*/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
#: Seconds for a short answer, and for an extension to be put in; ten times what a busy computer
#: was seen to take.
_PATIENCE: Final = 120
_LONG_PATIENCE: Final = 600
_PYTHON: Final = ".".join(map(str, OLDEST_PYTHON))
_NEW_ENOUGH: Final = f"import sys; sys.exit(sys.version_info[:2] < {OLDEST_PYTHON})"


@dataclass(frozen=True)
class Installation:
    """A LibreOffice on this computer: its program, and the Python that it runs add-ins with."""

    program: Path
    python: Path

    @property
    def unopkg(self) -> Path:
        """The program that manages extensions; it lies beside ``soffice``."""
        return self.program.with_name("unopkg" + self.program.suffix)

    @cached_property
    def version(self) -> str:
        """The version as LibreOffice tells it, such as 25.2.3.2; empty where it tells none."""
        words: list[str] = []
        with suppress(OSError, subprocess.TimeoutExpired):
            words = _run([str(self.program), "--version"], self.python).stdout.split()
        return words[1] if len(words) > 1 else ""

    def lacking(self) -> list[str]:
        """Return what keeps our functions from working in it; nothing where they do."""
        problems = []
        if self.version and _numbers(self.version) < _numbers(OLDEST):
            problems.append(
                f"LibreOffice {self.version} ({self.program}) is too old: the add-in needs {OLDEST} or "
                f"newer. Install a newer LibreOffice; on Debian it is in the backports."
            )
        if not _runs(self.python, f"import uno; {_NEW_ENOUGH}"):
            problems.append(self._lacking_python())
        return problems

    def _lacking_python(self) -> str:
        if not _runs(self.python, "import uno"):
            return (
                f"LibreOffice's Python ({self.python}) cannot talk to LibreOffice. Install its Python "
                f"support; on Debian and Ubuntu the packages python3-uno and "
                f"libreoffice-script-provider-python."
            )
        return (
            f"LibreOffice's Python ({self.python}) is too old: our functions need Python "
            f"{_PYTHON} or newer. Install a newer LibreOffice, which brings a newer Python."
        )


def find() -> Installation:
    """Find LibreOffice.

    Raises:
        UnusableInput: there is none, with what to do.
    """
    program = next(_programs(), None)
    if program is None:
        raise UnusableInput(
            f"LibreOffice was not found on this computer. Install LibreOffice {OLDEST} or newer with "
            f"Calc, or, where it is installed, set the environment variable {VARIABLE} to the full "
            f"name of its program soffice."
        )
    return Installation(program, _python(program))


def _programs() -> Iterator[Path]:
    if named := os.environ.get(VARIABLE):
        if not Path(named).is_file():
            raise UnusableInput(
                f"The environment variable {VARIABLE} names {named}, and there is no such program. "
                f"Correct it, or remove it."
            )
        yield Path(named).resolve()
    for name in _NAMES:
        if found := which(name):
            yield found.resolve()
    for pattern in _USUAL_PLACES:
        root = Path(Path(pattern).anchor)
        if root.is_dir():
            yield from sorted(root.glob(str(Path(pattern).relative_to(root))), reverse=True)


def _python(program: Path) -> Path:
    """Find the Python of a LibreOffice: its own, or the system's that it was built with."""
    folder = program.parent
    own = [folder / "python.exe", folder / "python", folder.parent / "Resources" / "python"]
    system = [Path("/usr/bin/python3"), which("python3") or Path(sys.executable)]
    candidates = [*(path for path in own if path.is_file()), *system]
    return next((path for path in candidates if _runs(path, "import uno")), candidates[0])


def environment(python: Path, temporary: Path | None = None) -> dict[str, str]:
    """Return this environment without what belongs to this Python, for LibreOffice.

    The Python inside LibreOffice takes its library from where it first finds a ``python3``: in an
    active virtual environment that would be another Python's, and LibreOffice would crash.

    Args:
        python: LibreOffice's Python.
        temporary: a folder for temporary files, which LibreOffice does not always remove.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PYTHON") and name != "VIRTUAL_ENV"
    }
    kept["PATH"] = os.pathsep.join((str(python.parent), kept.get("PATH", os.defpath)))
    if temporary is not None:
        kept |= dict.fromkeys(("TMPDIR", "TMP", "TEMP"), str(temporary))
    return kept


def run_unopkg(
    installation: Installation, folder: Path, words: list[str], options: list[str]
) -> str:
    """Run LibreOffice's program for extensions.

    Args:
        installation: which LibreOffice.
        folder: where it may leave temporary files; whoever asks removes it.
        words: what to do.
        options: with which profile.

    Returns:
        Its complaint; "" if all went well.
    """
    command = [str(installation.unopkg), *words, *options]
    try:
        done = _run(command, installation.python, _LONG_PATIENCE, folder)
    except (OSError, subprocess.TimeoutExpired) as problem:
        return str(problem)
    if done.returncode == 0:
        return ""
    said = " ".join((done.stderr or done.stdout).split())
    said = said.removesuffix("ERROR: unopkg failed.").strip()
    said = said.removeprefix("ERROR: ").removeprefix("Exception occurred: ").rstrip(".!")
    return said or f"unopkg ended with code {done.returncode}"


def _runs(python: Path, line: str) -> bool:
    try:
        return _run([str(python), "-I", "-c", line], python).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _run(
    command: list[str], python: Path, patience: float = _PATIENCE, folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program found by us, away from the current folder, which may hold planted files."""
    return subprocess.run(  # noqa: S603 - as said
        command, capture_output=True, text=True, errors="replace", stdin=subprocess.DEVNULL,
        timeout=patience, check=False, cwd=folder or python.parent, env=environment(python, folder),
        preexec_fn=unrestrained(),
    )  # fmt: skip


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
