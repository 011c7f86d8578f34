"""Where LibreOffice is on this computer, and whether its Python has what our functions need."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vsm_xl.errors import UnusableInput
from vsm_xl.libreoffice.addin import OLDEST, OLDEST_PYTHON

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
_PATIENCE: Final = 60
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
        said = _output([str(self.program), "--version"])
        words = said.split()
        return words[1] if len(words) > 1 else ""

    def lacking(self) -> list[str]:
        """Say what keeps our functions from working in it; nothing where they do."""
        problems = []
        if self.version and _numbers(self.version) < _numbers(OLDEST):
            problems.append(
                f"LibreOffice {self.version} ({self.program}) is too old: the add-in needs {OLDEST} or "
                f"newer. Install a newer LibreOffice; on Debian it is in the backports."
            )
        if not _runs(self.python, f"import uno, numpy; {_NEW_ENOUGH}"):
            problems.append(self._lacking_python())
        return problems

    def _lacking_python(self) -> str:
        if not _runs(self.python, "import uno"):
            return (
                f"LibreOffice's Python ({self.python}) cannot talk to LibreOffice. Install its Python "
                f"support; on Debian and Ubuntu the packages python3-uno and "
                f"libreoffice-script-provider-python."
            )
        if not _runs(self.python, _NEW_ENOUGH):
            return (
                f"LibreOffice's Python ({self.python}) is too old: our functions need Python "
                f"{_PYTHON} or newer. Install a newer LibreOffice, which brings a newer Python."
            )
        return (
            f"LibreOffice's Python ({self.python}) has no numpy, with which our functions compute. "
            f"Install it there: on Debian and Ubuntu the package python3-numpy, elsewhere "
            f"{self.python} -m pip install numpy."
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
                f"The environment variable {VARIABLE} says {named}, and there is no such program. "
                f"Correct it, or remove it."
            )
        yield Path(named).resolve()
    for name in _NAMES:
        if found := shutil.which(name):
            yield Path(found).resolve()
    for pattern in _USUAL_PLACES:
        root = Path(Path(pattern).anchor)
        if root.is_dir():
            yield from sorted(root.glob(str(Path(pattern).relative_to(root))), reverse=True)


def _python(program: Path) -> Path:
    """Find the Python of a LibreOffice: its own, or the system's that it was built with."""
    folder = program.parent
    own = [folder / "python.exe", folder / "python", folder.parent / "Resources" / "python"]
    system = [Path("/usr/bin/python3"), Path(shutil.which("python3") or sys.executable)]
    candidates = [*(path for path in own if path.is_file()), *system]
    return next((path for path in candidates if _runs(path, "import uno")), candidates[0])


def _runs(python: Path, line: str) -> bool:
    try:
        done = subprocess.run(  # noqa: S603 - a program found by us, with a line of ours
            [python, "-I", "-c", line], capture_output=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _output(command: list[str]) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - a program found by us
            command, capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
