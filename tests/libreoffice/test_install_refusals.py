"""What is said when LibreOffice refuses the add-in; shell scripts stand in for it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from vsm_xl.errors import UnusableInput
from vsm_xl.libreoffice.install import install, uninstall
from vsm_xl.libreoffice.installations import Installation
from vsm_xl.libreoffice.uno_names import IDENTIFIER

if TYPE_CHECKING:
    from pathlib import Path


def script(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


@pytest.mark.skipif(os.name == "nt", reason="stands shell scripts in for LibreOffice")
@pytest.mark.parametrize(
    ("said", "shared", "words"),
    [
        ("Cannot run unopkg as root without shared", False, "with --shared for everybody"),
        ("unopkg cannot be started. The lock file says so", False, "Close all windows"),
        ("Exception occurred: ACCESS_DENIED", False, "Have it made writable for you"),
        ("Exception occurred: You need write permissions!", True, "an administrator"),
        ("Exception occurred: something else", False, "something else. Close LibreOffice"),
    ],
)
def test_a_refusal_is_passed_on_with_what_to_do(
    tmp_path: Path, said: str, words: str, *, shared: bool
) -> None:
    program = script(tmp_path / "soffice", "echo LibreOffice 25.2.3.2 520")
    script(
        tmp_path / "unopkg", f"echo 'ERROR: {said}' >&2; echo 'ERROR: unopkg failed.' >&2; exit 1"
    )
    refusing = Installation(program, script(tmp_path / "python", "exit 0"))
    for act in (install, uninstall):
        with pytest.raises(UnusableInput, match=words) as refused:
            act(refusing, shared=shared)
        assert "unopkg failed" not in str(refused.value)
        assert "Exception occurred" not in str(refused.value)


@pytest.mark.skipif(os.name == "nt", reason="stands shell scripts in for LibreOffice")
def test_nothing_is_installed_into_a_libreoffice_that_lacks_something(tmp_path: Path) -> None:
    program = script(tmp_path / "soffice", "echo LibreOffice 25.2.3.2 520")
    script(tmp_path / "unopkg", f"touch {tmp_path}/called")
    python = script(tmp_path / "python", 'case "$*" in *uno*) exit 1;; esac')
    with pytest.raises(UnusableInput, match="python3-uno"):
        install(Installation(program, python), shared=False)
    assert not (tmp_path / "called").exists()


@pytest.mark.skipif(os.name == "nt", reason="stands shell scripts in for LibreOffice")
def test_removing_what_is_not_there_is_no_fault(tmp_path: Path) -> None:
    program = script(tmp_path / "soffice", "echo LibreOffice 25.2.3.2 520")
    script(
        tmp_path / "unopkg", f"echo There is no such extension deployed: {IDENTIFIER} >&2; exit 1"
    )
    assert not uninstall(Installation(program, tmp_path / "python"), shared=False)
