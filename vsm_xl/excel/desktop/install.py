"""Puts the add-in where Excel opens it, registers its server with Windows, and takes both away again.

The registry keys are those of the person, so no administrator is needed.  What was written is
listed in a manifest, and exactly that is removed again.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from dataclasses import replace as replace_fields
from typing import TYPE_CHECKING

from vsm_xl.errors import UnusableInput
from vsm_xl.excel import shared_names
from vsm_xl.excel.addin import build, help_page
from vsm_xl.excel.desktop import excel_setup, manifest, registration
from vsm_xl.excel.desktop.manifest import Manifest
from vsm_xl.ooxml.write import write_file
from vsm_xl.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from vsm_xl.excel.desktop.machine import Machine


@dataclass(frozen=True)
class Removed:
    """What was removed, and what was left because it was changed since it was written."""

    files: tuple[Path, ...]
    kept: tuple[Path, ...]
    keys: tuple[str, ...] = ()
    kept_keys: tuple[str, ...] = ()


def install(
    machine: Machine,
    folder: Path | None = None,
    *,
    replace: bool = False,
    all_users: bool = False,
) -> Manifest:
    """Install the add-in for this person, or into a folder that IT has chosen.

    Windows is told how to start the server.  Where a policy refuses that, the add-in is built to
    start Python through xlwings' DLL.

    Args:
        machine: the computer.
        folder: where the add-in goes; the person's own start folder of Excel when not given.
        replace: whether a file of the add-in's name may be replaced that was put there otherwise.
        all_users: whether the server is registered for everyone on the computer, which needs an
            administrator's rights.

    Returns:
        What was written.

    Raises:
        UnusableInput: this is not Windows, the Python is one that Windows cannot start, Excel has
            the add-in open, or a folder cannot be written.
    """
    _check_windows(machine)
    interpreter = _interpreter(machine)
    before = manifest.read(machine)
    _check_foreign(_targets(machine, folder), before, replace=replace)
    keys = _register(machine, interpreter, all_users=all_users)
    try:
        now = _write_files(machine, folder, interpreter, keys, before)
    except UnusableInput:
        with suppress(OSError):
            registration.unregister(machine, _only_in(keys, before.registry if before else {}))
        raise
    if before is not None:
        _remove([path for path in before.files if path not in now.files], before)
        with suppress(OSError):
            registration.unregister(machine, _only_in(before.registry, keys))
    return now


def _only_in(keys: Mapping[str, str], others: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in keys.items() if key not in others}


def _register(machine: Machine, interpreter: Path, *, all_users: bool) -> dict[str, str]:
    """Register the server; return the keys, none where Windows or a policy refuses them."""
    keys = registration.entries(interpreter, all_users=all_users)
    try:
        registration.register(machine, keys)
    except OSError as problem:
        if all_users:
            raise UnusableInput(
                f"The server cannot be registered for all users ({problem.strerror or problem}). "
                "Run the command as an administrator, or without --shared for yourself alone."
            ) from problem
        _check_dll(machine, interpreter)
        return {}
    return keys


def _write_files(
    machine: Machine,
    folder: Path | None,
    interpreter: Path,
    keys: dict[str, str],
    before: Manifest | None,
) -> Manifest:
    contents = _contents(machine, folder, interpreter, with_dll=not keys)
    target = next(iter(contents))
    made = tuple(
        one for path in (*contents, manifest.place(machine)) for one in _make_folder(path.parent)
    )
    now = Manifest(
        __version__,
        shared_names.xlwings_version(),
        interpreter,
        target,
        {path: manifest.digest(content) for path, content in contents.items()},
        tuple(dict.fromkeys((*(before.folders if before else ()), *made))),
        keys,
    )
    # First the add-in: while Excel has it open nothing at all is changed.
    for path, content in contents.items():
        _write(path, content)
    manifest.write(machine, now)
    return now


def uninstall(machine: Machine) -> Removed:
    """Remove what was installed for this person, and nothing else.

    Raises:
        UnusableInput: this is not Windows, or Excel has the add-in open.
    """
    _check_windows(machine)
    installed = manifest.read(machine)
    if installed is None:
        return Removed((), ())
    removed = _remove(installed.files, installed)
    try:
        kept = registration.unregister(machine, installed.registry)
    except OSError as problem:
        raise UnusableInput(
            f"The registration of the server cannot be removed ({problem.strerror or problem}). "
            "If it was made with --shared, run the command as an administrator."
        ) from problem
    manifest.place(machine).unlink(missing_ok=True)
    for folder in reversed(installed.folders):
        # Not empty: something else is in it, which stays.
        with suppress(OSError):
            folder.rmdir()
    keys = tuple(key for key in installed.registry if key not in kept)
    return replace_fields(removed, keys=keys, kept_keys=kept)


def _check_windows(machine: Machine) -> None:
    if not machine.is_windows:
        raise UnusableInput(
            "The add-in is for Excel on Windows; this is another system, so nothing was changed. "
            f"vsm-xl build addin builds {shared_names.ADD_IN} here, to be taken to Windows."
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
    return silent if silent.is_file() else python


def _check_dll(machine: Machine, interpreter: Path) -> None:
    excel = excel_setup.find_excel(machine)
    name = shared_names.dll_name(excel.bits if excel and excel.bits else 64)
    if not any((folder / name).is_file() for folder in interpreter.parents[:2]):
        raise UnusableInput(
            f"Windows refuses the registration of the server, and {name}, which could start it "
            f"instead, is not beside {interpreter} or one folder up. Install vsm-xl into a Python or a "
            "virtual environment of its own (not with pip install --user): python -m pip install "
            "--force-reinstall --no-deps xlwings. If the file is gone again, ask IT to allow it in "
            "the virus scanner."
        )


def _targets(machine: Machine, folder: Path | None) -> tuple[Path, Path]:
    """Return where the add-in and its page of documentation go."""
    place = folder or excel_setup.start_folder(machine)
    # Excel opens whatever lies in a start folder, so the page of documentation goes elsewhere.
    # The help while typing is in a sheet of the add-in; its XML file is for other ways to install.
    page = (folder / "help" if folder else manifest.data_folder(machine)) / shared_names.HELP_PAGE
    return place / shared_names.ADD_IN, page


def _contents(
    machine: Machine, folder: Path | None, interpreter: Path, *, with_dll: bool
) -> dict[Path, bytes]:
    """Return every file to write with its content, the add-in first."""
    addin, page = _targets(machine, folder)
    settings = {
        # Macros hand this path to the DLL; a registered server is started by its registration.
        shared_names.INTERPRETER: machine.spelt_for_excel(interpreter)
        if with_dll
        else str(interpreter),
        shared_names.DOCUMENTATION: str(page),
    }
    built = build.build(with_dll=with_dll, settings=settings)
    return {addin: built, page: help_page.page()}


def _check_foreign(targets: Iterable[Path], before: Manifest | None, *, replace: bool) -> None:
    ours = before.files if before else {}
    for path in targets:
        if path.exists() and path not in ours and not replace:
            raise UnusableInput(
                f"{path} is there already, and vsm-xl install did not put it there. If it is an "
                "older copy of the add-in, replace it with: vsm-xl install --replace"
            )


def _make_folder(folder: Path) -> list[Path]:
    """Make a folder with all that leads to it; return those that were missing."""
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
