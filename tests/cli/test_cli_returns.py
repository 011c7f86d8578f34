"""build, fill and recalc: what they write, and what they leave alone."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from vsm_xl.annual_return.template.return_size import MOST_ROWS
from vsm_xl.annual_return.template.template import template_layout

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PLACES = template_layout(12).places
SALARY = PLACES["people"].cell("salary")
AWARD = PLACES["decisions"].cell("award")


def stored(path: Path, sheet: str, cell: str) -> Any:
    """Give what another program finds stored in a cell."""
    book: Any = openpyxl.load_workbook(path, data_only=True)
    return book[sheet][cell].value


def test_the_template_carries_computed_values(blank: Path) -> None:
    version = stored(blank, "Parameters", PLACES["figures"].cell("value"))

    assert isinstance(version, float)


def test_the_same_template_is_the_same_bytes(
    run: Callable[..., Any], tmp_path: Path, blank_bytes: bytes
) -> None:
    again = tmp_path / "again.xlsx"

    ended = run("build", "template", "-o", again, "--people", "12")

    assert (ended.code, ended.err) == (0, "")
    assert ended.out == f"Wrote {again}: a blank return for 12 people.\n"
    assert again.read_bytes() == blank_bytes


def test_the_template_of_the_default_name_does_not_replace_a_file(
    run: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "vsm-annual-return.xlsx").write_bytes(b"somebody's work")

    ended = run("build", "template")

    assert (ended.code, ended.out) == (2, "")
    assert "exists already" in ended.err
    assert (tmp_path / "vsm-annual-return.xlsx").read_bytes() == b"somebody's work"


@pytest.mark.parametrize("people", ["0", f"{MOST_ROWS + 1}", "many"])
def test_a_template_is_for_a_sensible_number_of_people(
    run: Callable[..., Any], tmp_path: Path, people: str
) -> None:
    ended = run("build", "template", "-o", tmp_path / "new.xlsx", "--people", people)

    assert (ended.code, ended.out) == (2, "")
    assert "--people" in ended.err
    assert not list(tmp_path.iterdir())


def fill_words(template: Path, folder: Path, out: Path) -> list[object]:
    return [
        "fill", template, "--organisation", folder / "rr8-organisation.csv",
        "--people", folder / "rr8-people.csv", "--ranges", folder / "rr8-ranges.csv", "-o", out,
    ]  # fmt: skip


def test_fill_writes_a_recalculated_return_and_leaves_the_template(
    run: Callable[..., Any], blank: Path, blank_bytes: bytes, demo_folder: Path
) -> None:
    out = blank.parent / "filled.xlsx"

    ended = run(*fill_words(blank, demo_folder, out))

    assert (ended.code, ended.err) == (1, "")
    assert f"Wrote {out}: 8 posts, recalculated.\n" in ended.out
    assert "Master check: Fail" in ended.out
    assert stored(out, "Decisions", AWARD) == pytest.approx(9018.75)
    assert blank.read_bytes() == blank_bytes


def test_fill_without_ranges_keeps_those_in_the_file(
    run: Callable[..., Any], filled: Path, demo_folder: Path
) -> None:
    words = fill_words(filled, demo_folder, filled.parent / "again.xlsx")
    at = words.index("--ranges")

    ended = run(*words[:at], *words[at + 2 :])

    assert ended.code == 1
    assert (filled.parent / "again.xlsx").read_bytes() == filled.read_bytes()


@pytest.mark.parametrize("which", ["organisation", "people", "ranges"])
def test_fill_does_not_write_over_its_inputs(
    run: Callable[..., Any], blank: Path, demo_folder: Path, which: str
) -> None:
    folder = blank.parent / "csv"
    shutil.copytree(demo_folder, folder)
    given = folder / f"rr8-{which}.csv"
    disguised = given.rename(folder / f"rr8-{which}.xlsx")
    before = disguised.read_bytes()
    words = [disguised if word == given else word for word in fill_words(blank, folder, disguised)]

    ended = run(*words)

    assert (ended.code, ended.out) == (2, "")
    assert f"{disguised} is read by this command" in ended.err
    assert disguised.read_bytes() == before


def test_fill_names_row_and_column_of_a_wrong_field(
    run: Callable[..., Any], blank: Path, demo_folder: Path
) -> None:
    folder = blank.parent / "csv"
    shutil.copytree(demo_folder, folder)
    people = folder / "rr8-people.csv"
    text = people.read_text(encoding="utf-8")
    people.write_text(text.replace("277500.00", "ask payroll"), encoding="utf-8")
    out = blank.parent / "filled.xlsx"

    ended = run(*fill_words(blank, folder, out))

    assert (ended.code, ended.out) == (2, "")
    assert f"{people}, row 2, column salary" in ended.err
    assert not out.exists()


def test_more_people_than_fit_are_refused(
    run: Callable[..., Any], blank: Path, demo_folder: Path
) -> None:
    people = blank.parent / "people.csv"
    people.write_text("post\n" + "".join(f"Post {n}\n" for n in range(13)), encoding="utf-8")
    words = fill_words(blank, demo_folder, blank.parent / "filled.xlsx")
    words[words.index("--people") + 1] = people

    ended = run(*words)

    assert (ended.code, ended.out) == (2, "")
    assert "--people 13" in ended.err


def test_text_that_looks_like_a_formula_stays_text(
    run: Callable[..., Any], blank: Path, demo_folder: Path
) -> None:
    people = blank.parent / "people.csv"
    people.write_text('post\n"=HYPERLINK(""x"")"\n+1\n@SUM(1)\n', encoding="utf-8")
    words = fill_words(blank, demo_folder, blank.parent / "filled.xlsx")
    words[words.index("--people") + 1] = people

    run(*words)

    book: Any = openpyxl.load_workbook(blank.parent / "filled.xlsx")
    cells = [book["People"][PLACES["people"].cell("post", at)] for at in range(3)]
    assert [cell.value for cell in cells] == ['=HYPERLINK("x")', "+1", "@SUM(1)"]
    assert {cell.data_type for cell in cells} == {"s"}


def test_recalc_stores_what_changed_and_then_has_nothing_to_do(
    run: Callable[..., Any], enter: Callable[..., None], filled: Path
) -> None:
    enter(filled, "People", {SALARY: 100_000})

    first = run("recalc", filled)
    after = filled.read_bytes()
    second = run("recalc", filled)

    assert (first.code, first.err) == (1, "")
    assert "out of date" in first.out
    assert stored(filled, "Decisions", AWARD) == pytest.approx(3250)
    assert second.code == 1
    assert "was up to date" in second.out
    assert filled.read_bytes() == after


def test_recalc_to_another_file_leaves_the_first(
    run: Callable[..., Any], enter: Callable[..., None], filled: Path
) -> None:
    enter(filled, "People", {SALARY: 100_000})
    before = filled.read_bytes()
    out = filled.parent / "other.xlsx"
    out.write_bytes(b"replaced")

    ended = run("recalc", filled, "-o", out, "--replace")

    assert ended.code == 1
    assert stored(out, "Decisions", AWARD) == pytest.approx(3250)
    assert filled.read_bytes() == before
