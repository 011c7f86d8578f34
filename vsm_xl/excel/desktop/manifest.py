"""What an installation wrote, so that exactly that can be removed again."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path  # noqa: TC003 - pydantic reads it
from typing import TYPE_CHECKING, Final

from pydantic import TypeAdapter

from vsm_xl.errors import UnusableInput
from vsm_xl.excel import shared_names
from vsm_xl.ooxml.write import write_file

if TYPE_CHECKING:
    from vsm_xl.excel.desktop.machine import Machine

_FOLDER: Final = shared_names.FAULTS_FOLDER
_FILE: Final = "installed.json"


@dataclass(frozen=True)
class Manifest:
    """What was written, and by which version.

    Args:
        version: of this software.
        xlwings: its version then; the add-in works with no other.
        interpreter: the Python that Excel is told to start.
        addin: the add-in's file.
        files: every file that was written, with the SHA-256 of its content.
        folders: every folder that was made, the outer ones first.
        registry: the registered keys with their unnamed values; empty where Windows does not start
            the server.
    """

    version: str
    xlwings: str
    interpreter: Path
    addin: Path
    files: dict[Path, str]
    folders: tuple[Path, ...]
    registry: dict[str, str] = field(default_factory=dict)

    def unchanged(self, path: Path) -> bool:
        """Return whether a file is still as it was written."""
        with suppress(OSError):
            return digest(path.read_bytes()) == self.files.get(path)
        return False


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file's content."""
    return sha256(content).hexdigest()


def data_folder(machine: Machine) -> Path:
    """Return our own folder in this person's local data: local to this computer, as Python is."""
    return machine.folder("LOCALAPPDATA") / _FOLDER


def place(machine: Machine) -> Path:
    """Return the file that the manifest is kept in."""
    return data_folder(machine) / _FILE


def read(machine: Machine) -> Manifest | None:
    """Read what is installed for this person.

    Raises:
        UnusableInput: there is a manifest that cannot be read.
    """
    path = place(machine)
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeError) as problem:
        raise UnusableInput(f"{path} cannot be read: {problem}. {_REMEDY}") from problem
    try:
        return TypeAdapter(Manifest).validate_json(text)
    except ValueError as problem:
        raise UnusableInput(
            f"{path} does not say what is installed: it was changed or damaged. {_REMEDY}"
        ) from problem


_REMEDY: Final = (
    "Remove vsm.xlam from Excel's start folder by hand, delete this file, and run vsm-xl install."
)


def write(machine: Machine, manifest: Manifest) -> None:
    """Keep a manifest; its folder must be there."""
    write_file(place(machine), TypeAdapter(Manifest).dump_json(manifest, indent=2))
