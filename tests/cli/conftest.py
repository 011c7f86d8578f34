"""A filled return, made once, and the command line run in this process."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from made_once import made_once  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.cli import main
from vsm_xl.ooxml import Package, enter_values

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    def call(*words: object) -> Ended:
        capsys.readouterr()
        code = main([str(word) for word in words])
        return Ended(code, *capsys.readouterr())

    return call


@pytest.fixture(scope="session")
def spawn() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run the command line as a program of its own; its output as bytes."""

    def call(
        *words: object, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "vsm_xl", *map(str, words)]
        return subprocess.run(
            command, capture_output=True, check=False, env={**os.environ, **(env or {})}
        )

    return call


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of its own, because tests write into it."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    shutil.copytree(made_once("demo", _demo), folder)
    return folder


def _demo(folder: Path) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        assert main(["demo", "--out", str(folder)]) == 0


@pytest.fixture(scope="session")
def blank_bytes() -> bytes:
    return bytes((made_once("blank-12", _blank) / "blank.xlsx").read_bytes())


def _blank(folder: Path) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        path = str(folder / "blank.xlsx")
        assert main(["build", "template", "-o", path, "--people", "12"]) == 0


@pytest.fixture(scope="session")
def filled_bytes(demo_folder: Path, blank_bytes: bytes) -> bytes:
    """A return of room for twelve, filled from the demonstration's files and recalculated."""

    def fill(folder: Path) -> None:
        template = folder / "blank-12.xlsx"
        template.write_bytes(blank_bytes)
        words = [
            "fill", str(template), "--organisation", str(demo_folder / "rr8-organisation.csv"),
            "--people", str(demo_folder / "rr8-people.csv"),
            "--ranges", str(demo_folder / "rr8-ranges.csv"), "-o", str(folder / "filled.xlsx"),
        ]  # fmt: skip
        with contextlib.redirect_stdout(io.StringIO()):
            # Its pay ranges are illustrative, so a check fails.
            assert main(words) == 1

    return bytes((made_once("filled-12", fill) / "filled.xlsx").read_bytes())


@pytest.fixture
def filled(filled_bytes: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "return.xlsx"
    path.write_bytes(filled_bytes)
    return path


@pytest.fixture
def blank(blank_bytes: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "blank.xlsx"
    path.write_bytes(blank_bytes)
    return path


@pytest.fixture
def enter() -> Callable[..., None]:
    """Type into cells of a workbook as a person does; nothing is recalculated."""

    def type_in(path: Path, sheet: str, values: dict[str, Any]) -> None:
        package = Package.open(path)
        part = package.sheets()[sheet]
        changed = package.replace(part, enter_values(package.parts[part], values))
        path.write_bytes(changed.to_bytes())

    return type_in
