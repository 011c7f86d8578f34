"""Ctrl-C while many returns are recalculated: once or many times, the command ends in good order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from process_groups import ends, heed_interrupts  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.cli.interrupts import STOPPED
from vsm_xl.ooxml import Package

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

FILES = 8
WORDS = "vsm-xl: stopped; no file was changed half-way.\n"


def begun(folder: Path, blank: bytes) -> subprocess.Popen[str]:
    """Begin a run in a process group of its own, as a terminal does."""
    files = [folder / f"return {at}.xlsx" for at in range(FILES)]
    for file in files:
        file.write_bytes(blank)
    return subprocess.Popen(
        [sys.executable, "-m", "vsm_xl", "recalc", *files, "-o", folder / "done"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        # A run in the background hands interrupts down as ignored; a person's shell does not.
        preexec_fn=heed_interrupts,  # noqa: PLW1509 - no thread runs here
    )  # fmt: skip


def wait_until_made(folder: Path, files: int) -> None:
    last = time.monotonic() + 300
    while time.monotonic() < last:
        if folder.exists() and sum(1 for _ in folder.glob("*.xlsx")) >= files:
            return
        time.sleep(0.005)
    raise AssertionError("the run did not get so far")


@pytest.mark.parametrize(
    ("done", "pauses"),
    [
        # The workers are only being started, and then loading.
        (0, (0.0,)),
        (0, (0.4,)),
        (1, (0.0, 0.05)),
        # As one who keeps the key pressed.
        (1, (0.0, *(0.0005,) * 20)),
    ],
)
def test_however_often_it_is_interrupted_it_ends_with_one_line(
    tmp_path: Path, blank_bytes: bytes, done: int, pauses: tuple[float, ...]
) -> None:
    with begun(tmp_path, blank_bytes) as program:
        try:
            wait_until_made(tmp_path / "done", done)
            for pause in pauses:
                time.sleep(pause)
                os.killpg(program.pid, signal.SIGINT)
            out, err = program.communicate(timeout=300)
        finally:
            program.kill()

    assert (program.returncode, out, err) == (STOPPED, "", WORDS)
    assert ends(program.pid)
    made = list((tmp_path / "done").iterdir())
    assert len(made) < FILES
    for file in made:
        assert file.suffix == ".xlsx"
        Package.open(file)
