"""What ships: the marks by which type checkers read the package, the data, nothing of the tests."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import vsm_xl

ROOT = Path(vsm_xl.__file__).parent.parent
PARTS = Path(__file__).parent / "parts"
PROGRAM = """
import sys
import vsm_xl
print(sys.platform, vsm_xl.call("VSM_AWARD", 277500, "2025/26", "Provider", 3))
print(vsm_xl.award([150000, None], pay_year="2025/26", org_kind="Provider", segment=3))
print(sorted({name.partition(".")[0] for name in sys.modules} & {"numpy", "pydantic", "openpyxl"}))
"""


def built(folder: Path) -> Path:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        check=True,
        capture_output=True,
        cwd=ROOT,
    )
    (wheel,) = folder.glob("*.whl")
    return wheel


def test_the_wheel_carries_types_and_data_and_installs_the_core_alone_in_webassembly(
    tmp_path: Path,
) -> None:
    wheel = built(tmp_path)
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


@pytest.mark.component
def test_the_wheel_answers_in_webassembly_with_nothing_beside_it(tmp_path: Path) -> None:
    node, validator = shutil.which("node"), shutil.which("ooxml-validate")
    assert node, "node is missing: .ci/run installs it"
    assert validator, "the npm packages are missing: .ci/run installs them"
    pyodide = Path(validator).parent.parent / "pyodide"

    ended = subprocess.run(
        [node, PARTS / "wheel_in_pyodide.mjs", pyodide, built(tmp_path), PROGRAM],
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )

    assert ended.returncode == 0, [line for line in ended.stderr.splitlines() if len(line) < 300]
    assert ended.stdout.splitlines()[:1] == ["emscripten 9018.75"]
    assert ended.stdout.splitlines()[-1] == "[]"
