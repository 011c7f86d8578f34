"""The commands export, roll-forward and repair, from file to file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from vsm_xl.annual_return.template.template import template_layout
from vsm_xl.libreoffice.installations import VARIABLE
from vsm_xl.ooxml import Package

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PLACES = template_layout(12).places


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1762214400")


def test_an_export_to_csv_fills_the_same_return_again(
    run: Callable[..., Any], filled: Path, blank: Path, tmp_path: Path
) -> None:
    folder, again = tmp_path / "data", tmp_path / "again.xlsx"
    assert run("export", filled, "--format", "csv", "-o", folder).code == 1
    ended = run(
        "fill", blank, "--organisation", folder / "organisation.csv", "--people",
        folder / "people.csv", "--ranges", folder / "ranges.csv", "-o", again,
    )  # fmt: skip

    assert ended.code == 1
    shown = [json.loads(run("show", path, "--json").out) for path in (filled, again)]
    assert shown[0] == shown[1]


def test_an_export_to_json_is_named_after_the_return(run: Callable[..., Any], filled: Path) -> None:
    ended = run("export", filled, "--format", "json")
    target = filled.with_suffix(".json")
    document = json.loads(target.read_text(encoding="utf-8"))

    assert ended.code == 1
    assert f"Wrote {target}." in ended.out
    assert document["audit"]["recalculated_on"] == "2025-11-04"
    assert len(document["tables"]["people"]) == 8


def test_an_export_replaces_nothing_unasked(run: Callable[..., Any], filled: Path) -> None:
    target = filled.with_suffix(".json")
    target.write_text("mine", encoding="utf-8")
    refused = run("export", filled, "--format", "json")

    assert (refused.code, target.read_text(encoding="utf-8")) == (2, "mine")
    assert "exists already" in refused.err
    assert run("export", filled, "--format", "json", "--replace").code == 1


def test_the_return_itself_is_no_target(run: Callable[..., Any], filled: Path) -> None:
    before = filled.read_bytes()
    ended = run("export", filled, "--format", "json", "-o", filled)

    assert (ended.code, filled.read_bytes()) == (2, before)


def test_another_format_is_refused(run: Callable[..., Any], filled: Path) -> None:
    ended = run("export", filled, "--format", "docx")

    assert ended.code == 2
    assert "use csv, json, pdf" in ended.err


def test_a_pdf_without_libreoffice_ends_with_what_to_do(
    run: Callable[..., Any], filled: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "none"))
    ended = run("export", filled, "--format", "pdf")

    assert ended.code == 2
    assert "LibreOffice" in ended.err
    assert not filled.with_suffix(".pdf").exists()


@pytest.mark.component
def test_a_pdf_is_written(run: Callable[..., Any], filled: Path) -> None:
    assert run("export", filled, "--format", "pdf").code == 1
    assert filled.with_suffix(".pdf").read_bytes().startswith(b"%PDF-")


def test_next_years_return_says_what_was_carried_and_what_is_missing(
    run: Callable[..., Any], filled: Path, tmp_path: Path
) -> None:
    new = tmp_path / "next.xlsx"
    ended = run("roll-forward", filled, "-o", new)

    assert ended.code == 0
    assert f"Wrote {new}: the return for 2026/27, begun from {filled}." in ended.out
    for title in ("CARRIED OVER", "TO BE ENTERED FOR THE NEW YEAR"):
        assert f"\n{title}\n- " in ended.out
    shown = json.loads(run("show", new, "--json").out)
    assert shown["organisation"]["pay_year"] == "2026/27"
    assert [post["salary"] for post in shown["posts"]] == [
        post["new_salary"] for post in json.loads(run("show", filled, "--json").out)["posts"]
    ]


def test_an_unusable_return_is_not_rolled_forward(
    run: Callable[..., Any], filled: Path, tmp_path: Path, enter: Callable[..., None]
) -> None:
    enter(filled, "People", {PLACES["people"].cell("salary"): "about 150k"})
    ended = run("roll-forward", filled, "-o", tmp_path / "next.xlsx")

    assert (ended.code, ended.out) == (2, "")
    assert PLACES["people"].cell("salary") in ended.err
    assert not (tmp_path / "next.xlsx").exists()


def test_a_damaged_return_is_repaired(
    run: Callable[..., Any], filled: Path, tmp_path: Path
) -> None:
    before = json.loads(run("show", filled, "--json").out)
    package = Package.open(filled)
    part = package.sheets()["Decisions"]
    ref = PLACES["decisions"].cell("award").encode()
    head, tail = package.parts[part].split(b'<c r="%b"' % ref)
    rest = tail.partition(b"</f>")[2]
    broken = head + b'<c r="%b"' % ref + tail.partition(b"<f>")[0] + rest
    filled.write_bytes(package.replace(part, broken).to_bytes())
    new = tmp_path / "sound.xlsx"

    assert "vsm-xl repair" in run("check", filled).err
    ended = run("repair", filled, "-o", new)
    assert ended.code == 0
    after = json.loads(run("show", new, "--json").out)
    # A sound return has room for another number of people, so cells below the tables of posts differ.
    for check in before["checks"] + after["checks"]:
        sheet, _, cell = check["where"].partition(", ")
        check["where"] = check["where"] if sheet in _SAME_ROWS else (sheet, bool(cell))
    for post in before["posts"] + after["posts"]:
        # How many rows are left below the post.
        post.pop("from_end", None)
    assert after == before


#: Sheets whose cells stand in the same rows whatever the number of people.
_SAME_ROWS = ("Organisation", "People", "Pay ranges", "Staff pay", "Local policy")


def test_a_repair_that_leaves_something_out_ends_with_1(
    run: Callable[..., Any], filled: Path, tmp_path: Path, enter: Callable[..., None]
) -> None:
    ref = PLACES["people"].cell("bonus_percent")
    enter(filled, "People", {ref: 5})
    ended = run("repair", filled, "-o", tmp_path / "sound.xlsx")

    assert ended.code == 1
    assert f"NOT CARRIED OVER\n- {filled}, sheet People, cell {ref}:" in ended.out
    assert (tmp_path / "sound.xlsx").exists()


def test_recalculating_twice_leaves_the_trail_alone(
    run: Callable[..., Any], filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("recalc", filled)
    before = filled.read_bytes()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1893456000")

    assert "was up to date" in run("recalc", filled).out
    assert filled.read_bytes() == before
