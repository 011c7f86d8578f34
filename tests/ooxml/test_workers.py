"""Worker processes do not outlive whoever started them, and end when their work is given up."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from process_groups import ends, heed_interrupts  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.ooxml.workers import worker_processes
from vsm_xl.ooxml.write import WRITING

if TYPE_CHECKING:
    from pathlib import Path

#: Starts a worker, has it work for ever, and waits with it.
STARTS = """
import time
from vsm_xl.ooxml.workers import worker_processes
if __name__ == "__main__":
    with worker_processes(1, files=1) as pool:
        pool.submit(abs, 1).result()
        pool.submit(time.sleep, 600)
        print("begun", flush=True)
        time.sleep(600)
"""

#: Has two workers work, and hears interrupts itself.
HEARS = """
import signal
from vsm_xl.ooxml.workers import worker_processes
if __name__ == "__main__":
    signal.signal(signal.SIGINT, lambda *_: None)
    print("begun", flush=True)
    with worker_processes(2, files=1) as pool:
        print([pool.submit(abs, -at).result() for at in range(4)])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_workers_that_are_being_started_hear_no_interrupt() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HEARS],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        # A run in the background hands interrupts down as ignored; a person's shell does not.
        preexec_fn=heed_interrupts,  # noqa: PLW1509 - no thread runs here
    ) as program:  # fmt: skip
        assert program.stdout is not None
        assert program.stdout.readline() == "begun\n"
        while program.poll() is None:
            os.killpg(program.pid, signal.SIGINT)
            time.sleep(0.005)
        out, err = program.communicate()
    assert (out, err) == ("[0, 1, 2, 3]\n", "")


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", [9, 15])
def test_workers_end_with_whoever_started_them(number: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", STARTS], stdout=subprocess.PIPE, start_new_session=True
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"begun\n"
        program.send_signal(number)
        program.wait()
        ended = ends(program.pid)
        if not ended:
            os.killpg(program.pid, signal.SIGKILL)
    assert ended


def test_work_that_is_given_up_is_not_waited_for() -> None:
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt), worker_processes(1, files=9) as pool:  # noqa: PT012
        pool.submit(abs, 1).result()
        for _ in range(3):
            pool.submit(time.sleep, 200)
        raise KeyboardInterrupt
    assert time.monotonic() < began + 100


def put_in_place_slowly(file: Path) -> None:
    with WRITING:
        file.with_suffix(".begun").touch()
        time.sleep(0.5)
        file.touch()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_worker_that_is_ended_puts_its_file_in_place_first(tmp_path: Path) -> None:
    file = tmp_path / "return.xlsx"
    with worker_processes(1, files=9) as pool:
        work = pool.submit(put_in_place_slowly, file)
        while not file.with_suffix(".begun").exists():
            time.sleep(0.01)
        for worker in multiprocessing.active_children():
            worker.terminate()
        with suppress(BrokenProcessPool):
            work.result()
    assert file.exists()


def test_a_process_that_is_lost_between_two_tasks_breaks_the_pool(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Python says so by an error of its closed pipe, where it is found out at that moment."""
    for problem, expected in (
        (OSError("handle is closed"), BrokenProcessPool),
        (OSError(11, "no process can be started"), OSError),
    ):

        def submit(*_: object, problem: OSError = problem) -> None:
            raise problem

        with worker_processes(1, files=1) as pool:
            monkeypatch.setattr(ProcessPoolExecutor, "submit", submit)
            with pytest.raises(expected):
                pool.submit(len, "")
