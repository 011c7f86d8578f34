"""The commands on workbooks for xlwings Lite, from the template to the way back."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from vsm_xl.excel.lite import convert
from vsm_xl.excel.lite.code import digest, main_py
from vsm_xl.excel.lite.parts import carried
from vsm_xl.libreoffice import installations
from vsm_xl.ooxml import Package

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def for_lite(file: Path) -> bool:
    package = Package.open(file)
    convert.check_code(package)
    return convert.is_for_lite(package) and carried(package) is not None


def test_a_template_is_built_filled_rolled_forward_and_read_with_its_functions_inside(
    run: Callable[..., Any], tmp_path: Path, demo_folder: Path
) -> None:
    blank, filled, following = (tmp_path / f"{name}.xlsx" for name in ("blank", "filled", "next"))
    given = [
        "--organisation", demo_folder / "rr8-organisation.csv",
        "--people", demo_folder / "rr8-people.csv", "--ranges", demo_folder / "rr8-ranges.csv",
    ]  # fmt: skip

    assert run("build", "template", "--people", "12", "--for", "lite", "-o", blank).code == 0
    assert run("fill", blank, *given, "-o", filled).code in {0, 1}
    assert run("roll-forward", filled, "-o", following).code in {0, 1}

    assert [for_lite(file) for file in (blank, filled, following)] == [True, True, True]
    assert run("show", filled).code == 1
    checked = run("check", filled)
    assert checked.code in {0, 1}
    assert "Office add-in" not in checked.err
    assert run("recalc", filled).out.splitlines()[0].endswith("left as it is.")


def test_a_return_is_converted_and_back_without_loss(
    run: Callable[..., Any], tmp_path: Path, filled: Path
) -> None:
    lite, back = tmp_path / "lite.xlsx", tmp_path / "back.xlsx"

    assert run("convert", filled, "--for", "lite", "-o", lite).code == 0
    assert run("convert", lite, "--for", "add-in", "-o", back).code == 0

    assert for_lite(lite)
    assert not convert.is_for_lite(Package.open(back))
    assert run("show", filled, "--json").out == run("show", back, "--json").out
    assert run("show", filled, "--json").out == run("show", lite, "--json").out


def test_a_changed_letter_of_the_code_is_refused_by_every_command(
    run: Callable[..., Any], tmp_path: Path, filled: Path
) -> None:
    lite, new = tmp_path / "lite.xlsx", tmp_path / "new.xlsx"
    run("convert", filled, "--for", "lite", "-o", lite)
    package = Package.open(lite)
    part = "xl/webextensions/webextension1.xml"
    assert b"import zlib" in package.parts[part]
    evil = package.parts[part].replace(b"import zlib", b"import zlip", 1)
    lite.write_bytes(package.replace(part, evil).to_bytes())
    other = shutil.copy(lite, tmp_path / "other.xlsx")

    for words in (
        ("check", lite), ("show", lite), ("recalc", lite), ("recalc", lite, other, "-o", tmp_path / "d"),
        ("export", lite, "--format", "json"), ("roll-forward", lite, "-o", new),
    ):  # fmt: skip
        ended = run(*words)
        assert ended.code == 2, words
        assert "was changed" in ended.out + ended.err, words
    assert run("convert", lite, "--for", "lite", "-o", new).code == 0
    assert for_lite(new)


def test_code_that_another_program_lost_is_put_back_with_a_word(
    run: Callable[..., Any], tmp_path: Path, filled: Path
) -> None:
    lite = tmp_path / "lite.xlsx"
    run("convert", filled, "--for", "lite", "-o", lite)
    saved = io.BytesIO()
    openpyxl.load_workbook(lite).save(saved)
    lite.write_bytes(saved.getvalue())
    assert carried(Package.open(lite)) is None

    ended = run("recalc", lite)

    # The demonstration's pay ranges are illustrative, so a check fails.
    assert ended.code == 1, ended.err
    assert "they were put back" in ended.err
    assert for_lite(lite)
    assert "put back" not in run("recalc", lite).err


def test_the_code_alone_is_written_with_its_digest(run: Callable[..., Any], tmp_path: Path) -> None:
    ended = run("build", "lite-code", "-o", tmp_path / "main.py")

    assert digest() in ended.out
    assert (tmp_path / "main.py").read_text(encoding="ascii") == main_py()


@pytest.mark.component
def test_a_lite_return_that_libreoffice_saved_gets_its_code_back_and_both_engines_agree_on_it(
    run: Callable[..., Any], tmp_path: Path, filled: Path
) -> None:
    lite, folder = tmp_path / "lite.xlsx", tmp_path / "saved"
    run("convert", filled, "--for", "lite", "-o", lite)
    assert run("recalc", lite, "--verify").code == 0
    found = installations.find()
    subprocess.run(
        [found.program, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", folder, lite],
        check=True, capture_output=True, timeout=600, env=installations.environment(found.python, tmp_path),
    )  # fmt: skip
    saved = folder / lite.name
    before = json.loads(run("show", lite, "--json").out)
    assert carried(Package.open(saved)) is None

    ended = run("recalc", saved)

    # The demonstration's pay ranges are illustrative, so a check fails.
    assert ended.code == 1, ended.err
    assert "they were put back" in ended.err
    assert for_lite(saved)
    assert json.loads(run("show", saved, "--json").out)["posts"] == before["posts"]
