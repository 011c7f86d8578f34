"""Whatever is handed in: one message that names it, exit code 2, nothing changed on the disk."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from vsm_xl.annual_return.template.template import template_layout
from vsm_xl.ooxml import Package

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PLACES = template_layout(12).places
SALARY = PLACES["people"].cell("salary")
FROM = PLACES["people"].cell("in_post_from")
HEADER = f"{PLACES['people'].letter('salary')}{PLACES['people'].header_row}"


def state(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def missing(_: Path) -> None:
    """No file at all."""


def folder(path: Path) -> None:
    path.mkdir()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def csv_renamed(path: Path) -> None:
    path.write_text("post,salary\nChief executive,150000\n", encoding="utf-8")


def foreign(path: Path) -> None:
    book: Any = openpyxl.Workbook()
    book.active["A1"] = "Somebody's own figures"
    book.save(path)


@pytest.mark.parametrize("command", [("recalc",), ("check",), ("show", "--json")])
@pytest.mark.parametrize(
    ("make", "words"),
    [
        (missing, "does not exist"),
        (folder, "is a folder"),
        (empty, "return.xlsx"),
        (csv_renamed, "return.xlsx"),
        (foreign, "not an annual return"),
    ],
)
def test_what_is_no_return_is_refused_and_left_alone(
    run: Callable[..., Any],
    tmp_path: Path,
    make: Callable[[Path], None],
    words: str,
    command: tuple[str, ...],
) -> None:
    path = tmp_path / "return.xlsx"
    make(path)
    before = state(tmp_path)

    ended = run(*command, path)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"vsm-xl: {path}")
    assert words in ended.err
    assert state(tmp_path) == before


def test_a_file_that_was_cut_short_is_refused(run: Callable[..., Any], filled: Path) -> None:
    filled.write_bytes(filled.read_bytes()[:20_000])
    before = state(filled.parent)

    ended = run("recalc", filled)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"vsm-xl: {filled} ")
    assert state(filled.parent) == before


def test_a_decompression_bomb_is_refused(run: Callable[..., Any], filled: Path) -> None:
    package = Package.open(filled)
    bomb = Package(package.name, {**package.parts, "xl/bomb.xml": b"<a>" + b" " * 300_000_000})
    filled.write_bytes(bomb.to_bytes())

    ended = run("check", filled)

    assert (ended.code, ended.out) == (2, "")
    assert str(filled) in ended.err


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "words"),
    [
        ("People", SALARY, "ask payroll", "'ask payroll' is text"),
        ("People", SALARY, "277,500", "number kept as text"),
        ("People", SALARY, -1, "outside what is allowed"),
        ("People", FROM, date(1901, 1, 1), "1901-01-01 is out of range"),
        ("People", FROM, "1 April", "not a date"),
        ("People", HEADER, "Wages", "is missing"),
    ],
)
def test_a_wrong_cell_is_named_with_file_and_sheet(
    run: Callable[..., Any],
    enter: Callable[..., None],
    filled: Path,
    sheet: str,
    cell: str,
    value: object,
    words: str,
) -> None:
    enter(filled, sheet, {cell: value})
    before = state(filled.parent)

    ended = run("recalc", filled)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"vsm-xl: {filled}, sheet {sheet}, cell {cell}")
    assert words in ended.err
    assert len(ended.err.splitlines()) == 1
    assert state(filled.parent) == before


def test_an_older_template_is_named_as_that(
    run: Callable[..., Any], enter: Callable[..., None], filled: Path
) -> None:
    place = template_layout(12).names["vsm_template_version"].partition("!")[2].replace("$", "")
    enter(filled, "Cover", {place: "0.0.9"})

    ended = run("show", filled, "--json")

    assert (ended.code, ended.out) == (2, "")
    assert f"{filled}, sheet Cover, cell {place}" in ended.err
    assert "0.0.9" in ended.err


def test_a_renamed_sheet_is_named(run: Callable[..., Any], filled: Path) -> None:
    package = Package.open(filled)
    part = package.workbook_part()
    renamed = package.parts[part].replace(b'name="Staff pay"', b'name="Staff wages"')
    filled.write_bytes(package.replace(part, renamed).to_bytes())

    ended = run("check", filled)

    assert (ended.code, ended.out) == (2, "")
    assert f"{filled}, sheet Staff wages: it was renamed. Name it Staff pay" in ended.err


def test_several_faults_are_one_message_of_several_lines(
    run: Callable[..., Any], enter: Callable[..., None], filled: Path
) -> None:
    enter(filled, "People", {SALARY: "text", FROM: "text"})

    ended = run("check", filled)

    first, second = ended.err.splitlines()
    assert first.startswith("vsm-xl: ")
    assert second.startswith("        ")


@pytest.mark.parametrize("lock", ["~$return.xlsx", ".~lock.return.xlsx#"])
def test_a_file_that_is_open_elsewhere_is_not_written(
    run: Callable[..., Any], enter: Callable[..., None], filled: Path, lock: str
) -> None:
    enter(filled, "People", {SALARY: 100_000})
    (filled.parent / lock).write_bytes(b"user")
    before = state(filled.parent)

    ended = run("recalc", filled)

    assert (ended.code, ended.out) == (2, "")
    assert f"{filled} is open in" in ended.err
    assert state(filled.parent) == before


def test_a_folder_that_may_not_be_written_in_is_named(
    run: Callable[..., Any], filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The tests may run as a user to whom every folder is open, so the system's answer is given.
    def refuse(*_: object) -> int:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    out = filled.parent / "new.xlsx"
    before = state(filled.parent)
    with monkeypatch.context() as patched:
        patched.setattr("vsm_xl.ooxml.write.os.open", refuse)
        ended = run("recalc", filled, "-o", out)

    assert (ended.code, ended.out) == (2, "")
    assert f"{out} cannot be written" in ended.err
    assert state(filled.parent) == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on a file's size")
def test_a_full_disk_leaves_the_old_file_whole(filled: Path, enter: Callable[..., None]) -> None:
    enter(filled, "People", {SALARY: 100_000})
    before = state(filled.parent)
    program = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (16384, 16384)); "
        "from vsm_xl.cli import main; sys.exit(main(sys.argv[1:]))"
    )

    ended = subprocess.run(
        [sys.executable, "-c", program, "recalc", str(filled)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"vsm-xl: {filled} cannot be written")
    assert state(filled.parent) == before


@pytest.mark.parametrize(
    ("out", "words"),
    [(".", "is a folder"), ("result.csv", "ends in .xlsx"), ("no/such/new.xlsx", "no folder")],
)
@pytest.mark.parametrize("command", ["recalc", "build"])
def test_an_output_that_cannot_be_is_refused(
    run: Callable[..., Any], filled: Path, out: str, words: str, command: str
) -> None:
    start = ("recalc", filled) if command == "recalc" else ("build", "template")
    before = state(filled.parent)

    ended = run(*start, "-o", filled.parent / out)

    assert (ended.code, ended.out) == (2, "")
    assert words in ended.err
    assert state(filled.parent) == before
