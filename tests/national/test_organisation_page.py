"""What an organisation publishes: for readers who know neither the workbook nor its functions."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import openpyxl
import pytest

from vsm_xl.annual_return.template.template import template_layout
from vsm_xl.errors import REASONS
from vsm_xl.national.organisation_page import FIGURES
from vsm_xl.national.publish import publish
from vsm_xl.national.simulate import simulate_one
from vsm_xl.national.simulate_files import file_name, write_return

if TYPE_CHECKING:
    from pathlib import Path

    from vsm_xl.national.simulated import Simulated


@pytest.fixture(scope="module")
def file(made: list[Simulated], returns: Path) -> Path:
    """Returns the file of a return in which an award was given although it is withheld."""
    [one] = [one for one in made if any(p.what == "award_withheld_given" for p in one.planted)]
    return returns / file_name(one)


@pytest.fixture(scope="module")
def page(file: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    out = tmp_path_factory.mktemp("page") / "page.html"
    publish(file, out)
    return html.unescape(out.read_text(encoding="utf-8"))


def test_each_ratio_stands_beside_that_of_last_year(file: Path, page: str) -> None:
    sheet = openpyxl.load_workbook(file, data_only=True)["Remuneration report"]
    table = sheet.tables["FairPay"]
    header, *rows = [[cell.value for cell in row] for row in sheet[table.ref]]
    now, before = header.index("Ratio this year"), header.index("Ratio last year")
    wanted = [(f"{row[now]:.1f}", f"{row[before]:.1f}") for row in rows[:3]]

    part = page[page.index("Fair pay ratios</h2>") :]
    shown = re.findall(r'<td class="n">([^<]*)</td><td class="n">([^<]*)</td>', part)

    assert shown == wanted


def test_an_award_given_although_withheld_is_not_called_withheld(page: str) -> None:
    assert page.count("<td>given, though withheld</td>") == 1


def test_readers_do_not_read_what_the_organisation_was_to_do(page: str) -> None:
    assert "the award of 2025/26 is withheld there." in page
    said = [reason.remedy for reason in REASONS if reason.remedy and f" {reason.remedy}<" in page]
    assert said == []
    assert "VSM_" not in page


def test_every_figure_has_a_name_in_words(page: str) -> None:
    rows = template_layout().places["figures"].table.rows
    assert isinstance(rows, tuple)
    names = {str(row["name"]) for row in rows}

    assert names - FIGURES.keys() == set()
    assert [name for name in names if f">{name}<" in page] == []


def test_nothing_has_to_be_opened_on_paper(page: str) -> None:
    assert page.count("<details open>") == page.count("<details") == 2


def test_departures_that_are_not_determined_are_not_called_none(
    made: list[Simulated], tmp_path: Path
) -> None:
    """The criteria of the award of 2026/27 are not settled, so neither is who departs from them."""
    late = simulate_one(made[0].organisation, 5, "2026/27", "")
    [name] = write_return(late, tmp_path)
    out = tmp_path / "page.html"

    publish(tmp_path / name, out)

    page = out.read_text(encoding="utf-8")
    part = page[page.index("Departures from the framework") : page.index("Single total figure")]
    assert re.search(r"For [0-9]+ posts it is not determined whether the decision departs\.", part)
    assert "None." not in part
