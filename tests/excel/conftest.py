"""Programs that others wrote, as the tests drive them: a reader of VBA, and LibreOffice."""

from __future__ import annotations

import json
import shutil
import subprocess
import warnings
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from calls_workbook import (  # type: ignore[import-not-found,unused-ignore]
    PARTS,
    python_with_uno,
    workbook,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from vsm_xl.excel.addin.vba import Module

#: Programs that run in other processes, some under other Pythons.
collect_ignore = ["parts"]


@pytest.fixture(scope="session")
def olevba() -> Any:
    """Give the module; its own use of another library is not our concern."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return import_module("oletools.olevba")


@pytest.fixture(scope="session")
def run_in_libreoffice(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[dict[str, Module], int], list[str]]:
    """Give a function that has LibreOffice run modules, and gives what the cells then show."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.fail("soffice is not on the PATH; Debian's package is libreoffice-calc-nogui")

    def run(modules: dict[str, Module], calls: int) -> list[str]:
        folder = tmp_path_factory.mktemp("office")
        book = folder / "calls.xlsm"
        book.write_bytes(workbook(modules, calls))
        program = str(PARTS / "run_in_libreoffice.py")
        done = subprocess.run(
            [python_with_uno(), program, soffice, str(book), str(folder / "profile")],
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        assert done.returncode == 0, done.stderr
        found: list[str] = json.loads(done.stdout)
        return found

    return run
