"""Where an entry is open, no number that depends on it stands in any output: show, JSON, CSV, page, report.

Two answers to the entry are tried; what is open may show no number but those that both answers show.
"""

from __future__ import annotations

import contextlib
import html
import io
import json
import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from test_unknown_is_no_number import (  # type: ignore[import-not-found,unused-ignore]
    CASES,
    made,
)

from vsm_xl.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TRIED = ("criteria of 2026/27", "pension benefit", "median of staff pay")
_NUMBER = re.compile(r"(?<![\w.-])[-−]?[0-9][0-9,]*(?:\.[0-9]+)?(?![\w])")
#: Days, fingerprints, versions, codes and counts of checks, which are no figures of the return.
_NO_FIGURE = re.compile(
    r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b|\b[0-9a-f]{12,}\b|\bC[0-9]{3}\b|\b[0-9]{4}/[0-9]{2}\b"
    r"|\b\d{1,2} [A-Z][a-z]+ \d{4}\b|\d+ (?:Pass|Fail|Not complete|Nothing to check|that leave)"
    r"|Checks of the return that fail: \d+; not complete: \d+|#[0-9a-fA-F]{3,8}\b"
)
_CHECKS = ("checks", "master", "master_check", "audit", "findings", "outstanding")


def numbers(text: str) -> set[str]:
    """Return the numbers in a text that are figures."""
    return {one.replace(",", "") for one in _NUMBER.findall(_NO_FIGURE.sub(" ", text))}


def said(*words: str) -> str:
    held, err = io.BytesIO(), io.StringIO()
    out = io.TextIOWrapper(held, "utf-8")
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        assert main(list(words)) in {0, 1}, err.getvalue()
        out.flush()
    return held.getvalue().decode()


def shown(file: Path) -> str:
    return said("show", str(file)).partition("\nCHECKS")[0]


def shown_json(file: Path) -> str:
    found = json.loads(said("show", str(file), "--json"))
    return json.dumps({key: value for key, value in found.items() if key not in _CHECKS})


def exported_json(file: Path) -> str:
    said("export", str(file), "--format", "json", "--replace")
    tables = json.loads(file.with_suffix(".json").read_text("utf-8"))["tables"]
    return json.dumps({key: value for key, value in tables.items() if key not in _CHECKS})


def exported_csv(file: Path) -> str:
    folder = file.with_suffix("")
    said("export", str(file), "--format", "csv", "-o", str(folder), "--replace")
    return "\n".join(
        one.read_text("utf-8").replace(",", " ")
        for one in sorted(folder.iterdir())
        if one.stem not in {*_CHECKS, "data-dictionary"}
    )


def published(file: Path) -> str:
    page = file.with_suffix(".html")
    said("publish", str(file), "-o", str(page), "--replace")
    text = re.sub(r"<(style|script)\b.*?</\1>", " ", page.read_text("utf-8"), flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", " ", text))


def reported(file: Path) -> str:
    """The national report of a collation of this return alone."""
    folder, page = file.with_suffix(".collated"), file.with_suffix(".report.html")
    said("collate", str(file), "-o", str(folder))
    said("report", str(folder), "-o", str(page), "--replace")
    text = re.sub(r"<(style|script|svg)\b.*?</\1>", " ", page.read_text("utf-8"), flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", " ", text))


OUTPUTS: tuple[Callable[[Path], str], ...] = (
    shown, shown_json, exported_json, exported_csv, published,
)  # fmt: skip


@cache
def files(case: str) -> tuple[bytes, ...]:
    """The return with the entry open, and with two answers to it."""
    return tuple(made(entries).package.to_bytes() for entries in CASES[case])


def unfounded(case: str, output: Callable[[Path], str], folder: Path) -> tuple[set[str], bool]:
    """Return the numbers shown without ground, and whether the answers make a difference at all."""
    texts = []
    for name, data in zip(("open", "one", "other"), files(case), strict=True):
        file = folder / name / f"{name}.xlsx"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        texts.append(numbers(output(file)))
    opened, one, other = texts
    return opened - (one & other), one != other


@pytest.mark.parametrize("cases", [TRIED[:1], pytest.param(TRIED[1:], marks=pytest.mark.component)])
def test_no_output_shows_a_number_that_depends_on_what_is_open(
    tmp_path: Path, cases: tuple[str, ...]
) -> None:
    wrong: dict[str, Any] = {}
    differs = set()
    for case in cases:
        for output in OUTPUTS:
            found, difference = unfounded(case, output, tmp_path / case.replace("/", "-"))
            if difference:
                differs.add(output)
            if found:
                wrong[f"{case}: {output.__name__}"] = found
    assert wrong == {}
    # Each output does show what depends on one of the entries.
    assert differs == set(OUTPUTS)


@pytest.mark.component
def test_the_national_report_shows_no_number_that_depends_on_what_is_open(tmp_path: Path) -> None:
    wrong = {
        case: found
        for case in TRIED
        if (found := unfounded(case, reported, tmp_path / case.replace("/", "-"))[0])
    }
    assert wrong == {}


def test_the_measure_itself_knows_a_number() -> None:
    assert numbers("an award of £4,875.00 on 2025-04-01, 2025/26, C012") == {"4875.00"}
    assert numbers(str(date(2025, 4, 1))) == set()
