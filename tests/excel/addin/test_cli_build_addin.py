"""The command ``vsm-xl build addin``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsm_xl.cli import main
from vsm_xl.excel.addin import build, help_page, intellisense

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_it_writes_the_add_in_and_what_belongs_beside_it(tmp_path: Path) -> None:
    assert main(["build", "addin", "-o", str(tmp_path / "vsm.xlam")]) == 0

    assert (tmp_path / "vsm.xlam").read_bytes() == build.build()
    assert (tmp_path / "vsm.IntelliSense.xml").read_bytes() == intellisense.xml_file()
    assert (tmp_path / "vsm-functions.html").read_bytes() == help_page.page()


def test_an_add_in_that_may_hold_settings_is_replaced_only_when_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "vsm.xlam").write_bytes(b"mine")

    assert main(["build", "addin"]) == 2
    assert (tmp_path / "vsm.xlam").read_bytes() == b"mine"
    assert "-o vsm.xlam to replace it" in capsys.readouterr().err
    assert main(["build", "addin", "-o", "vsm.xlam"]) == 0
    assert (tmp_path / "vsm.xlam").read_bytes() == build.build()


def test_a_name_that_excel_would_not_load_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", "addin", "-o", str(tmp_path / "vsm.xlsx")]) == 2
    assert "ends in .xlam" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
