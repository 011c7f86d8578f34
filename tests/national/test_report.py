from __future__ import annotations

import html
import io
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from vsm_xl.errors import UnusableInput
from vsm_xl.framework.edition import current
from vsm_xl.national import charts
from vsm_xl.national.chapters.base import Chapters
from vsm_xl.national.drawing import Drawing
from vsm_xl.national.publish import publish, write_report
from vsm_xl.national.queries import make_empty_folder, write_queries
from vsm_xl.national.report import Report, make_report
from vsm_xl.national.report_workbook import report_workbook
from vsm_xl.national.simulated import WARNING
from vsm_xl.national.store import open_store
from vsm_xl.national.suppression import HIDDEN
from vsm_xl.text_fields import number_of

if TYPE_CHECKING:
    from vsm_xl.national.collate import Collated
    from vsm_xl.national.simulated import Simulated

MOST_BYTES = 5_000_000
EXAMPLE = Path(__file__).parents[2] / "workbook" / "vsm-annual-return-example.xlsx"


class Text(HTMLParser):
    """What a page shows, and the tags that could fetch or run something."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.outward: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in {"src", "action", "data"} or name.startswith("on"):
                self.outward.append(f"{tag} {name}={value}")
            if name in {"href", "xlink:href"} and not (value or "").startswith("#"):
                self.outward.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture(scope="module")
def report(collated: tuple[Path, Collated, list[str]]) -> Report:
    with open_store(collated[0], read_only=True) as store:
        return make_report(store, None, {"RR8": "Leeds Teaching Hospitals NHS Trust"})


@pytest.fixture(scope="module")
def page(
    collated: tuple[Path, Collated, list[str]], tmp_path_factory: pytest.TempPathFactory
) -> str:
    out = tmp_path_factory.mktemp("report") / "report.html"
    write_report(collated[0], out, None, None)
    return out.read_text(encoding="utf-8")


def test_the_page_is_one_file_that_fetches_nothing(page: str) -> None:
    reader = Text()
    reader.feed(page)

    assert reader.outward == []
    assert "default-src 'none'" in page
    assert len(page.encode()) < MOST_BYTES
    assert page.count("<svg") >= 5
    assert "<!--chart" not in page


def test_seeded_pay_is_found_by_its_own_criterion(report: Report, made: list[Simulated]) -> None:
    seeded = {(one.organisation.code, planted.what) for one in made for planted in one.planted}

    found = {(entry.code, entry.criterion.key) for entry in report.attention}

    assert {what for _, what in seeded} == {criterion.key for criterion in current().criteria}
    assert found == seeded
    assert all(entry.settles for entry in report.attention)
    assert [
        entry.cell
        for entry in report.attention
        if not re.fullmatch(r"(People|Organisation|Staff pay), [A-Z]+\d+", entry.cell)
    ] == []


def test_who_did_not_return_is_named(report: Report) -> None:
    assert report.missing == ["Leeds Teaching Hospitals NHS Trust (RR8)"]


def test_text_of_a_return_is_never_markup(page: str, made: list[Simulated]) -> None:
    reader = Text()
    reader.feed(page)
    shown = "".join(reader.words)

    assert "<script>alert" not in page
    assert "<img" not in page
    assert "<script>alert(1)</script> Director & Co" in shown
    assert '"><img src=x onerror=alert(2)>' in shown
    assert page.count("<script>") == 1
    for one in made:
        assert one.organisation.code in page


def test_the_workbook_says_the_same_and_holds_no_formula(report: Report) -> None:
    book = openpyxl.load_workbook(io.BytesIO(report_workbook(report)))
    texts = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]

    assert book.sheetnames[0] == "Cover"
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    for figure in report.five:
        assert figure["value"] in texts
    for section in report.sections:
        assert section.title[:31] in book.sheetnames


def test_an_organisation_publishes_its_page(returns: Path, tmp_path: Path) -> None:
    file = min(returns.glob("R*.xlsx"))
    out = tmp_path / "page.html"

    page = publish(file, out)

    shown = out.read_text(encoding="utf-8")
    reader = Text()
    reader.feed(shown)
    assert page.words.startswith(f"Wrote {out}")
    # Its pay ranges are illustrative.
    assert not page.passed
    assert "Draft. Checks of the return that fail: 1" in page.words
    assert [one for one in reader.outward if not one.startswith("a href=http")] == []
    assert "Draft. Checks of the return that fail:" in shown
    assert "Fair pay ratios" in shown
    assert re.search(r">[0-9],[0-9]00<", shown), "expenses in pounds"


def test_what_cannot_be_written_is_refused(
    collated: tuple[Path, Collated, list[str]], returns: Path, tmp_path: Path
) -> None:
    file = min(returns.glob("R*.xlsx"))
    existing = tmp_path / "there.html"
    existing.write_text("kept", encoding="utf-8")

    for out, words in ((tmp_path / "a.pdf", "ends in .html"), (existing, "exists")):
        with pytest.raises(UnusableInput, match=words):
            publish(file, out)
        with pytest.raises(UnusableInput, match=words):
            write_report(collated[0], out, None, None)
    with pytest.raises(UnusableInput, match="held: 2025/26"):
        write_report(collated[0], tmp_path / "b.html", "2031/32", None)
    with pytest.raises(UnusableInput, match="damaged"):
        publish(returns / "broken.xlsx", tmp_path / "c.html")
    assert existing.read_text(encoding="utf-8") == "kept"


def test_simulated_returns_are_never_taken_for_real_ones(
    collated: tuple[Path, Collated, list[str]], report: Report, page: str, tmp_path: Path
) -> None:
    """Many have the names of real trusts, which their invented salaries would accuse."""
    assert (
        report.notices[0]["words"]
        == f"All {len(report.organisations)} returns are simulated. {WARNING}"
    )
    assert html.escape(report.notices[0]["words"]) in page
    assert all("Simulated" in one.marks for one in report.pages)
    write_report(collated[0], tmp_path / "report.xlsx", None, None)
    workbook = openpyxl.load_workbook(tmp_path / "report.xlsx", read_only=True)
    words = [str(cell) for row in workbook.worksheets[0].values for cell in row]
    assert any(WARNING in word for word in words)
    make_empty_folder(tmp_path / "letters")
    assert write_queries(collated[0], tmp_path / "letters")
    letters = [file.read_text() for file in (tmp_path / "letters").iterdir()]
    assert all(letter.startswith("The return is simulated.") for letter in letters)


def test_a_return_of_an_organisation_is_not_called_simulated(tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    publish(EXAMPLE, out)
    assert "imulated" not in out.read_text(encoding="utf-8")


def test_words_hide_no_number_that_their_table_states(
    collated: tuple[Path, Collated, list[str]], report: Report
) -> None:
    [cases] = [block for one in report.sections for block in one.blocks if block.key == "cases"]
    shown = [row["outstanding"] for row in cases.rows]
    if HIDDEN not in shown:
        wanted = (
            f"{number_of(sum(shown), 'pay case')} ha" if sum(shown) else "Every pay case has a day"
        )
        assert cases.finding.startswith(wanted)
    with open_store(collated[0], read_only=True) as store:
        data = Chapters(store, "2025/26", 5)
    assert data.at_least(2, "case", "cases") == "fewer than 5 cases"
    assert data.at_least(2, "case", "cases", [{"cases": HIDDEN}]) == "fewer than 5 cases"
    assert data.at_least(2, "case", "cases", [{"cases": 2}]) == "2 cases"


def test_what_is_not_known_stands_last_and_large_numbers_have_separators(
    report: Report, page: str
) -> None:
    for section in report.sections:
        for block in section.blocks:
            names = [row.get("name") for row in block.rows]
            assert "Not known" not in names[:-1], block.title
    with Drawing() as drawing:
        bars = charts.bars("a", "n", title="N")
        drawing.begin({"n": charts.specification(bars, [{"a": "All", "n": 1917}])})
        assert ">1,917<" in drawing.drawn()["n"]
    assert "Files that were refused" in page
