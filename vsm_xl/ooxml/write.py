"""A file written whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import stat
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vsm_xl.errors import UnusableInput

if TYPE_CHECKING:
    from collections.abc import Mapping

_FULL: Final = (errno.ENOSPC, errno.EDQUOT)
_NOT_ALLOWED: Final = (errno.EACCES, errno.EPERM, errno.EROFS)
#: How the names of files end that are being written.
_ENDS: Final = ".part"
#: Held while a file is put together and in its place; who ends the process early waits for it.
WRITING: Final = threading.Lock()


def fingerprint(path: str | Path) -> str:
    """Return what tells a file from one that a person has changed; empty where there is no file.

    >>> fingerprint("no such file")
    ''
    """
    path = Path(path)
    # Reading anything else, a pipe for example, might wait for ever.
    if not path.is_file():
        return ""
    with suppress(OSError), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
    return ""


def last_saved(path: Path) -> tuple[int, ...]:
    """Return what changes when a file is saved, without a look into it; empty where that is not known.

    >>> last_saved(Path("no such file"))
    ()
    """
    with suppress(OSError):
        found = path.stat()
        return found.st_mtime_ns, found.st_size, found.st_ino
    return ()


def write_file(path: str | Path, data: bytes, instead_of: str | None = None) -> None:
    """Write ``data`` beside the target, then put it in the target's place in one step.

    Whoever reads the file sees the old one or the new one, never half of it; when anything
    goes wrong the old one stays and nothing is left beside it.

    Args:
        path: Where to write.
        data: What to write.
        instead_of: The :func:`fingerprint` of the file as it was read, where what is written was
            made from it: what a person else has saved since is not written over.

    Raises:
        UnusableInput: The folder is missing, writing is not permitted, the disk is full,
            the file is open in a spreadsheet program, or it was changed since it was read.
    """
    # A link stays a link: the file that it points to is replaced.
    target = Path(os.path.realpath(path))
    _check(target)
    beside = _beside(target)
    with WRITING:
        try:
            _write(beside, target, data)
            if instead_of is not None and fingerprint(target) != instead_of:
                raise UnusableInput(
                    f"{target} was changed by someone else while this command worked on it; nothing "
                    f"was written. Run the command again."
                )
            _put_in_place(beside, target)
        except OSError as problem:
            raise UnusableInput(_words(target, problem)) from problem
        finally:
            with suppress(OSError):
                beside.unlink(missing_ok=True)


def write_folder(path: str | Path, files: Mapping[str, bytes]) -> None:
    """Write a folder of files beside the target, then put it in the target's place.

    When anything goes wrong the old folder stays as it was.

    Args:
        path: The folder.
        files: What each file holds, by name.

    Raises:
        UnusableInput: The folder above is missing, writing is not permitted, the disk is full, or
            the folder holds anything else, which would be lost with it.
    """
    target = Path(os.path.realpath(path))
    _check_folder(target, files)
    beside = _beside(target)
    with WRITING:
        try:
            old = target.stat() if target.exists() else None
            beside.mkdir(0o777 if old is None else 0o700)
            if old is not None:
                beside.chmod(stat.S_IMODE(old.st_mode))
            for name, data in files.items():
                _write(beside / name, target / name, data)
            _exchange(beside, target)
        except OSError as problem:
            raise UnusableInput(_words(target, problem)) from problem
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def _check_parent(target: Path) -> None:
    if not target.parent.is_dir():
        raise UnusableInput(
            f"{target} cannot be written: there is no folder {target.parent}. Create it, or "
            f"give another place."
        )


def _check_folder(target: Path, files: Mapping[str, bytes]) -> None:
    _check_parent(target)
    if not target.exists():
        return
    if target.samefile(Path.cwd()):
        raise UnusableInput(f"{target} is the current folder. Give the name of a folder in it.")
    others = sorted(one.name for one in target.iterdir() if one.name not in files)
    if others:
        more = f" and {len(others) - 1} more" if len(others) > 1 else ""
        raise UnusableInput(
            f"{target} holds other files ({others[0]}{more}), and is replaced as a whole. Give a "
            f"folder of its own."
        )


def _exchange(beside: Path, target: Path) -> None:
    """Put a folder in the place of another, whose files are then in the first."""
    if not target.exists():
        beside.rename(target)
    elif not _exchanged(beside, target):
        # Where a system has no such step the old one has another name for a moment.
        old = _beside(target)
        target.rename(old)
        try:
            beside.rename(target)
        except OSError:
            old.rename(target)
            raise
        shutil.rmtree(old, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, as Linux can; return whether that was done."""
    if not sys.platform.startswith("linux"):
        return False
    import ctypes  # noqa: PLC0415 - where a folder is replaced

    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    here = -100
    exchange = 2
    return bool(rename(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0)


def _beside(target: Path) -> Path:
    return target.with_name(f"{_begins(target)}{os.urandom(6).hex()}{_ENDS}")


def _begins(target: Path) -> str:
    # A name has at most 255 bytes, and a letter up to four.
    return f".{target.name[:50]}."


def left_over(path: str | Path) -> list[Path]:
    """Return what runs that were ended from outside have left beside a file, in order of name.

    >>> left_over("no such folder/return.xlsx")
    []
    """
    target = Path(os.path.realpath(path))
    try:
        beside = sorted(target.parent.iterdir())
    except OSError:
        return []
    made = re.compile(re.escape(_begins(target)) + "[0-9a-f]{12}" + re.escape(_ENDS))
    return [one for one in beside if made.fullmatch(one.name)]


def _check(target: Path) -> None:
    _check_parent(target)
    if target.is_dir():
        raise UnusableInput(f"{target} is a folder. Give the name of a file to write.")
    if target.exists() and not target.is_file():
        raise UnusableInput(f"{target} is not an ordinary file. Give the name of a file to write.")
    if target.exists() and not os.access(target, os.W_OK):
        raise UnusableInput(
            f"{target} is read-only. Remove the write protection, or give another name."
        )
    # Both programs leave a file beside the one that is open; on a shared drive it is the only
    # sign, because the other machine's lock does not stop a rename.
    for lock, program in (
        (f"~${target.name}", "Excel"),
        (f".~lock.{target.name}#", "LibreOffice"),
    ):
        # The name of a lock may be longer than a name can be: then there is none.
        with suppress(OSError):
            if target.with_name(lock).exists():
                raise UnusableInput(
                    f"{target} is open in {program}: close it and try again. (If it is open "
                    f"nowhere, delete the left-over file {lock} beside it.)"
                )


def _write(beside: Path, target: Path, data: bytes) -> None:
    # Not tempfile: its files are private to the user, and a new workbook should be readable
    # by whoever the folder's rules (the umask) say.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    old = target.stat() if target.exists() else None
    # Before anything is in it: no one reads here what they may not read there.
    with os.fdopen(os.open(beside, flags, 0o666 if old is None else 0o600), "wb") as file:
        if old is not None:
            beside.chmod(stat.S_IMODE(old.st_mode))
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _put_in_place(beside: Path, target: Path) -> None:
    try:
        beside.replace(target)
    except PermissionError as problem:
        raise UnusableInput(
            f"{target} cannot be replaced: it is probably open in Excel or another program. "
            f"Close it and try again."
        ) from problem


def _words(target: Path, problem: OSError) -> str:
    if problem.errno in _FULL:
        return f"{target} cannot be written: the disk is full. Make room and try again."
    if problem.errno == errno.EFBIG:
        return f"{target} cannot be written: the file would be larger than is permitted there."
    if problem.errno in _NOT_ALLOWED:
        return (
            f"{target} cannot be written: you may not write in the folder {target.parent}. "
            f"Give another place."
        )
    return f"{target} cannot be written: {problem.strerror or problem}."
