"""Programs are found by name where they are installed, and never where a received file may lie."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from vsm_xl.errors import UnusableInput
from vsm_xl.libreoffice import installations
from vsm_xl.programs import which, windows_program

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def planted(folder: Path, name: str) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text("#!/bin/sh\n", encoding="utf-8")
    file.chmod(0o755)
    return file


def test_a_program_in_the_current_folder_is_not_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted(tmp_path, "soffice")
    planted(tmp_path / "bin", "soffice")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "soffice").mkdir()
    monkeypatch.chdir(tmp_path)
    for path in ("", ".", os.pathsep, f".{os.pathsep}bin", "folder", str(tmp_path / "folder")):
        monkeypatch.setenv("PATH", path)
        assert which("soffice") is None, path


def test_a_program_in_a_folder_of_the_search_path_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted(tmp_path, "soffice")
    installed = planted(tmp_path / "bin", "soffice")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", os.pathsep.join((".", "", str(installed.parent))))
    assert which("soffice") == installed


def test_libreoffice_in_the_current_folder_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("soffice", "libreoffice", "python3"):
        planted(tmp_path, name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", ".")
    monkeypatch.delenv(installations.VARIABLE, raising=False)
    try:
        found = installations.find()
    except UnusableInput:
        return
    assert tmp_path not in found.program.parents
    assert tmp_path not in found.python.parents


def test_programs_of_windows_are_named_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYSTEMROOT", "/windows")
    assert windows_program("taskkill") == os.path.join("/windows", "System32", "taskkill.exe")  # noqa: PTH118
