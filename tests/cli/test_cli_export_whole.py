"""A CSV export is one step: a kill, a limit or a full disk leaves the old set whole."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

if sys.platform != "win32":
    import resource

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")

EXPORT = (sys.executable, "-I", "-m", "vsm_xl", "export", "return.xlsx", "--format", "csv",
          "-o", "out", "--replace")  # fmt: skip
#: Seconds after its first file is begun; to write them all takes some hundredths of a second.
MOMENTS = (0.0, 0.001, 0.003, 0.006, 0.01, 0.015, 0.03, 0.06)


@pytest.fixture
def whole(filled: Path) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The set that an export writes, and the old one that stands in its place."""
    folder = filled.parent
    assert subprocess.run(EXPORT, cwd=folder, capture_output=True, check=False).returncode == 1
    new = held(folder / "out")
    assert len(new) > 20
    for name in new:
        (folder / "out" / name).write_bytes(b"old")
    return new, held(folder / "out")


def held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_kill_leaves_the_old_set_or_the_new_one(
    filled: Path, whole: tuple[dict[str, bytes], dict[str, bytes]]
) -> None:
    folder = filled.parent
    out, (new, old) = folder / "out", whole
    kept = 0
    for moment in MOMENTS:
        with subprocess.Popen(
            EXPORT, cwd=folder, stdout=subprocess.DEVNULL, start_new_session=True
        ) as program:
            while program.poll() is None and not any(folder.glob(".out.*.part")):
                pass
            time.sleep(moment)
            os.killpg(program.pid, signal.SIGKILL)
        assert held(out) in (new, old), moment
        kept += held(out) == old
        for left in folder.glob(".out.*.part"):
            shutil.rmtree(left)
        for name in new:
            (out / name).write_bytes(b"old")
    assert kept


@pytest.mark.parametrize("most", [0, 100, 10_000, 100_000])
def test_a_limit_of_the_system_leaves_the_old_set(
    filled: Path, whole: tuple[dict[str, bytes], dict[str, bytes]], most: int
) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    ended = subprocess.run(
        EXPORT, cwd=filled.parent, capture_output=True, text=True,
        check=False, preexec_fn=limit,
    )  # fmt: skip
    assert ended.returncode == 2
    assert "out cannot be written: the file would be larger than is permitted there" in ended.stderr
    assert held(filled.parent / "out") == whole[1]
    assert sorted(path.name for path in filled.parent.iterdir()) == ["out", "return.xlsx"]


#: A file system in memory, with room for the return and the old set, and for half a new one.
_ON_A_FULL_DISK = """
mount -t tmpfs -o size=360k tmpfs "$1" && cp -r return.xlsx out "$1" && cd "$1" || exit 77
shift
"$@"
code=$?
cp -r . "$OLDPWD/found"
exit $code
"""


@pytest.mark.component
def test_a_full_disk_leaves_the_old_set(
    filled: Path, whole: tuple[dict[str, bytes], dict[str, bytes]]
) -> None:
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("no unshare")
    folder = filled.parent
    (folder / "disk").mkdir()
    ended = subprocess.run(
        [unshare, "-rm", "sh", "-c", _ON_A_FULL_DISK, "sh", folder / "disk", *EXPORT],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if ended.returncode == 77 or ended.stderr.startswith("unshare:"):
        pytest.skip(f"no file system may be mounted here: {ended.stderr}")
    assert ended.returncode == 2
    assert "out cannot be written: the disk is full. Make room and try again." in ended.stderr
    assert held(folder / "found" / "out") == whole[1]
    assert sorted(path.name for path in (folder / "found").iterdir()) == ["out", "return.xlsx"]


def test_a_private_set_stays_private(filled: Path, run: Callable[..., Any]) -> None:
    out = filled.with_name("out")
    assert run("export", filled, "--format", "csv", "-o", out).code == 1
    (out / "people.csv").chmod(0o640)
    out.chmod(0o700)
    assert run("export", filled, "--format", "csv", "-o", out, "--replace").code == 1
    assert out.stat().st_mode & 0o777 == 0o700
    assert (out / "people.csv").stat().st_mode & 0o777 == 0o640
