"""The six numbers of the page on following a number: each command ends at what the page says."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from vsm_xl.cli import main
from vsm_xl.framework.edition import current

if TYPE_CHECKING:
    import pytest

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "follow-a-number.md"


def _rows() -> list[list[str]]:
    lines = [
        line for line in PAGE.read_text(encoding="utf-8").splitlines() if "`vsm-xl why" in line
    ]
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines if line[0] == "|"
    ]


def test_six_numbers_end_at_the_document_the_page_names(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = _rows()
    wrong = []
    for number, command, figure, status, _, link in rows:
        assert main(shlex.split(command.strip("`"))[1:]) == 0
        shown = capsys.readouterr().out
        amount = number.split(",  ")[0].split(", ")[0] if number.startswith("£") else "NHS England"
        wanted = [amount]
        if figure.startswith("`"):
            name = figure.split("`")[1]
            held = [one for one in current().dated(name) if one.status == status]
            wanted += [status, link]
            wrong += [] if held else [f"{name} is nowhere {status}"]
        wrong += [f"{command}: no {words!r}" for words in wanted if words not in shown]
    assert len(rows) == 6
    assert wrong == []


def test_every_link_of_the_edition_is_an_address_or_none() -> None:
    edition = current()
    links = {edition.link(one) for one in edition.figures}
    links |= {edition.link(one) for one in edition.information}

    assert {link for link in links if not link.startswith("https://")} == {"none"}
