"""The one reader of CSV files: whoever is given one reads it alike, and refuses the same."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from vsm_xl.annual_return.filling.annex_files import annex_sheets
from vsm_xl.annual_return.filling.csv_files import read_ranges_csv
from vsm_xl.cli.typed_values import argument
from vsm_xl.csv_reader import csv_bytes, csv_decoded
from vsm_xl.errors import UnusableInput
from vsm_xl.framework.ranges import COLUMNS, RangeTable, RangeTableError
from vsm_xl.national.report import read_expected

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROW = (
    "S", "Provider", "A", "0", "600000000", "Nurse£", "200000", "300000", "", "2025-04-01",
    "2026-03-31", "Annex", "official",
)  # fmt: skip
#: The columns of a pay-range table and a column of codes, so that everybody finds what is looked for.
HEADER, LINE = [*COLUMNS, "code"], [*ROW, "rr8"]


def _direct(path: Path) -> object:
    return RangeTable.from_csv(csv_decoded(path, csv_bytes(path))).rows[0].role


READERS: dict[str, Callable[[Path], object]] = {
    "a return is filled": lambda path: read_ranges_csv(path)[0]["role"],
    "an edition's table": _direct,
    "an annex": lambda path: annex_sheets(path, is_workbook=False)[0][0].cells[2, 6],
    "an argument": lambda path: _second(argument(f"@{path}")),
    "organisations expected": lambda path: read_expected(path)["RR8"],
}


def _second(rows: Any) -> object:
    return rows[1][5]


def _table(delimiter: str = ",", role: str = "Nurse£") -> str:
    line = [role if field == "Nurse£" else field for field in LINE]
    return f"{delimiter.join(HEADER)}\r\n{delimiter.join(line)}\r\n"


WRITTEN = {
    "UTF-8": _table().encode(),
    "with a byte-order mark": _table().encode("utf-8-sig"),
    "plain CSV of Excel": _table().encode("cp1252"),
    "semicolons": _table(";").encode(),
    "tabs": _table("\t").encode(),
    "Ctrl-Z at the end": _table().encode() + b"\x1a",
    "old line ends": _table().replace("\r\n", "\r").encode(),
    "spaces that are none": _table(role="\u202fNurse£\u200b").encode(),
}


def test_a_file_is_read_alike_wherever_it_is_given(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    read: dict[str, object] = {}
    for how, data in WRITTEN.items():
        file.write_bytes(data)
        read |= {f"{how}, {who}": reader(file) for who, reader in READERS.items()}

    same = {"Nurse£", "Leeds Teaching Hospitals NHS Trust"}
    assert {case: found for case, found in read.items() if found not in same} == {}


REFUSED = {
    b"PK\x03\x04\x00": "CSV",
    b'a,"b\n' + b"x" * 140_000: "not CSV text",
    b"1\n" * 1_600_001: "more than 400,000 rows",
    b"x" * 20_000_001: "over 20,000,000 bytes",
    _table(role="Nu\x07rse").replace("rr8", "r\x07r8").encode(): "the character Ctrl-G (U+0007)",
}


def test_a_file_is_refused_alike_wherever_it_is_given(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    wrong = {}
    for data, words in REFUSED.items():
        file.write_bytes(data)
        for who, reader in READERS.items():
            with pytest.raises((UnusableInput, RangeTableError)) as refused:
                reader(file)
            if words not in str(refused.value):
                wrong[words, who] = str(refused.value)
    assert wrong == {}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names")
def test_no_one_waits_for_a_pipe(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    os.mkfifo(file)
    for reader in READERS.values():
        with pytest.raises(UnusableInput, match="is not an ordinary file"):
            reader(file)
