"""The functions in Python: under their own names, typed, with Series, arrays and missing values."""

from __future__ import annotations

import doctest
import inspect
import json
import math
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import vsm_xl
from vsm_xl import XlError, api
from vsm_xl.functions.registry import EVERY

pd: Any = import_module("pandas")
pl: Any = import_module("polars")
ROOT = Path(vsm_xl.__file__).parent.parent
DECISION: Any = {"pay_year": "2025/26", "org_kind": "Provider"}
NAN = float("nan")


def _frame() -> Any:
    return pd.DataFrame(
        {"salary": [150000, 277500, NAN, 90000], "segment": [3, 5, 2, NAN]},
        index=["one", "two", "three", "four"],
    )


def test_every_function_stands_under_its_own_name_with_a_running_example() -> None:
    for name, function in EVERY.items():
        python = getattr(vsm_xl, name.removeprefix("VSM_").lower())
        assert callable(python), name
        if name == "VSM_EXPLAIN":
            continue
        names = [api.argument_name(arg.name) for arg in function.args]
        assert list(inspect.signature(python).parameters) == [*names, "errors"]
        assert function.purpose in python.__doc__
        examples = doctest.DocTestParser().get_doctest(python.__doc__, {}, name, None, None)
        assert len(examples.examples) == 2
        assert doctest.DocTestRunner(verbose=False).run(examples).failed == 0, name


def test_a_scalar_gives_what_its_cell_gives() -> None:
    for name, function in EVERY.items():
        if function.about_calls or not function.args:
            continue
        python = getattr(vsm_xl, name.removeprefix("VSM_").lower())
        by_name = dict(
            zip(
                (api.argument_name(arg.name) for arg in function.args),
                function.example,
                strict=False,
            )
        )
        assert python(**by_name) == vsm_xl.call(name, *function.example), name


def test_a_series_gives_a_series_with_the_same_index() -> None:
    frame = _frame()

    award = vsm_xl.award(frame.salary, segment=frame.segment, errors="nan", **DECISION)

    assert isinstance(award, pd.Series)
    assert award.index.equals(frame.index)
    assert award.dtype == np.float64
    assert award.fillna(-1).tolist() == [4875.0, 0.0, -1, -1]
    bands = vsm_xl.band(frame.salary)
    assert bands.index.equals(frame.index)
    assert [None if pd.isna(band) else band for band in bands] == [
        "150-155",
        "275-280",
        None,
        "90-95",
    ]
    assert vsm_xl.eligible("2025/26", "Provider", frame.segment[:3]).tolist() == [True, False, True]
    parts = vsm_xl.earn_back(frame.salary, 0.1, 0.5, "All", errors="nan")
    assert isinstance(parts, pd.DataFrame)
    assert parts.index.equals(frame.index)
    assert parts.loc["one"].tolist() == [142500.0, 15000.0, 7500.0, 7500.0]
    assert parts.loc["three"].isna().all()


@pytest.mark.parametrize("kind", ["Int64", "Float64", "object", "int64[pyarrow]"])
def test_every_sort_of_column_with_missing_values_is_read(kind: str) -> None:
    if "pyarrow" in kind:
        kind = "string"
        years = pd.Series(["2025/26", None, "2026/27"], dtype=kind)
        found = vsm_xl.eligible(years, "Provider", 3, errors="nan")
        assert [None if pd.isna(value) else value for value in found] == [True, None, None]
        return
    salary = pd.Series([150000, None, 277500], dtype=kind)

    assert vsm_xl.award(salary, segment=3, **DECISION).fillna(-1).tolist() == [4875.0, -1, 9018.75]


def test_days_and_tables_of_pandas_are_read() -> None:
    days = pd.Series(pd.to_datetime(["2025-04-01", None, "2025-07-01"]))

    owed = vsm_xl.arrears(4875, days, "2025-10-01", errors="nan")

    assert owed.fillna(-1).tolist() == [2437.5, -1, 1218.75]
    policy = pd.DataFrame(
        {"name": ["award.criteria", "award.withheld_segments"], "value": ["settled", "5"]}
    )
    assert vsm_xl.eligible("2026/27", "Provider", 3, policy=policy) is True
    assert vsm_xl.award(pd.NA, segment=3, **DECISION) != vsm_xl.award(pd.NA, segment=3, **DECISION)


def test_polars_arrays_lists_and_rows_keep_their_container() -> None:
    salary = [150000.0, None, 277500.0]

    polars = vsm_xl.award(pl.Series("pay", salary), segment=3, **DECISION)
    array = vsm_xl.award(np.array([150000.0, NAN, 277500.0]), segment=3, **DECISION)
    listed = vsm_xl.award(salary, segment=3, **DECISION)

    assert isinstance(polars, pl.Series)
    assert polars.to_list() == [4875.0, None, 9018.75]
    assert isinstance(array, np.ndarray)
    assert np.isnan(array).tolist() == [False, True, False]
    assert isinstance(listed, list)
    assert [listed[0], listed[2]] == [4875.0, 9018.75]
    assert math.isnan(listed[1])
    assert vsm_xl.award(pd.Series([150000]), segment=3, **DECISION).tolist() == [4875.0]
    assert vsm_xl.award(pd.Series([], dtype=float), segment=3, **DECISION).empty


