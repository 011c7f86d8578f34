"""Exports: the data are those of the workbook, described, safe to open, and read back unchanged."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from blank_templates import blank_template  # type: ignore[import-not-found,unused-ignore]
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from vsm_xl.annual_return.export.csv_export import csv_files
from vsm_xl.annual_return.export.json_export import export_json, export_model, schema_text
from vsm_xl.annual_return.filling.blank_files import GUIDANCE, guided_csv_files
from vsm_xl.annual_return.filling.csv_files import (
    read_earlier_ratios_csv,
    read_organisation_csv,
    read_people_csv,
    read_ranges_csv,
    read_staff_pay_csv,
)
from vsm_xl.annual_return.filling.fill import fill
from vsm_xl.annual_return.reading import audit_trail
from vsm_xl.annual_return.reading.entries import from_text
from vsm_xl.annual_return.reading.identify import layout_of
from vsm_xl.annual_return.reading.inputs import read_inputs
from vsm_xl.annual_return.reading.results import read_results
from vsm_xl.annual_return.template.field_types import WORDS
from vsm_xl.csv_text import guarded
from vsm_xl.recalc import recalculate
from vsm_xl.text_fields import GUARDED_STARTS, normal_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from vsm_xl.annual_return.reading.inputs import Inputs
    from vsm_xl.recalc import Recalculated

SCHEMA = Path(__file__).parents[3] / "docs" / "reference" / "return.schema.json"
MONDAY = date(2025, 11, 3)


@pytest.fixture(scope="module")
def exported(complete: Recalculated) -> dict[str, Any]:
    text = export_json(complete, audit_trail.trail(complete.package, MONDAY))
    document: dict[str, Any] = json.loads(text)
    return document


@pytest.fixture(scope="module")
def files(complete: Recalculated) -> dict[str, str]:
    return csv_files(complete)


def records(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def read_back(files: dict[str, str], folder: Path) -> Inputs:
    """Read exported inputs as vsm-xl fill does, into a new template."""
    for name, text in files.items():
        (folder / name).write_bytes(text.encode())
    package = fill(
        blank_template(5, "again.xlsx"),
        read_organisation_csv(folder / "organisation.csv"),
        read_people_csv(folder / "people.csv"),
        read_ranges_csv(folder / "ranges.csv"),
        staff_pay=read_staff_pay_csv(folder / "staff-pay.csv"),
        earlier_ratios=read_earlier_ratios_csv(folder / "earlier-ratios.csv"),
    )
    return read_inputs(package, layout_of(package))


def test_the_published_schema_is_current() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema_text(), "run python docs/make.py"


def test_an_export_is_what_the_published_schema_says(exported: dict[str, Any]) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)

    validator.check_schema(schema)
    assert [error.message for error in validator.iter_errors(exported)] == []
    export_model().model_validate(exported)


def test_an_export_of_a_blank_template_is_valid_too(blank: Recalculated) -> None:
    document = json.loads(export_json(blank, audit_trail.trail(blank.package, MONDAY)))

    export_model().model_validate(document)
    assert document["tables"]["people"] == []
    assert document["tables"]["decisions"] == []
    assert document["master_check"] == "Not complete"


@pytest.mark.parametrize(
    ("table", "key", "value"),
    [("people", "salary", "much"), ("people", "in_post_from", 45_000), ("decisions", "wage", 1)],
)
def test_the_schema_refuses_what_is_no_return(
    exported: dict[str, Any], table: str, key: str, value: object
) -> None:
    wrong = json.loads(json.dumps(exported))
    wrong["tables"][table][0][key] = value
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))

    assert not jsonschema.Draft202012Validator(schema).is_valid(wrong)
    with pytest.raises(ValidationError):
        export_model().model_validate(wrong)


def test_the_json_says_what_the_workbook_says(
    exported: dict[str, Any], complete: Recalculated
) -> None:
    says = read_results(complete)
    tables = exported["tables"]

    assert exported["master_check"] == says.master
    assert [row["new_salary"] for row in tables["decisions"]] == [
        post["new_salary"] for post in says.posts
    ]
    assert [row["result"] for row in tables["checks"]] == [check.result for check in says.checks]
    assert tables["organisation"]["size"] == 600_000_000
    assert tables["people"][0]["in_post_from"] == "2020-01-06"
    assert tables["people"][1]["award_given"] == "none"


def test_the_json_carries_the_audit_trail(exported: dict[str, Any], complete: Recalculated) -> None:
    trail = audit_trail.trail(complete.package, MONDAY)

    assert exported["audit"] == {
        "inputs_sha256": trail.inputs_sha256, "software": trail.software,
        "data_edition": trail.data_edition, "engine": trail.engine,
        "recalculated_on": "2025-11-03",
    }  # fmt: skip


def test_an_undetermined_value_is_exported_as_its_error(
    fill_and_recalculate: Callable[..., Recalculated],
) -> None:
    waiting = fill_and_recalculate({"league_segment": None, "programme": None})
    document = json.loads(export_json(waiting, audit_trail.trail(waiting.package, MONDAY)))

    assert {row["award"] for row in document["tables"]["decisions"]} >= {"#N/A"}
    export_model().model_validate(document)


def test_the_return_as_csv_has_a_row_for_each_post(
    files: dict[str, str], complete: Recalculated
) -> None:
    posts = {post["post"]: post for post in read_results(complete).posts}
    rows = records(files["returned.csv"])

    assert [row["post"] for row in rows] == list(posts)
    assert [float(row["award"]) for row in rows] == [post["award"] for post in posts.values()]


def test_the_inputs_read_back_as_they_were(
    files: dict[str, str], complete: Recalculated, tmp_path: Path
) -> None:
    before = read_inputs(complete.package, layout_of(complete.package))
    after = read_back(files, tmp_path)

    assert after == before
    assert audit_trail.inputs_sha256(after) == audit_trail.inputs_sha256(before)


def test_every_file_that_fill_takes_is_exported_with_its_header(files: dict[str, str]) -> None:
    blank = {
        name: text.removeprefix("\ufeff").splitlines()[0].removesuffix(",label,unit,guidance")
        for name, text in guided_csv_files().items()
        if name != GUIDANCE
    }
    exported = {name: files[name].removeprefix("\ufeff").splitlines()[0] for name in blank}

    assert exported == blank


def test_staff_pay_and_earlier_ratios_read_back_as_they_were(
    complete: Recalculated, tmp_path: Path
) -> None:
    inputs = read_inputs(complete.package, layout_of(complete.package))
    given = recalculate(
        fill(
            complete.package, inputs.lines, inputs.rows["people"],
            staff_pay=[25_000.0, 31_000.55, 0.1],
            earlier_ratios=[
                {"year": "2023/24", "ratio_p25": 10.25, "ratio_median": 7.7, "ratio_p75": 5.0},
                {"year": "2022/23", "ratio_median": 7.5},
            ],
        )
    )  # fmt: skip
    before = read_inputs(given.package, layout_of(given.package))
    files = csv_files(given)

    assert files["staff-pay.csv"] == "\ufeffpay\r\n25000\r\n31000.55\r\n0.1\r\n"
    assert files["earlier-ratios.csv"].splitlines()[1:] == ["2023/24,10.25,7.7,5", "2022/23,,7.5,"]
    assert read_back(files, tmp_path) == before


DANGEROUS = (
    '=HYPERLINK("http://x","y")', "+1", "-1", "@SUM(A1)", "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20x",
    "'=1", "''=1", "'", "''", "'quoted'", "a\nb", 'say "no"', "a,b;c", "1,000", "cmd|' /c calc'!A0",
)  # fmt: skip


def test_texts_like_formulas_are_safe_in_the_files_and_read_back(
    fill_and_recalculate: Callable[..., Recalculated], tmp_path: Path
) -> None:
    people = [
        {"post": f"Post {at}", "justification": text, "role": text.strip()}
        for at, text in enumerate(DANGEROUS[:5])
    ]
    given_words = {"explanation": DANGEROUS[0], "exemption_policy": DANGEROUS[4], "contact": "'=1"}
    filled = fill_and_recalculate(given_words, people)
    files = csv_files(filled)

    for name, text in files.items():
        for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")):
            assert not [
                cell for cell in row if cell[:1] in GUARDED_STARTS and cell and not _number(cell)
            ], name
    assert read_back(files, tmp_path) == read_inputs(filled.package, layout_of(filled.package))


def _number(cell: str) -> bool:
    """A negative number is no formula."""
    try:
        float(cell)
    except ValueError:
        return False
    return True


def test_an_empty_text_stays_empty() -> None:
    assert guarded("") == ""


@pytest.mark.parametrize("text", [*DANGEROUS, "\tx", "\rx"])
def test_a_dangerous_text_is_guarded_and_read_back(text: str) -> None:
    assert guarded(text)[0] not in GUARDED_STARTS
    assert from_text(guarded(text), WORDS) == normal_text(text)


@given(st.text(max_size=80) | st.text(alphabet="'=+-@\t\r\n\u00a0\u200b\uff1d a", max_size=12))
def test_any_text_is_safe_and_read_back(text: str) -> None:
    """In its normal form, which is that of every entry: no blanks around it, ordinary ones inside."""
    normal = normal_text(text)
    written = io.StringIO(newline="")
    csv.writer(written).writerow([guarded(normal)])
    [[field]] = (
        csv.reader(io.StringIO(written.getvalue(), newline=""), strict=True) if normal else [[""]]
    )

    assert field[:1] == "" or field[0] not in GUARDED_STARTS
    assert (from_text(field, WORDS) or "") == normal
    assert normal_text(normal) == normal
