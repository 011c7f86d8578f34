"""Files written whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml import write, write_file
from vsm_xl.ooxml.write import write_folder


def only(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def failing(number: int) -> object:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def test_a_new_file_is_readable_by_whom_the_folder_says(tmp_path: Path) -> None:
    write_file(tmp_path / "a.xlsx", b"new")
    (tmp_path / "plain").write_bytes(b"")
    assert (tmp_path / "a.xlsx").read_bytes() == b"new"
    assert (tmp_path / "a.xlsx").stat().st_mode == (tmp_path / "plain").stat().st_mode
    assert only(tmp_path) == ["a.xlsx", "plain"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no permission bits to keep")
def test_an_existing_file_keeps_its_permission_bits(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"old")
    file.chmod(0o640)
    write_file(file, b"new")
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "real.xlsx"
    real.write_bytes(b"old")
    link = tmp_path / "link.xlsx"
    link.symlink_to(real)
    write_file(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EDQUOT, "disk is full"),
        (errno.EFBIG, "larger than is permitted"),
        (errno.EACCES, "may not write in the folder"),
        (errno.EROFS, "may not write in the folder"),
        (errno.EIO, "cannot be written"),
    ],
)
def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    number: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", failing(number))
    with pytest.raises(UnusableInput, match=words) as refusal:
        write_file(file, b"new")
    assert str(file) in str(refusal.value)
    assert file.read_bytes() == b"old"
    assert only(tmp_path) == ["a.xlsx"]


def test_a_file_that_cannot_be_replaced_is_open_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"old")
    monkeypatch.setattr(Path, "replace", failing(errno.EACCES))
    with pytest.raises(UnusableInput, match="open in Excel or another program"):
        write_file(file, b"new")
    assert file.read_bytes() == b"old"
    assert only(tmp_path) == ["a.xlsx"]


@pytest.mark.parametrize(
    ("lock", "program"), [("~$a.xlsx", "Excel"), (".~lock.a.xlsx#", "LibreOffice")]
)
def test_a_lock_file_says_which_program_has_it_open(
    lock: str, program: str, tmp_path: Path
) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"old")
    (tmp_path / lock).write_bytes(b"")
    with pytest.raises(UnusableInput, match=f"open in {program}: close it"):
        write_file(file, b"new")
    assert file.read_bytes() == b"old"


def test_a_missing_folder_and_a_folder_as_target_are_named(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="no folder"):
        write_file(tmp_path / "none" / "a.xlsx", b"")
    with pytest.raises(UnusableInput, match="is a folder"):
        write_file(tmp_path, b"")


def test_a_read_only_file_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"old")
    # Asked of the system, not by chmod: the superuser of a build machine may write anything.
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(UnusableInput, match="read-only"):
        write_file(file, b"new")
    assert file.read_bytes() == b"old"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no permission bits to keep")
def test_what_is_written_is_never_readable_by_more_than_the_target(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"old")
    file.chmod(0o600)
    seen: list[int] = []
    sync = os.fsync

    def look(number: int) -> None:
        seen.extend(stat.S_IMODE(one.stat().st_mode) for one in tmp_path.iterdir() if one != file)
        sync(number)

    opened = os.open

    def open_and_look(path: str, flags: int, mode: int = 0o777) -> int:
        seen.append(mode)
        return opened(path, flags, mode)

    monkeypatch.setattr("os.fsync", look)
    monkeypatch.setattr("os.open", open_and_look)
    write_file(file, b"new")

    assert set(seen) == {0o600}


def test_a_name_as_long_as_a_name_can_be_is_written(tmp_path: Path) -> None:
    for name in ("a" * 240 + ".xlsx", "a" * 250 + ".xlsx", "é" * 120 + ".xlsx", "𝄞" * 60 + ".xlsx"):
        write_file(tmp_path / name, b"new")
        assert (tmp_path / name).read_bytes() == b"new"
    assert len(only(tmp_path)) == 4


FOLDER = {"a.csv": b"new a", "b.csv": b"new b"}


def held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_folder_is_written_and_replaced_in_one_step(tmp_path: Path) -> None:
    target = tmp_path / "return-csv"
    write_folder(target, {"a.csv": b"old"})
    write_folder(target, FOLDER)

    assert held(target) == FOLDER
    assert only(tmp_path) == ["return-csv"]


@pytest.mark.parametrize("step", ["_write", "_exchange", "_exchanged"])
def test_a_folder_that_cannot_be_written_leaves_the_old_one_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    target = tmp_path / "return-csv"
    write_folder(target, {"a.csv": b"old"})
    monkeypatch.setattr(write, step, failing(errno.ENOSPC))

    with pytest.raises(UnusableInput, match="disk is full"):
        write_folder(target, FOLDER)

    assert held(target) == {"a.csv": b"old"}
    assert only(tmp_path) == ["return-csv"]


def test_without_an_exchange_the_old_folder_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "return-csv"
    write_folder(target, {"a.csv": b"old"})
    monkeypatch.setattr(write, "_exchanged", lambda *_: False)
    write_folder(target, FOLDER)
    assert held(target) == FOLDER

    rename, calls = Path.rename, []

    def fail_second(self: Path, to: Path) -> Path:
        calls.append(to)
        if len(calls) == 2:
            raise OSError(errno.EACCES, "no")
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", fail_second)
    with pytest.raises(UnusableInput):
        write_folder(target, {"a.csv": b"newer"})
    assert held(target) == FOLDER
    assert only(tmp_path) == ["return-csv"]


def test_a_folder_with_other_files_is_not_replaced(tmp_path: Path) -> None:
    target = tmp_path / "mine"
    target.mkdir()
    (target / "diary.txt").write_bytes(b"mine")

    with pytest.raises(UnusableInput, match=r"holds other files \(diary.txt\)"):
        write_folder(target, FOLDER)

    assert held(target) == {"diary.txt": b"mine"}
