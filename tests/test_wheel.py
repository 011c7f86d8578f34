"""What ships: the marks by which type checkers read the package, the data, nothing of the tests."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import vsm_xl

ROOT = Path(vsm_xl.__file__).parent.parent


def test_the_wheel_carries_types_and_data_and_installs_the_core_alone_in_webassembly(
    tmp_path: Path,
) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        check=True, capture_output=True, cwd=ROOT,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        names = set(opened.namelist())
        metadata = next(name for name in names if name.endswith(".dist-info/METADATA"))
        needed = [
            line
            for line in opened.read(metadata).decode().splitlines()
            if line.startswith("Requires-Dist:") and "extra ==" not in line
        ]

    assert {
        "vsm_xl/py.typed",
        "vsm_xl/api.pyi",
        "vsm_xl/framework/data/2026-12/award.toml",
    } <= names
    assert not [name for name in names if name.startswith(("tests/", "docs/"))]
    assert needed
    assert [
        line for line in needed if "sys_platform != 'emscripten'" not in line.replace('"', "'")
    ] == []
