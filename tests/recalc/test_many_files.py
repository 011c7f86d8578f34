"""Many returns in one run, and the words for a computer without LibreOffice."""

from __future__ import annotations

import datetime as dt
import io
import os
import subprocess
import sys
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING, Any

import pytest
from blank_templates import blank_template  # type: ignore[import-not-found,unused-ignore]

from vsm_xl import call
from vsm_xl.annual_return.build.workbook import build_template
from vsm_xl.annual_return.filling.fill import fill
from vsm_xl.annual_return.reading.identify import layout_of
from vsm_xl.annual_return.reading.results import read_results
from vsm_xl.cli import main, process_pool
from vsm_xl.libreoffice.installations import VARIABLE, Installation, find
from vsm_xl.ooxml import Package, enter_values, supervision
from vsm_xl.recalc import recalculate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


def run(*words: object) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main([str(word) for word in words])
    return code, out.getvalue(), err.getvalue()


@pytest.fixture
def three(tmp_path: Path) -> list[Path]:
    data = build_template(2, staff_rows=5)
    files = [tmp_path / f"return {at}.xlsx" for at in (1, 2, 3)]
    for file in files:
        file.write_bytes(data)
    return files


class PoolHere:
    """Works in this process, and is lost so many times when it has done its work."""

    def __init__(self, lost: int) -> None:
        self.lost = lost

    @contextmanager
    def __call__(self, _workers: int, *, files: int) -> Iterator[PoolHere]:  # noqa: ARG002
        yield self

    def submit(self, work: Callable[..., Any], *given: Any) -> Future[Any]:
        future: Future[Any] = Future()
        answer = work(*given)
        if self.lost:
            self.lost -= 1
            future.set_exception(BrokenProcessPool())
        else:
            future.set_result(answer)
        return future


@pytest.mark.parametrize(("lost", "ended"), [(0, 1), (1, 0), (1, 1)])
def test_a_file_written_before_its_process_was_ended_counts_as_recalculated(
    three: list[Path], monkeypatch: pytest.MonkeyPatch, lost: int, ended: int
) -> None:
    """A worker process is lost, and its forks are ended, when they have written their files."""

    def ended_at_last(work: Callable[[], Iterator[Any]], _size: int) -> tuple[list[Any], str]:
        found = [*work()]
        if ended and len(found) > 1:
            return found[:1], "takes more than any return."
        return found, ""

    monkeypatch.setattr(supervision, "_answers", ended_at_last)
    monkeypatch.setattr(process_pool, "worker_processes", PoolHere(lost))
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    files = [(file, file.with_name(f"{lot} {file.name}")) for lot in range(4) for file in three]
    for file, copy in files:
        copy.write_bytes(file.read_bytes())

    def results() -> list[str]:
        done = process_pool.all_done([(copy, copy) for _, copy in files], "embedded", print)
        return [one.result for _, one in done]

    assert results() == [process_pool.DONE] * 12
    assert results() == [process_pool.UP_TO_DATE] * 12


def test_every_good_file_is_recalculated_and_the_bad_one_is_named(
    three: list[Path], tmp_path: Path
) -> None:
    three[1].write_bytes(b"no workbook")
    out = tmp_path / "done"

    code, said, complained = run("recalc", *three, "-o", out)

    assert code == 2
    assert sorted(path.name for path in out.iterdir()) == ["return 1.xlsx", "return 3.xlsx"]
    assert "2 of 3 files recalculated; 1 could not be" in said
    assert f"{three[1]} is not an .xlsx workbook" in complained
    assert [line.split()[-4] for line in said.splitlines() if "return" in line]


def test_files_in_place_are_up_to_date_the_second_time(three: list[Path]) -> None:
    code, said, _ = run("recalc", *three)
    assert code == 1
    before = [file.read_bytes() for file in three]
    assert said.count("Recalculated") == 3

    code, said, _ = run("recalc", *three)

    assert code == 1
    assert said.count("Up to date") == 3
    assert [file.read_bytes() for file in three] == before


def test_two_files_of_one_name_are_not_written_over_each_other(
    three: list[Path], tmp_path: Path
) -> None:
    other = tmp_path / "elsewhere" / three[0].name
    other.parent.mkdir()
    other.write_bytes(three[0].read_bytes())

    code, _, complained = run("recalc", three[0], other, "-o", tmp_path / "done")

    assert code == 2
    assert "would both be written" in complained
    assert not (tmp_path / "done").exists()


def test_a_folder_that_cannot_be_made_is_named(three: list[Path]) -> None:
    code, _, complained = run("recalc", *three, "-o", three[0] / "done")
    assert code == 2
    assert f"The folder {three[0] / 'done'} cannot be made: " in complained


def test_a_file_named_twice_is_worked_on_once(three: list[Path]) -> None:
    code, said, _ = run("recalc", three[0], three[0], three[1])
    assert code == 1
    assert "2 of 2 files" in said


