"""Texts and paths of a command line are read without pydantic, everything else as typer reads it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from vsm_xl.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

_LOADED = """
import sys
from vsm_xl.cli import main
main(sys.argv[1:])
print([name for name in ("pydantic", "numpy", "openpyxl", "urllib.request") if name in sys.modules])
"""


def test_reading_a_file_loads_none_of_what_it_does_not_need(tmp_path: Path) -> None:
    for words in (
        ["check", "nothing.xlsx"],
        ["recalc", "nothing.xlsx", "-o", "other.xlsx"],
        ["show", "nothing.xlsx"],
        ["export", "nothing.xlsx", "--format", "csv"],
    ):
        done = subprocess.run(
            [sys.executable, "-c", _LOADED, *words],
            capture_output=True, text=True, check=True, cwd=tmp_path,
        )  # fmt: skip

        assert done.stdout.splitlines()[-1] == "[]", words
        assert "nothing.xlsx" in done.stderr, words


def test_numbers_are_still_checked(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = str(tmp_path / "blank.xlsx")

    assert main(["build", "template", "--people", "many", "-o", out]) == 2
    assert "--people" in capsys.readouterr().err


def test_a_folder_with_two_files_is_a_list_of_paths(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    files = [str(tmp_path / name) for name in ("a.xlsx", "b.xlsx")]

    assert main(["check", *files]) == 2
    said = capsys.readouterr().err
    assert all(file in said for file in files)
