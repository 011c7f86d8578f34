"""Editions of the data by the command line: listed, compared, begun, checked, used."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vsm_xl import framework

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Ended

DATA = Path(framework.__path__[0]) / "data"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """An edition beside the software: 2026-12 under another name, with a lower bonus limit."""
    folder = tmp_path / "beside"
    shutil.copytree(DATA / "2026-12", folder)
    _change(folder / "edition.toml", 'name = "2026-12"', 'name = "beside"')
    _change(folder / "limits.toml", 'value = "0.10"\nfrom', 'value = "0.06"\nfrom')
    return folder


def _change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_editions_are_listed_and_shown(run: Callable[..., Ended]) -> None:
    listed = run("edition", "list")
    shown = run("edition", "show", "2026-12", "--date", "2025-05-01")

    assert listed.code == shown.code == 0
    assert "2026-12  1 December 2026" in listed.out
    assert "in use" in listed.out
    for line in (
        "premium.limit = 0.15 (fraction of salary), from 2025-04-01",
        "    Status: official text read",
        "    Document: NHS England: The NHS very senior managers pay framework",
        "    Paragraph: paragraph not known",
        "    Link: https://www.gov.uk/government/news/nhs-leaders-face-both-carrot-and-stick-in",
        "    Read on: 25 November 2026",
    ):
        assert line in shown.out, line
    assert "0.138" not in shown.out


def test_what_differs_is_said_in_words(run: Callable[..., Ended]) -> None:
    found = run("edition", "diff", "2026-11", "2026-12").out

    for line in (
        "ended: from 6 April 2027 to 5 April 2031: £5,000 per year is now pending",
        "ended: from 1 April 2027: NHS England is now pending",
        "added: from 1 January 2018 to 31 March 2025: £150,000 per year (salaries at or above it, decided by ministers)",
        "information added: £750 per day (agency very senior managers",
        "source NICA25",
    ):
        assert line in found, line
    assert "No difference." in run("edition", "diff", "2026-12", "2026-12").out


def test_a_new_edition_is_begun_checked_and_used(run: Callable[..., Ended], tmp_path: Path) -> None:
    begun = run(
        "edition", "new", "2027-05", "--from", "2026-12", "--date", "2027-05-01", "-o", tmp_path
    )
    folder = tmp_path / "2027-05"

    assert begun.code == 0
    checklist = (folder / "CHECKLIST.md").read_text(encoding="utf-8")
    assert "`award.percent`" in checklist
    assert "`award.criteria`, from 2026-04-01" in checklist
    assert run("edition", "check", folder).code == 0
    assert run("--edition", folder, "call", "VSM_EDITION").out.startswith(
        "2027-05 of 1 May 2027 (files "
    )
    # The next command computes with the newest edition of the package again.
    assert run("call", "VSM_EDITION").out == "2026-12 of 1 December 2026\n"
    again = run(
        "edition", "new", "2027-05", "--from", "2026-12", "--date", "2027-05-01", "-o", tmp_path
    )
    assert (again.code, "exists already" in again.err) == (2, True)
    odd = run("edition", "new", "../x", "--from", "2026-12", "--date", "2027-05-01", "-o", tmp_path)
    assert (odd.code, "cannot be the name" in odd.err) == (2, True)


def test_an_unsound_edition_is_refused_with_every_fault(
    run: Callable[..., Ended], elsewhere: Path
) -> None:
    limits, sources = elsewhere / "limits.toml", elsewhere / "sources.toml"
    _change(limits, 'status = "official text read"', 'status = "confirmed"')
    _change(limits, 'name = "premium.limit"', 'name = "premium.bound"')
    _change(sources, 'kind = "official"\n', "")
    ended = run("edition", "check", elsewhere)

    assert ended.code == 2
    assert "status: 'confirmed' does not say what the figure rests on" in ended.err
    assert "kind: it is missing; write official, secondary or own" in ended.err

    _change(limits, 'status = "confirmed"', 'status = "official text read"')
    _change(sources, "read = 2026-11-25\n", 'read = 2026-11-25\nkind = "official"\n')
    ended = run("edition", "check", elsewhere)
    assert ended.code == 2
    assert "the figure premium.limit is gone, and rules ask for it" in ended.err
    assert "the criterion A10 compares with premium.limit, and no dated figure" in ended.err


def test_an_edition_that_is_not_there_is_named(run: Callable[..., Ended]) -> None:
    for words in (
        ("edition", "show", "2031-01"),
        ("--edition", "2031-01", "call", "VSM_EDITION"),
        ("call", "VSM_EDITION", "--edition=2031-01"),
    ):
        ended = run(*words)
        assert ended.code == 2
        assert "No edition '2031-01': this software carries 2026-11, 2026-12" in ended.err


def test_a_return_is_never_computed_with_another_edition_without_a_word(
    run: Callable[..., Ended], elsewhere: Path, demo_folder: Path, tmp_path: Path
) -> None:
    inputs = (
        "--organisation", demo_folder / "rr8-organisation.csv",
        "--people", demo_folder / "rr8-people.csv",
        "--ranges", demo_folder / "rr8-ranges.csv",
    )  # fmt: skip
    old, other = tmp_path / "old.xlsx", tmp_path / "other.xlsx"
    for edition, path in (("2026-11", old), (elsewhere, other)):
        built = run("--edition", edition, "build", "template", "-o", path, "--people", "12")
        assert built.code == 0, built.err
        assert run("--edition", edition, "fill", path, *inputs, "-o", path, "--replace").code in (
            0,
            1,
        )

    # An edition of the package is found by the name in the return, and named.
    found = run("show", old)
    assert found.code == 1
    assert "note: computed with data edition 2026-11 of 1 November 2026" in found.err
    # Another one has to be given.
    refused = run("check", other)
    assert refused.code == 2
    assert "is computed with data edition beside of 1 December 2026 (files " in refused.err
    assert run("show", other, "--edition", elsewhere).code == 1
    # One that is given is never exchanged for the one that the return names.
    refused = run("show", old, "--edition", "2026-12")
    assert (refused.code, "vsm-xl repair" in refused.err) == (2, True)
    # Many files, each with its own edition; one that is given counts for all.
    folder = tmp_path / "many"
    folder.mkdir()
    ended = run("recalc", old, other, "-o", folder)
    assert "1 of 2 files recalculated" in ended.out
    assert "other.xlsx is computed with data edition beside" in ended.err
    ended = run("check", other, old, "--edition", elsewhere)
    assert ended.code == 2
    assert f"{other} is computed" not in ended.err
    assert f"{old} is computed with data edition 2026-11" in ended.err
    # A changed file of the edition is another edition.
    _change(elsewhere / "limits.toml", 'value = "0.06"', 'value = "0.07"')
    assert run("show", other, "--edition", elsewhere).code == 2

    new = tmp_path / "new.xlsx"
    moved = run("repair", old, "-o", new)
    assert moved.code == 0
    assert "2026-11 of 1 November 2026" in moved.out
    assert run("show", new).err == ""


def test_the_impact_on_a_return_is_shown_by_post_and_check(
    run: Callable[..., Ended], elsewhere: Path, filled: Path
) -> None:
    _change(elsewhere / "award.toml", 'value = "0.0325"', 'value = "0.03"')
    before = filled.read_bytes()
    ended = run("edition", "impact", "2026-12", elsewhere, filled)

    assert ended.code == 0
    assert "what changes: 8 posts, 2 figures of the return." in ended.out
    # 277,500 at 3.25 % and at 3 %: 9,018.75 and 8,325.00.
    lines = [" ".join(line.split()) for line in ended.out.splitlines()]
    assert "Post Chief Executive Award £9,018.75 £8,325.00 -£693.75" in lines
    assert any(line.startswith("Return Total of awards £54,267.01") for line in lines), lines
    assert "further values that follow from these are not shown; --all shows them." in ended.out
    assert "Outstanding so far" not in ended.out
    assert "Award paid" in run("edition", "impact", "2026-12", elsewhere, filled, "--all").out
    assert filled.read_bytes() == before
    assert "no change" in run("edition", "impact", "2026-12", "2026-12", filled).out


def test_a_return_that_one_edition_cannot_compute_leaves_the_others(
    run: Callable[..., Ended], filled: Path, tmp_path: Path
) -> None:
    other = tmp_path / "no-workbook.xlsx"
    other.write_bytes(b"PK nothing")
    ended = run("edition", "impact", "2026-12", "2026-11", other, filled)

    assert ended.code == 2
    assert "no-workbook.xlsx" in ended.err
    assert f"{filled}: no change." in ended.out
