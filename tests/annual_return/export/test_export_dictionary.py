"""The dictionary of an export: meaning, unit and source of every value, and what it rests on."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vsm_xl.annual_return.export.csv_export import DICTIONARY, csv_files
from vsm_xl.annual_return.reading.results import read_results
from vsm_xl.annual_return.template.layout import quoted
from vsm_xl.annual_return.template.template import template_layout
from vsm_xl.framework.edition import current

if TYPE_CHECKING:
    from vsm_xl.recalc import Recalculated

SCHEMA = Path(__file__).parents[3] / "docs" / "reference" / "return.schema.json"

#: Every unit that a line or a column may state.
UNITS = {
    "£", "£ per year", "£000 band", "£ or people", "%", "WTE", "date", "pay year", "text", "list",
    "number", "ratio", "0 or 1", "as stated", "days", "£ per day",
}  # fmt: skip


@pytest.fixture(scope="module")
def files(complete: Recalculated) -> dict[str, str]:
    return csv_files(complete)


def records(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_the_columns_of_every_file_are_those_of_the_dictionary(files: dict[str, str]) -> None:
    dictionary: dict[str, list[str]] = {}
    for row in records(files[DICTIONARY]):
        dictionary.setdefault(row["file"], []).append(row["column"])

    assert dictionary.keys() == files.keys() - {DICTIONARY}
    for name, columns in dictionary.items():
        if name == "organisation.csv":
            assert [row["item"] for row in records(files[name])] == columns
        else:
            header = next(csv.reader(io.StringIO(files[name].removeprefix("\ufeff"))))
            assert header == columns, name


def test_what_only_formulas_read_stands_in_no_export(
    complete: Recalculated, files: dict[str, str]
) -> None:
    layout = template_layout()
    helpers = {
        (table.key, column.key)
        for sheet in layout.sheets
        for table in sheet.tables
        for column in table.columns
        if column.helper
    }
    assert ("decisions", "from_end") in helpers
    dictionary = {(row["file"], row["column"]) for row in records(files[DICTIONARY])}
    assert not {(f"{table}.csv", key) for table, key in helpers} & dictionary
    posts = read_results(complete).posts
    assert posts
    assert not {key for table, key in helpers if table == "decisions"} & posts[0].keys()


def test_the_dictionary_says_what_each_column_means_and_where_it_is_from(
    files: dict[str, str],
) -> None:
    found = {(row["file"], row["column"]): row for row in records(files[DICTIONARY])}

    assert all(row["name"] and row["meaning"] and row["source"] for row in found.values())
    assert found["people.csv", "salary"]["unit"] == "£ per year"
    assert found["people.csv", "salary"]["source"] == "People: entered"
    assert "VSM_AWARD" in found["decisions.csv", "award"]["source"]
    assert found["returned.csv", "award"]["source"] == "Return: from Decisions, by VSM_AWARD"
    assert found["return-totals.csv", "total_arrears"]["source"] == (
        "Return: sum of the column arrears of Decisions, by VSM_ARREARS"
    )
    assert found["return-facts.csv", "size"]["source"] == "Return: from Organisation"


def test_every_column_has_a_unit_of_the_workbook(files: dict[str, str]) -> None:
    rows = records(files[DICTIONARY])

    assert {row["unit"] for row in rows} <= UNITS
    units = {(row["file"], row["column"]): row["unit"] for row in rows}
    assert units["returned.csv", "post"] == "text"
    assert units["returned.csv", "award"] == "£ per year"
    assert units["case.csv", "salary"] == "£ per year"
    assert units["fair-pay.csv", "ratio_change"] == "%"
    assert units["single-total.csv", "expenses"] == "£"


def test_no_meaning_merely_repeats_the_name(files: dict[str, str]) -> None:
    rows = records(files[DICTIONARY])

    assert [row for row in rows if row["meaning"].rstrip(".") == row["name"]] == []
    assert [row for row in rows if re.match(r"VSM_|from ", row["meaning"])] == []
    meanings = {(row["file"], row["column"]): row["meaning"] for row in rows}
    # A value that is shown again has the meaning of what it shows.
    assert meanings["returned.csv", "award"] == meanings["decisions.csv", "award"]


def test_a_value_that_takes_its_meaning_from_another_reads_that_one() -> None:
    layout = template_layout()
    stands_at = {address: name for name, address in layout.names.items()}
    wrong, related = [], 0
    for place in layout.places.values():
        for one in place.table.lines or place.table.columns:
            origin = one.same_as or getattr(one, "sum_of", "")
            if not origin:
                continue
            related += 1
            table, _, key = origin.partition(".")
            there = layout.places[table]
            column = rf"\[{table}\.{key}(?:[+-]\d+)?(?::all)?\]"
            name = None
            if there.table.lines:
                cell = there.line_cell(key)
                name = stands_at.get(f"{quoted(there.sheet.title)}!${cell[0]}${cell[1:]}")
            read = name in one.formula if name else re.search(column, one.formula)
            if not read or (one.same_as and one.meaning):
                wrong.append((place.table.key, one.key, origin, one.formula))

    assert wrong == []
    assert related > len(layout.sheets)


def test_the_dictionary_leads_from_a_result_to_document_and_place(files: dict[str, str]) -> None:
    found = {
        (row["file"], row["column"]): row["rests_on"].split(" | ")
        for row in records(files[DICTIONARY])
    }

    [percent] = [one for one in found["returned.csv", "award"] if one.startswith("award.percent")]
    figure = current().figure("award.percent", date(2025, 4, 1))
    assert figure is not None
    assert current().source(figure.source).title in percent
    assert figure.section.rstrip(".") in percent
    assert "2026/27 (PRN" not in percent, "figures of another pay year"
    assert found["return-totals.csv", "total_award"] == found["returned.csv", "award"]
    assert any(
        one.startswith("band.width.pension (") for one in found["single-total.csv", "pension"]
    )
    assert not any(one.startswith("band.width (") for one in found["single-total.csv", "pension"])
    assert any("ranges.csv" in one for one in found["returned.csv", "position"])
    assert found["people.csv", "salary"] == [""]


def test_the_schema_names_the_figures_with_their_place() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    award = schema["$defs"]["Returned"]["properties"]["award"]

    assert award["x-rests-on"][:2] == ["award.percent", "award.withheld_segments"]
    assert award["x-source"] == "Return: from Decisions, by VSM_AWARD"
    dated = schema["x-figures"]["award.percent"]
    assert {(one["from"], one["source"]) for one in dated} == {
        (str(figure.first_day), current().citation(figure))
        for figure in current().dated("award.percent")
    }