def test_errors_come_as_values_as_missing_or_are_raised() -> None:
    years = pd.Series(["2025/26", "2026/27"])
    call: Any = {"salary": 150000, "pay_year": years, "org_kind": "Provider", "segment": 3}

    value = vsm_xl.award(**call)
    assert value[0] == 4875.0
    assert isinstance(value[1], XlError)
    assert value[1].reason == "CRITERIA_PENDING"
    assert "2026/27" in value[1].message
    with pytest.raises(TypeError):
        value.sum()
    assert vsm_xl.award(**call, errors="nan").isna().tolist() == [False, True]
    with pytest.raises(vsm_xl.FormulaError, match=r"row 1.*CRITERIA_PENDING"):
        vsm_xl.award(**call, errors="raise")
    with pytest.raises(vsm_xl.FormulaError, match="NEGATIVE_AMOUNT"):
        vsm_xl.band(-1, errors="raise")
    with pytest.raises(ValueError, match="differ in their index"):
        vsm_xl.award(pd.Series([1.0, 2.0]), years.set_axis([7, 8]), "Provider", 3)
    with pytest.raises(ValueError, match='use "value", "nan" or "raise"'):
        vsm_xl.band(1, errors="ignore")  # type: ignore[call-overload]


def test_an_unknown_name_suggests_the_near_one() -> None:
    with pytest.raises(AttributeError, match="Perhaps new_salary is meant"):
        _ = vsm_xl.new_salery  # type: ignore[attr-defined]
    with pytest.raises(KeyError, match="Perhaps VSM_AWARD is meant"):
        vsm_xl.explain("VSM_AWRD", 1)
    with pytest.raises(KeyError, match="Perhaps VSM_AWARD is meant"):
        vsm_xl.column("vsm_awrd", [1, 2])
    assert "Perhaps" not in vsm_xl.call("VSM_NOTHING").message
    assert vsm_xl.call("VSM_AWRD").message.endswith("Perhaps VSM_AWARD is meant.")


def test_an_explanation_shows_itself_as_a_table_with_links_and_nothing_of_a_cell_in_it() -> None:
    explained = vsm_xl.explain("VSM_AWARD", _frame().salary, "2025/26", "Provider", 3, row=1)
    page = explained._repr_html_()

    assert "<table>" in page
    assert "9,018.75" in page
    assert 'href="https://' in page
    hostile = vsm_xl.explain("VSM_BAND", "<script>alert(1)</script>")._repr_html_()
    assert "<script" not in hostile


def test_neither_pandas_nor_polars_nor_numpy_is_imported_by_us() -> None:
    program = (
        "import sys, vsm_xl; vsm_xl.award(1000, '2025/26', 'Provider', 3);"
        "vsm_xl.award([1000.0, 2000.0], '2025/26', 'Provider', 3); vsm_xl.call('VSM_BAND', [1, 2]);"
        "print(*{'pandas', 'polars', 'numpy'} & set(sys.modules))"
    )

    shown = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )

    assert shown.stdout.split() == []


def test_the_stub_types_what_people_write(tmp_path: Path) -> None:
    program = tmp_path / "typed.py"
    program.write_text(
        "import vsm_xl\n"
        "paid: float = vsm_xl.award(150000, '2025/26', 'Provider', 3, errors='nan')\n"
        "shown: float | vsm_xl.XlError = vsm_xl.award(150000, '2025/26', 'Provider', 3)\n"
        "wrong: float = vsm_xl.award(150000, '2025/26', 'Provider', 3)\n",
        encoding="utf-8",
    )

    ran = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", str(program)],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip

    assert "typed.py:4" in ran.stdout, ran.stdout
    assert "Found 1 error" in ran.stdout, ran.stdout


def test_the_notebook_shows_what_its_cells_give() -> None:
    notebook = json.loads((ROOT / "docs" / "thousand-posts.ipynb").read_text(encoding="utf-8"))
    space: dict[str, Any] = {}
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert len(cells) >= 5
    for cell in cells:
        lines = "".join(cell["source"]).splitlines()
        exec("\n".join(lines[:-1]), space)  # noqa: S102 - our own page
        shown = eval(lines[-1], space)  # noqa: S307 - our own page
        (output,) = cell["outputs"]
        text = shown._repr_html_() if "text/html" in output["data"] else repr(shown)
        kept = output["data"].get("text/html", output["data"].get("text/plain"))
        assert "".join(kept) == text, lines[-1]
