"""An annex of pay ranges by the command line: shown as understood, written as a table or return."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsm_xl.annual_return.reading import audit_trail
from vsm_xl.framework.ranges import RangeTable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from .conftest import Ended

_ANNEX = """Providers: pay ranges from 1 April 2025 (£000)
Chief executive [1]
Turnover,Minimum,Operational maximum,Exception zone maximum
Up to £200m,131,150,165
"Over £200m",150,180,=198
[1] Amounts that only test the reader.
"""


def test_an_annex_is_shown_and_written_with_source_and_day(
    run: Callable[..., Ended], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # 26 November 2026.
    monkeypatch.setenv(audit_trail.EPOCH, "1795687200")
    annex, table, made = tmp_path / "annex.csv", tmp_path / "table.csv", tmp_path / "made.xlsx"
    annex.write_text(_ANNEX.replace("=", ""), encoding="utf-8")

    ended = run("ranges", "import", annex, "-o", table, "--source", "A letter")
    assert (ended.code, ended.err) == (0, "")
    for words in (
        "Understood: In force from 1 April 2025, as the annex states",
        "Understood: Exactly 200,000,000 counts in the lower group, as worded.",
        "The annex also says: annex: [1] Amounts that only test the reader.",
        "2 rows of pay ranges (2 official), roles Chief executive.",
        "Fingerprint of the table: ",
    ):
        assert words in ended.out, words
    rows = RangeTable.from_csv(table.read_text(encoding="utf-8")).rows
    assert [(row.minimum, row.operational_maximum, row.exception_maximum) for row in rows] == [
        (13_100_000, 15_000_000, 16_500_000),
        (15_000_000, 18_000_000, 19_800_000),
    ]
    assert all(row.source.startswith("A letter; annex.csv (SHA-256 ") for row in rows)
    assert all("imported on 26 November 2026" in row.source for row in rows)
    mark = ended.out.partition("Fingerprint of the table: ")[2][:64]
    # The same table from our own columns, and from a return, has the same fingerprint.
    assert mark in run("ranges", "check", table).out
    assert run("ranges", "import", annex, "-o", made).code == 0
    assert mark in run("ranges", "check", made).out

    again = run("ranges", "import", annex, "-o", table)
    assert (again.code, "exists already" in again.err) == (2, True)
    said = run("ranges", "import", table, "-o", made, "--from", "2026-04-01")
    assert (said.code, "already state all this" in said.err) == (2, True)


def test_an_annex_that_is_not_understood_changes_nothing(
    run: Callable[..., Ended], tmp_path: Path
) -> None:
    annex, table = tmp_path / "annex.csv", tmp_path / "table.csv"
    annex.write_text(_ANNEX.replace("150,180", "150,to follow").replace("=", ""), encoding="utf-8")
    ended = run("ranges", "import", annex, "-o", table)

    assert ended.code == 2
    assert "C5: 'to follow' is under operational maximum and is not an amount" in ended.err
    assert not table.exists()
