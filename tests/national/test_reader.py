"""One file of a collation: what is confirmed is what would be computed, and what is not is computed."""

from __future__ import annotations

import multiprocessing
import os
import re
import threading
import time
from datetime import date
from typing import TYPE_CHECKING

import pytest

from vsm_xl.annual_return.reading.audit_trail import EPOCH, today
from vsm_xl.annual_return.template.template import template_layout
from vsm_xl.annual_return.warm import make_ready
from vsm_xl.national import read_many
from vsm_xl.national.reader import CONFIRMED, RECALCULATED, REFUSED, WARNED, FileRead, read_file
from vsm_xl.national.simulate import simulate
from vsm_xl.national.simulate_files import workbook
from vsm_xl.ooxml import Package, enter_values

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def files(returns: Path) -> list[Path]:
    found = sorted(returns.glob("R*.xlsx"))
    size = read_file(found[0], found[0].name).size
    assert size is not None
    make_ready(size, confirming=True)
    return found


def test_confirmed_returns_give_the_rows_that_recalculated_ones_give(files: list[Path]) -> None:
    seen = []
    for file in files:
        quick, slow = read_file(file, "x"), read_file(file, "x", recalculate=True)
        assert (quick.tables, quick.outcome, quick.why) == (slow.tables, slow.outcome, slow.why)
        assert slow.results == RECALCULATED
        seen.append(quick.results)

    # The one whose organisation begins with = is not certain to COUNTIF, and is recalculated.
    assert seen.count(CONFIRMED) >= len(files) - 1


def test_a_stored_award_that_somebody_raised_is_computed_again_and_said(
    files: list[Path], tmp_path: Path
) -> None:
    package = Package.open(files[0])
    part = package.sheets()["Decisions"]
    right = read_file(files[0], "x")
    awards = [post["award"] for post in right.tables["posts"] if post["award"]]
    # A whole penny more, in the first place where the first award is stored.
    old = f"<v>{awards[0]:.15g}</v>".encode()
    xml = re.sub(
        re.escape(old), f"<v>{awards[0] + 0.01:.15g}</v>".encode(), package.parts[part], count=1
    )
    assert xml != package.parts[part]
    file = tmp_path / "raised.xlsx"
    file.write_bytes(package.replace(part, xml).to_bytes())

    found = read_file(file, "x")

    assert found.results == RECALCULATED
    assert found.outcome == WARNED
    assert "The stored values of 1 of its" in found.why
    assert found.tables["posts"] == right.tables["posts"]


def test_a_fault_of_ours_in_one_file_stops_no_other(
    files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(_: Path, name: str, **__: bool) -> FileRead:
        if name == "second":
            raise ZeroDivisionError("of ours")
        return FileRead(name, "", "Taken", "")

    monkeypatch.setattr(read_many, "read_file", faulty)
    given = files[:3]
    names = dict(zip(given, ("first", "second", "third"), strict=True))

    found = {one.file: one for one in read_many.read_all(given, names, 1)}

    assert [found[name].outcome for name in ("first", "third")] == ["Taken", "Taken"]
    assert found["second"].outcome == "Refused"
    assert "a fault of vsm_xl, not of the file (ZeroDivisionError: of ours)" in found["second"].why


def test_a_code_is_read_in_capitals_and_what_is_not_a_code_is_refused(
    files: list[Path], tmp_path: Path
) -> None:
    package = Package.open(files[0])
    part = package.sheets()["Organisation"]
    cell = template_layout(20).places["organisation"].line_cell("ods_code")
    right = read_file(files[0], "x").tables["returns"][0]["code"]
    cases = [  # code as typed, code as read (None: refused), difference
        (right.lower(), right, None),
        ("RZ99", "RZ99", "unknown_code"),
        ("../../etc/x", None, None),
        ("RZ1/../RZ2", None, None),
        ("<b>RZ1</b>", None, None),
        ("R", None, None),
        ("Rê1", None, None),
        ("R" * 11, None, None),
    ]
    wrong = []
    for number, (typed, code, difference) in enumerate(cases):
        file = tmp_path / f"{number}.xlsx"
        xml = enter_values(package.parts[part], {cell: typed})
        file.write_bytes(package.replace(part, xml).to_bytes())
        found = read_file(file, file.name)
        rows = found.tables.get("returns", [])
        kinds = {row["difference"] for row in found.tables.get("differences", [])}
        if code is None:
            good = found.outcome == REFUSED and repr(typed) in found.why and not rows
        else:
            good = rows[0]["code"] == code and ("unknown_code" in kinds) is bool(difference)
        if not good or str(tmp_path) in found.why:
            wrong.append((typed, found.outcome, found.why))
    assert wrong == []


def test_a_refusal_names_the_file_and_not_where_it_lay(tmp_path: Path) -> None:
    file = tmp_path / "broken.xlsx"
    file.write_bytes(b"PK\x03\x04 nothing more")

    found = read_file(file, file.name)

    assert found.why.startswith("broken.xlsx is damaged")
    assert str(tmp_path) not in found.why


def test_memory_that_the_files_before_it_took_refuses_no_file(
    files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def short_of_memory(_: Path, name: str, **__: bool) -> FileRead:
        if read:
            raise MemoryError
        read.append(name)
        return FileRead(name, "", "Taken", "")

    monkeypatch.setattr(read_many, "read_file", short_of_memory)
    given = files[:4]

    found = [*read_many.read_all(given, {file: file.name for file in given}, 1)]

    assert [(one.file, one.why) for one in found] == [(file.name, "") for file in given]


def test_the_files_of_a_worker_that_is_lost_are_read_all_the_same(files: list[Path]) -> None:
    given = files[:4]

    def lose_one() -> None:
        while not (workers := multiprocessing.active_children()):
            time.sleep(0.01)
        workers[0].kill()

    losing = threading.Thread(target=lose_one)
    losing.start()
    found = [*read_many.read_all(given, {file: file.name for file in given}, 2)]
    losing.join()

    assert sorted(one.file for one in found) == sorted(file.name for file in given)
    assert REFUSED not in {one.outcome for one in found}


def test_a_simulated_return_dates_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own day is not left in the environment, where it would date a real return."""
    monkeypatch.setenv(EPOCH, "1762214400")
    before = os.environ.copy()
    file = tmp_path / "one.xlsx"
    file.write_bytes(workbook(simulate(1, 1)[0]))
    assert os.environ == before
    [row] = read_file(file, file.name).tables["returns"]
    assert (row["recalculated_on"], today()) == (date(2026, 7, 1), date(2025, 11, 4))
