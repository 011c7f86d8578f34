"""No command runs a Python file that lies beside a received return, in whatever process it works."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import metadata
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

#: As the installed program ``vsm-xl`` begins: its own folder is on the path, the current one is not.
SCRIPT = (
    "import sys\nfrom vsm_xl.cli import main\nif __name__ == '__main__':\n    sys.exit(main())\n"
)
#: Every module that Python itself, or a package of this environment, could be asked for.
NAMES = sorted(
    {
        name
        for name in (*sys.stdlib_module_names, *metadata.packages_distributions())
        if "/" not in name
    }
    | {"sitecustomize", "usercustomize", "uno", "unohelper"}
)
STARTING_PROCESSES: tuple[tuple[str, ...], ...] = (
    ("recalc", "one.xlsx", "two.xlsx", "-o", "done"),
    ("check", "one.xlsx", "two.xlsx"),
    ("collate", "one.xlsx", "two.xlsx", "-o", "collated"),
)
OTHERS: tuple[tuple[str, ...], ...] = (
    ("check", "one.xlsx"), ("show", "one.xlsx"), ("recalc", "one.xlsx", "-o", "new.xlsx"),
    ("export", "one.xlsx", "--format", "csv"), ("export", "one.xlsx", "--format", "json"),
    ("export", "one.xlsx", "--format", "pdf"),
    ("fill", "one.xlsx", "--organisation", "DEMO/rr8-organisation.csv", "--people",
     "DEMO/rr8-people.csv", "-o", "filled.xlsx"),
    ("repair", "one.xlsx", "-o", "repaired.xlsx"), ("roll-forward", "one.xlsx", "-o", "next.xlsx"),
    ("publish", "one.xlsx", "-o", "page.html"), ("trace", "one.xlsx", "Return!B12"),
    ("recalc", "one.xlsx", "two.xlsx", "-o", "second", "--engine", "libreoffice"),
    ("recalc", "one.xlsx", "--verify"), ("simulate", "-o", "made", "--organisations", "2"),
    ("report", "collated", "-o", "report.html"),
)  # fmt: skip


def ran(
    commands: tuple[tuple[str, ...], ...], folder: Path, data: bytes, demo: Path
) -> dict[str, str]:
    """Run commands in a folder in which every module is planted; return what went wrong."""
    script = folder / "program" / "vsm-xl.py"
    script.parent.mkdir()
    script.write_text(SCRIPT)
    received = folder / "received"
    received.mkdir()
    mark = folder / "run"
    for name in NAMES:
        (received / f"{name}.py").write_text(f"open({str(mark)!r}, 'a').write({name!r} + ' ')\n")
    for name in ("one", "two"):
        (received / f"{name}.xlsx").write_bytes(data)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    found = {}
    for words in commands:
        ended = subprocess.run(
            [sys.executable, str(script), *(word.replace("DEMO", str(demo)) for word in words)],
            cwd=received, capture_output=True, text=True, check=False, env=kept,
        )  # fmt: skip
        if mark.exists():
            found[" ".join(words)] = f"ran {mark.read_text()}"
            mark.unlink()
        elif ended.returncode not in {0, 1}:
            found[" ".join(words)] = ended.stderr
    return found


def test_commands_that_start_processes_run_nothing_that_lies_beside_the_returns(
    tmp_path: Path, filled_bytes: bytes, demo_folder: Path
) -> None:
    assert ran(STARTING_PROCESSES, tmp_path, filled_bytes, demo_folder) == {}


@pytest.mark.component
def test_no_command_runs_what_lies_beside_the_returns(
    tmp_path: Path, filled_bytes: bytes, demo_folder: Path
) -> None:
    assert ran((*STARTING_PROCESSES, *OTHERS), tmp_path, filled_bytes, demo_folder) == {}


def test_the_trap_itself_would_be_seen(tmp_path: Path) -> None:
    (tmp_path / "pickle.py").write_text("print('planted')\n")
    program = "import multiprocessing.spawn"
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "planted" in ended.stdout
