"""Several files that one watched process reads: what one takes is not taken from the others."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml import limits, supervision
from vsm_xl.ooxml.markup import parse
from vsm_xl.ooxml.supervision import supervised, supervised_together

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    not supervision.FORKS, reason="tried under Wine, where none can fork"
)

#: Processor seconds of what a file may take in these tests, and of a file that takes much of it.
LIMIT, MUCH = 0.5, 0.3


def named(file: Path) -> tuple[Path, str]:
    return file, file.name


def refused(_file: Path, problem: UnusableInput | OSError) -> str:
    return f"refused: {problem}"


def read(files: list[Path]) -> Iterator[Any]:
    """Do what each file says, and note in which process."""
    for file in files:
        with file.with_suffix(".read").open("a") as seen:
            seen.write(f"{os.getpid()}\n")
        what = file.read_text()
        if what == "end":
            os._exit(3)
        began = time.process_time()
        while time.process_time() < began + MUCH or what == "endless":
            pass
        yield f"{what} {file.name}"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    monkeypatch.setattr(limits, "SECONDS", LIMIT)
    found = [tmp_path / f"{at}.xlsx" for at in range(4)]
    for file in found:
        file.write_text("good")
    return found


def processes(file: Path) -> list[str]:
    return file.with_suffix(".read").read_text().split()


def test_each_may_take_what_it_may_alone(files: list[Path]) -> None:
    answers = supervised_together(read, files, named, refused)

    assert answers == [f"good {file.name}" for file in files]
    assert len({process for file in files for process in processes(file)}) == 1


@pytest.mark.parametrize("what", ["endless", "end"])
def test_one_that_takes_too_much_is_refused_alone(files: list[Path], what: str) -> None:
    files[1].write_text(what)

    answers = supervised_together(read, files, named, refused)

    assert [answers[at] for at in (0, 2, 3)] == [f"good {files[at].name}" for at in (0, 2, 3)]
    words = "took more than" if what == "endless" else "ended the program"
    assert answers[1].startswith(f"refused: {files[1].name}: reading ")
    assert words in answers[1]
    # It was tried alone; nothing that was answered was done again.
    assert [len(processes(file)) for file in files] == [1, 2, 1, 1]
    assert processes(files[2]) == processes(files[3]) != processes(files[0])


def test_one_that_is_not_there_is_refused(files: list[Path]) -> None:
    files[3].unlink()

    answers = supervised_together(read, files, named, refused)

    assert answers[:3] == [f"good {file.name}" for file in files[:3]]
    assert "No such file" in answers[3]


def parse_without_memory() -> None:
    import resource  # noqa: PLC0415 - not there on Windows

    resource.setrlimit(resource.RLIMIT_DATA, (2**20, 2**20))
    parse(b"<a>" + b'<b c="d">e</b>' * 200_000 + b"</a>")


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is one of Linux")
def test_a_part_for_which_there_is_no_memory_is_not_called_damaged() -> None:
    with pytest.raises(UnusableInput, match="MB of memory"):
        supervised(parse_without_memory, 0, "large.xlsx")
