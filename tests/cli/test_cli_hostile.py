"""Hostile returns through the commands that read a workbook: named, exit code 2, in seconds and megabytes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "development"))

import hostile as trial  # type: ignore[import-not-found,unused-ignore]
import hostile_returns as hostile  # type: ignore[import-not-found,unused-ignore]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked and measured")

#: One that no budget foresees, and one that a budget refuses.
CASES = ("a text repeated", "a million cells")
QUICK = {"check", "collate", "show"}


def found(folder: Path, data: bytes, cases: tuple[str, ...], commands: set[str]) -> list[str]:
    sound = hostile.Sound(data)
    good = folder / "good.xlsx"
    good.write_bytes(data)
    file = folder / "file.xlsx"
    if "fill" in commands:
        trial.measured(["export", "good.xlsx", "--format", "csv", "-o", "csv"], folder)
    wrong = []
    for case in cases:
        file.write_bytes(hostile.made(sound, hostile.REFUSED[case]))
        for at, command in enumerate(trial.COMMANDS):
            if command[0] not in commands:
                continue
            out = folder / f"{case} {at}"
            words = trial.filled(command, FILE=file, GOOD=good, OUT=out, CSV=folder / "csv")
            ended = trial.measured(words, folder)
            if (
                ended.code not in {0, 1, 2}
                or ended.seconds > trial.SECONDS
                or ended.megabytes > trial.MEGABYTES
                or "backtrace" in ended.words
                or (command[0] not in trial.MAY_READ and (ended.code, "file.xlsx" in ended.words) != (2, True))
            ):  # fmt: skip
                wrong.append(f"{case}: {' '.join(command)}: {ended}")
    return wrong


def test_a_hostile_return_ends_in_words_in_seconds(tmp_path: Path, filled_bytes: bytes) -> None:
    assert found(tmp_path, filled_bytes, CASES[:1], QUICK) == []


@pytest.mark.component
def test_a_hostile_return_ends_so_whatever_command_reads_it(
    tmp_path: Path, filled_bytes: bytes
) -> None:
    every = {command[0] for command in trial.COMMANDS}
    assert found(tmp_path, filled_bytes, (*CASES, "colons", "a text doubled"), every) == []
