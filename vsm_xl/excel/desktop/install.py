"""Puts the add-in where Excel opens it at every start, and takes it away again.

Nothing else is touched: no registry, no folder of the system, no administrator is needed.  What
was written is listed in a manifest, and exactly that is removed again.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vsm_xl.errors import UnusableInput
from vsm_xl.excel import names
from vsm_xl.excel.addin import build, help_page
from vsm_xl.excel.desktop import manifest, office
from vsm_xl.excel.desktop.manifest import Manifest
from vsm_xl.ooxml.write import write_file
from vsm_xl.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from vsm_xl.excel.desktop.machine import Machine


@dataclass(frozen=True)
class Removed:
    """What was removed, and what was left because it is no longer what was written."""

    files: tuple[Path, ...]
    kept: tuple[Path, ...]


def install(machine: Machine, folder: Path | None = None, *, replace: bool = False) -> Manifest:
    """Install the add-in for this person, or into a folder that IT has chosen.

    Args:
        machine: the computer.
        folder: where the add-in goes; the person's own start folder of Excel when not given.
        replace: whether a file of the add-in's name may be replaced that was put there otherwise.

    Returns:
        What was written.

    Raises:
        UnusableInput: this is no Windows, the Python is one that Excel cannot start, Excel has
            the add-in open, or a folder cannot be written.
    """
    _check_windows(machine)
    interpreter = _interpreter(machine)
    before = manifest.read(machine)
    contents = _contents(machine, folder, interpreter)
    target = next(iter(contents))
    _check_foreign(contents, before, replace=replace)
    made = tuple(
        one for path in (*contents, manifest.place(machine)) for one in _make_folder(path.parent)
    )
    now = Manifest(
        __version__,
        names.xlwings_version(),
        interpreter,
        target,
        {path: manifest.digest(content) for path, content in contents.items()},
        tuple(dict.fromkeys((*(before.folders if before else ()), *made))),
    )
    # First the add-in: while Excel has it open nothing at all is changed.
    for path, content in contents.items():
        _write(path, content)
    manifest.write(machine, now)
    if before is not None:
        _remove([path for path in before.files if path not in contents], before)
    return now


def uninstall(machine: Machine) -> Removed:
    """Remove what was installed for this person, and nothing else.

    Raises:
        UnusableInput: this is no Windows, or Excel has the add-in open.
    """
    _check_windows(machine)
    installed = manifest.read(machine)
    if installed is None:
        return Removed((), ())
    removed = _remove(installed.files, installed)
    manifest.place(machine).unlink(missing_ok=True)
    for folder in reversed(installed.folders):
        # Not empty: something else is in it, which stays.
        with suppress(OSError):
            folder.rmdir()
    return removed


def _check_windows(machine: Machine) -> None:
    if not machine.is_windows:
        raise UnusableInput(
            "The add-in is for Excel on Windows; this is another system, so nothing was changed. "
            f"vsm-xl build addin builds {names.ADD_IN} here, to be taken to Windows."
        )


def _interpreter(machine: Machine) -> Path:
    python = machine.python
    if "windowsapps" in str(python).lower():
        raise UnusableInput(
            f"This Python is the edition of the Microsoft Store ({python}). Windows gives it a copy "
            "of your folders that Excel does not see, so the add-in would not be found. Install "
            "Python from python.org or through IT, and vsm-xl in it."
        )
    # Without a window of its own.
    silent = python.with_name("pythonw.exe")
    interpreter = silent if silent.is_file() else python
    excel = office.find_excel(machine)
    name = names.dll_name(excel.bits if excel and excel.bits else 64)
    if not any((folder / name).is_file() for folder in interpreter.parents[:2]):
        raise UnusableInput(
            f"{name} must lie beside {interpreter} or one folder up, and does not. Install vsm-xl into a Python or a "
            "virtual environment of its own (not with pip install --user): python -m pip install "
            "--force-reinstall --no-deps xlwings. If the file is gone again, ask IT to allow it in "
            "the virus scanner."
        )
    return interpreter


def _contents(machine: Machine, folder: Path | None, interpreter: Path) -> dict[Path, bytes]:
    """Give every file to write with its content, the add-in first."""
    place = folder or office.start_folder(machine)
    # Excel opens whatever lies in a start folder, so the page of documentation goes elsewhere.
    # The help while typing is in a sheet of the add-in; its XML file is for other ways to install.
    page = (folder / "help" if folder else manifest.data_folder(machine)) / names.HELP_PAGE
    settings = {
        names.INTERPRETER: machine.spelt_for_excel(interpreter),
        names.DOCUMENTATION: str(page),
    }
    return {
        place / names.ADD_IN: build.with_settings(build.build(), settings),
        page: help_page.page(),
    }


def _check_foreign(contents: dict[Path, bytes], before: Manifest | None, *, replace: bool) -> None:
    ours = before.files if before else {}
    for path in contents:
        if path.exists() and path not in ours and not replace:
            raise UnusableInput(
                f"{path} is there already, and vsm-xl install did not put it there. If it is an "
                "older copy of the add-in, replace it with: vsm-xl install --replace"
            )


def _make_folder(folder: Path) -> list[Path]:
    """Make a folder with all that leads to it; give those that were missing."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise UnusableInput(
            f"The folder {folder} cannot be made ({problem.strerror}). Check that its drive is "
            "there and that you may write to it, or ask IT."
        ) from problem
    return missing[::-1]


def _write(path: Path, content: bytes) -> None:
    # Written again only where it differs, so that a logon script may run this every day.
    with suppress(OSError):
        if path.read_bytes() == content:
            return
    write_file(path, content)


def _remove(paths: Iterable[Path], installed: Manifest) -> Removed:
    removed, kept = [], []
    for path in paths:
        if not path.exists():
            continue
        if not installed.unchanged(path):
            kept.append(path)
            continue
        try:
            path.unlink()
        except OSError as problem:
            raise UnusableInput(
                f"{path} cannot be removed ({problem.strerror}). Close Excel and run the command "
                "again."
            ) from problem
        removed.append(path)
    return Removed(tuple(removed), tuple(kept))
