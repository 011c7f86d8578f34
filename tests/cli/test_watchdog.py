"""A file that takes more than any return is stopped, whatever in it does so, and the rest goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml import supervision
from vsm_xl.ooxml.supervision import Limits, supervised

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked and measured")


def endless() -> None:
    while True:
        pass


def hungry() -> None:
    held = []
    while True:
        held.append(bytearray(2**26))


def crash() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize(
    ("work", "words"),
    [(endless, "seconds of work"), (hungry, "MB of memory"), (crash, "signal 9")],
)
def test_work_that_takes_too_much_is_ended_and_named(
    work: Callable[[], None], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervision, "limits_for", lambda *_: Limits(1.0, 2**28))
    with pytest.raises(UnusableInput, match=rf"^file.xlsx: .*{words}.*nothing was written"):
        supervised(work, 1, "file.xlsx")


def test_what_the_work_returns_or_raises_comes_back() -> None:
    assert supervised(lambda: {"a": "x" * 300_000}, 1, "file.xlsx") == {"a": "x" * 300_000}

    def fail() -> None:
        raise ValueError("why")

    with pytest.raises(ValueError, match="why"):
        supervised(fail, 1, "file.xlsx")


def command(tmp_path: Path, work: str) -> subprocess.Popen[str]:
    """The command line with a command in place of ours, given a file."""
    file = tmp_path / "file.xlsx"
    file.write_bytes(b"x")
    program = (
        "import sys, os, time\nimport vsm_xl.cli as cli\nfrom vsm_xl.ooxml import supervision\n"
        "supervision.SECONDS = 0.3\n"
        f"def work(_):\n    print('begun', os.getpid(), flush=True)\n    {work}\n    return 0\n"
        "cli._run = work\nsys.argv[1:] = ['check', sys.argv[1]]\nsys.exit(cli.main())"
    )
    return subprocess.Popen(
        [sys.executable, "-c", program, str(file)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_a_command_ends_with_what_is_unusable(tmp_path: Path) -> None:
    for work, words in {
        "while True: pass": "seconds of work",
        "os.abort()": "ended the program (signal 6)",
    }.items():
        out, err = (process := command(tmp_path, work)).communicate(timeout=60)
        assert process.returncode == 2, err
        assert out.startswith("begun")
        assert err.startswith(f"vsm-xl: {tmp_path / 'file.xlsx'}: ")
        assert words in err
        assert "Traceback" not in err


def test_a_command_that_is_done_ends_as_it_says(tmp_path: Path) -> None:
    process = command(tmp_path, "return 7")
    assert process.communicate(timeout=60)[1] == ""
    assert process.returncode == 7


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_watcher_that_is_ended_ends_its_process(tmp_path: Path, number: signal.Signals) -> None:
    process = command(tmp_path, "time.sleep(60)")
    assert process.stdout is not None
    pid = int(process.stdout.readline().split()[1])
    process.send_signal(number)
    process.communicate(timeout=60)

    for _ in range(600):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            break
        time.sleep(0.05)
    else:
        pytest.fail("the process goes on")
    assert process.returncode == (130 if number == signal.SIGINT else -number)


def test_a_slow_computer_gets_more_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "_found_slowness", [3.0])
    limits = Limits(2.0, 2**30)
    assert not supervision.too_much(Limits(5.9, 0), limits)
    assert "6 seconds" in supervision.too_much(Limits(6.1, 0), limits)
    monkeypatch.setenv(supervision.SETTING, "60")
    assert supervision.limits_for(100_000).seconds == 60.0