@pytest.mark.parametrize("option", ["--verify", "--engine=libreoffice"])
def test_without_libreoffice_the_words_say_what_to_install(
    three: list[Path], monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    monkeypatch.setenv(VARIABLE, "/nowhere/soffice")
    before = three[0].read_bytes()

    code, _, complained = run("recalc", three[0], option)

    assert code == 2
    assert f"{VARIABLE} names /nowhere/soffice, and there is no such program" in complained
    assert three[0].read_bytes() == before


def script(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


@pytest.mark.skipif(os.name == "nt", reason="stands a shell script in for LibreOffice")
@pytest.mark.parametrize(
    ("version", "python", "words"),
    [
        ("7.4.7.2", "exit 0", ["is too old"]),
        ("25.2.3.2", "exit 1", ["python3-uno"]),
        ("25.2.3.2", 'case "$*" in *version_info*) exit 1;; esac', ["too old"]),
        ("25.2.3.2", 'case "$*" in *numpy*) exit 1;; esac', []),
        ("25.2.3.2", "exit 0", []),
        ("7.4.7.2", "exit 1", ["is too old", "python3-uno"]),
    ],
)
def test_what_a_libreoffice_lacks_is_said(
    tmp_path: Path, version: str, python: str, words: list[str]
) -> None:
    program = script(tmp_path / "soffice", f"echo LibreOffice {version} 520")
    found = Installation(program, script(tmp_path / "python", python)).lacking()
    assert len(found) == len(words)
    assert all(word in said for word, said in zip(words, found, strict=True))


def test_a_libreoffice_that_the_environment_names_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = script(tmp_path / "soffice", "echo LibreOffice 25.2.3.2 520")
    monkeypatch.setenv(VARIABLE, str(program))
    assert find().program == program.resolve()
    assert find().version == "25.2.3.2"


@pytest.mark.component
def test_libreoffice_recalculates_several_files_at_once(three: list[Path], tmp_path: Path) -> None:
    code, said, _ = run("recalc", *three, "-o", tmp_path, "--engine", "libreoffice")
    assert code == 1
    assert "3 of 3 files recalculated." in said

    code, said, _ = run("check", three[0])

    assert (code, "out of date" in said) == (1, False)


#: Runs a command and says how much memory its largest process took, in MiB.
MEASURED = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
sys.exit(code)
"""


ORGANISATION: dict[str, Any] = {
    "ods_code": "RZZ", "organisation": "Example", "kind": "Provider", "pay_year": "2025/26",
    "date": dt.date(2025, 4, 1), "size": 600_000_000.0, "size_date": dt.date(2025, 4, 1),
    "league_segment": 3, "programme": "No",
}  # fmt: skip
PERSON: dict[str, Any] = {
    "post": "Chief executive", "role": "Chief executive", "decision": "Annual award only",
    "in_post_from": dt.date(2020, 1, 6), "salary": 150_000.0, "salary_basis": "Payroll",
}  # fmt: skip


@pytest.mark.component
def test_three_hundred_returns_go_through_in_one_run(tmp_path: Path) -> None:
    blank = blank_template(2, "blank.xlsx", staff_rows=5)
    filled = fill(blank, ORGANISATION, [PERSON])
    part = filled.sheets()["People"]
    salary = layout_of(filled).places["people"].cell("salary")
    given, out = tmp_path / "given", tmp_path / "out"
    given.mkdir()
    good = 292
    for at in range(good):
        xml = enter_values(filled.parts[part], {salary: 150_000.0 + at}, filled.sheet(part))
        data = filled.replace(part, xml).to_bytes()
        (given / f"return {at:03}.xlsx").write_bytes(data)
    bad = {
        "empty": b"", "text": b"Post,Salary\n", "half": data[: len(data) // 2],
        "zip": b"PK\x03\x04", "nul": b"\0" * 5000, "folder": None, "gone": b"", "more": b"<xml/>",
    }  # fmt: skip
    for name, content in bad.items():
        file = given / f"bad {name}.xlsx"
        file.mkdir() if content is None else file.write_bytes(content)
    files = sorted(given.iterdir())
    (given / "bad gone.xlsx").unlink()
    command = [sys.executable, "-c", MEASURED, sys.executable, "-m", "vsm_xl", "recalc"]

    done = subprocess.run(
        [*command, *map(str, files), "-o", str(out)], capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert len(files) == good + len(bad) == 300
    assert f"{good} of 300 files recalculated; {len(bad)} could not be" in done.stdout
    assert all(f"bad {name}.xlsx" in done.stderr for name in bad)
    assert "Traceback" not in done.stderr
    # What one return takes, not what three hundred take.
    assert int(done.stdout.split()[-1]) < 400
    assert len(list(out.iterdir())) == good
    for at in (0, 100, 291):
        says = read_results(recalculate(Package.open(out / f"return {at:03}.xlsx")))
        expected = call("VSM_NEW_SALARY", 150_000.0 + at, "2025/26", "Provider", 3)
        assert says.posts[0]["new_salary"] == expected
