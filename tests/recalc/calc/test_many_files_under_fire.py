"""Runs over many files whose LibreOffice, or which themselves, are ended from outside."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from vsm_xl.annual_return.build.workbook import build_template
from vsm_xl.cli.interrupts import STOPPED
from vsm_xl.ooxml import Package
from vsm_xl.recalc.calc import bridge
from vsm_xl.recalc.calc.profile import USER

pytestmark = pytest.mark.component

FILES = 5
#: More than are under way, and finished, when a run is interrupted.
MANY = 9
PATIENCE = 600


@pytest.fixture(scope="module")
def template() -> bytes:
    return build_template(2, staff_rows=5)


def _heed_signals() -> None:
    """A run in the background hands interrupts down as ignored, and one under nohup hang-ups."""
    for ignored in (signal.SIGINT, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_DFL)


class Run:
    """``vsm-xl recalc`` of several files, with a folder of its own for everything temporary."""

    def __init__(
        self, folder: Path, template: bytes, files: int = FILES, words: tuple[str, ...] = ()
    ) -> None:
        folder.mkdir()
        self.out = folder / "done"
        self.temporary = folder / "temporary"
        self.temporary.mkdir()
        self.files = [folder / f"return {at}.xlsx" for at in range(files)]
        for file in self.files:
            file.write_bytes(template)
        self.program = subprocess.Popen(
            [sys.executable, "-m", "vsm_xl", *self._words(words)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env=os.environ | {"TMPDIR": str(self.temporary)}, start_new_session=True,
            preexec_fn=_heed_signals,  # noqa: PLW1509 - before any thread
        )  # fmt: skip

    def _words(self, words: tuple[str, ...]) -> tuple[Path | str, ...]:
        if words:
            return (words[0], self.files[0], *words[1:])
        return ("recalc", *self.files, "-o", self.out, "--engine", "libreoffice")

    def processes(self, program: str = "") -> list[int]:
        """Whatever works in the folder for temporary files."""
        listed = subprocess.run(
            ["ps", "-A", "-ww", "-o", "pid=,args="], capture_output=True, text=True, check=True
        ).stdout.splitlines()
        return [
            int(line.split()[0])
            for line in listed
            if str(self.temporary) in line and program in line
        ]

    def offices(self, after: int = 0) -> list[int]:
        """Wait for LibreOffice, and for so many files that are done."""
        last = time.monotonic() + PATIENCE
        while time.monotonic() < last and self.program.poll() is None:
            found = self.processes("soffice.bin")
            if found and self.done() >= after:
                return found
            time.sleep(0.05)
        raise AssertionError("LibreOffice was never seen")

    def done(self) -> int:
        return sum(1 for _ in self.out.glob("*.xlsx"))

    def says(self) -> str:
        said, _ = self.program.communicate(timeout=PATIENCE)
        return str(said)

    def assert_nothing_is_left(self) -> None:
        last = time.monotonic() + PATIENCE
        while time.monotonic() < last and (self.processes() or any(self.temporary.iterdir())):
            time.sleep(0.1)
        left = [path.name for path in self.temporary.iterdir()]
        assert (self.processes(), left) == ([], [])
        # What was written is whole.
        for file in self.out.iterdir() if self.out.exists() else ():
            Package.open(file)


def test_a_libreoffice_killed_between_files_costs_no_file(tmp_path: Path, template: bytes) -> None:
    run = Run(tmp_path / "run", template)
    for office in run.offices(after=2):
        os.kill(office, signal.SIGKILL)

    said = run.says()

    # Blank returns: every file is computed, and none is complete.
    assert run.program.returncode == 1, said
    assert f"{FILES} of {FILES} files recalculated." in said
    assert run.done() == FILES
    run.assert_nothing_is_left()


@pytest.mark.parametrize(
    ("end", "after"),
    [(signal.SIGINT, 1), (signal.SIGTERM, 1), (signal.SIGHUP, 0), (signal.SIGKILL, 0)],
)
def test_a_run_that_is_ended_leaves_no_process_and_no_profile(
    tmp_path: Path, template: bytes, end: signal.Signals, after: int
) -> None:
    run = Run(tmp_path / "run", template, MANY)
    run.offices(after)
    run.program.send_signal(end)

    said = run.says()

    assert run.program.returncode == (STOPPED if end == signal.SIGINT else -end), said
    assert "Traceback" not in said
    assert run.done() < MANY
    run.assert_nothing_is_left()


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_a_pdf_export_that_is_ended_leaves_no_process_and_no_profile(
    tmp_path: Path, template: bytes, end: signal.Signals
) -> None:
    run = Run(tmp_path / "run", template, 1, ("export", "--format", "pdf"))
    run.offices()
    run.program.send_signal(end)

    said = run.says()

    assert run.program.returncode == (STOPPED if end == signal.SIGINT else -end), said
    assert "Traceback" not in said
    run.assert_nothing_is_left()


@pytest.mark.parametrize("pauses", [(0.0, 0.05, 0.3), (0.0, *(0.001,) * 10)])
def test_a_run_that_is_interrupted_again_and_again_ends_in_good_order(
    tmp_path: Path, template: bytes, pauses: tuple[float, ...]
) -> None:
    run = Run(tmp_path / "run", template, MANY)
    run.offices(after=1)
    for pause in pauses:
        time.sleep(pause)
        # Ctrl-C goes to every process of the terminal's group.
        with suppress(ProcessLookupError):
            os.killpg(run.program.pid, signal.SIGINT)

    said = run.says()

    assert run.program.returncode == STOPPED
    assert said == "vsm-xl: stopped; no file was changed half-way.\n"
    run.assert_nothing_is_left()
    assert not any(file.name.endswith(".part") for file in run.out.iterdir())


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_a_libreoffice_that_is_ended_at_once_leaves_no_socket(
    tmp_path: Path, template: bytes, end: signal.Signals
) -> None:
    run = Run(tmp_path / "run", template, MANY)
    run.offices(after=1)
    [*profiles] = run.temporary.glob("vsm-xl-*")
    named = {
        Path(name)
        for profile in profiles
        for name in bridge.sockets(str(profile / USER), "")
        if Path(name).is_socket()
    }
    assert named
    run.program.send_signal(end)

    run.says()

    run.assert_nothing_is_left()
    last = time.monotonic() + PATIENCE
    while time.monotonic() < last and any(name.exists() for name in named):
        time.sleep(0.1)
    assert not {name for name in named if name.exists()}


def test_two_runs_at_once_do_not_disturb_each_other(tmp_path: Path, template: bytes) -> None:
    runs = [Run(tmp_path / name, template) for name in ("one", "other")]
    for run in runs:
        said = run.says()
        assert run.program.returncode == 1, said
        assert f"{FILES} of {FILES} files recalculated." in said
        run.assert_nothing_is_left()
