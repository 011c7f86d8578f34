"""A filled return, made once, and the command line run in this process."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

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
    folder = tmp_path_factory.mktemp("demo")
    with contextlib.redirect_stdout(io.StringIO()):
        assert main(["demo", "--out", str(folder)]) == 0
    return folder


@pytest.fixture(scope="session")
def blank_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("blank") / "blank.xlsx"
    with contextlib.redirect_stdout(io.StringIO()):
        assert main(["build", "template", "-o", str(path), "--people", "12"]) == 0
    return path.read_bytes()


@pytest.fixture(scope="session")
def filled_bytes(demo_folder: Path, blank_bytes: bytes) -> bytes:
    """A return of room for twelve, filled from the demonstration's files and recalculated."""
    template, out = demo_folder / "blank-12.xlsx", demo_folder / "filled-12.xlsx"
    template.write_bytes(blank_bytes)
    words = [
        "fill", str(template), "--organisation", str(demo_folder / "rr8-organisation.csv"),
        "--people", str(demo_folder / "rr8-people.csv"),
        "--ranges", str(demo_folder / "rr8-ranges.csv"), "-o", str(out),
    ]  # fmt: skip
    with contextlib.redirect_stdout(io.StringIO()):
        # Its pay ranges are illustrative, so a check fails.
        assert main(words) == 1
    return out.read_bytes()


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
