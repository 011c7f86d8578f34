"""How long calls take through real COM: cell by cell, and as one column."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.component

ROWS = 500
#: Where the measured times go, as JSON, when this variable names a file.
REPORT = "VSM_XL_WINE_TIMES"


def test_one_column_is_far_faster_than_its_cells(server: Any) -> None:
    salaries = [100_000 + 137 * at for at in range(ROWS)]
    rest = ["2025/26", "Provider", 3]
    single = [("VSM_AWARD", [salary, *rest]) for salary in salaries]
    column = [("VSM_AWARD", [[[salary] for salary in salaries], *rest])]
    warm = {"first call": single[:1], "first column": column}

    report = server.ask(timed={**warm, "cell by cell": single, "one column": column})

    times = report["timed"]
    found = {
        "rows": ROWS,
        "connected_seconds": report["connected"],
        "first_call_seconds": times["first call"],
        "cell_by_cell_seconds": times["cell by cell"],
        "one_call_milliseconds": times["cell by cell"] / ROWS * 1000,
        "one_column_milliseconds": times["one column"] * 1000,
    }
    if path := os.environ.get(REPORT):
        Path(path).write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    assert times["one column"] * 10 < times["cell by cell"]
