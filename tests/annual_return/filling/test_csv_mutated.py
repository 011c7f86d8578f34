"""CSV files damaged at random: refused in words, or read with no number that is not in the file."""

from __future__ import annotations

import random
import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from vsm_xl.annual_return.filling.csv_files import (
    read_earlier_ratios_csv,
    read_organisation_csv,
    read_people_csv,
    read_ranges_csv,
    read_staff_pay_csv,
)
from vsm_xl.errors import UnusableInput
from vsm_xl.examples import demo

if TYPE_CHECKING:
    from pathlib import Path

MUTATIONS = 2_000
#: Put in, or in place of a character, at random.
PIECES = (
    "", ",", ";", "\t", '"', "'", "\n", "\r", "\x1a", "\x0b", "\x00", "\u00a0", "\u202f", "\ufeff",
    "£", "-", "%", ".", "e5", "=", "#N/A", "0", "9", "١", "½", "TRUE", "1,00", "2025-02-30", "\ud7ff",
)  # fmt: skip
_NUMBER = re.compile(r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?|\.[0-9]+")


def test_a_damaged_file_is_refused_or_read_right(tmp_path: Path) -> None:
    chance = random.Random(20261126)  # noqa: S311 - the same damage every time
    files = demo.input_files()
    readers: list[tuple[str, Any]] = [
        (files[demo.ORGANISATION_CSV], read_organisation_csv),
        (files[demo.PEOPLE_CSV], read_people_csv),
        (files[demo.RANGES_CSV], read_ranges_csv),
        ('pay\n"£25,000.50"\n31000\n.5\n', read_staff_pay_csv),
        ("year,ratio_p25,ratio_median,ratio_p75\n2023/24,10.25,7.7,5\n", read_earlier_ratios_csv),
    ]
    path = tmp_path / "input.csv"
    refused, wrong = 0, []
    for _ in range(MUTATIONS):
        text, read = chance.choice(readers)
        text = mutated(text, chance)
        path.write_bytes(text.encode(chance.choice(["utf-8", "utf-8", "utf-8-sig"])))
        try:
            found = read(path)
        except UnusableInput as problem:
            refused += 1
            if not all(str(path) in line or line.startswith("…") for line in problem.problems):
                wrong.append((text, str(problem)))
            continue
        if strange := numbers(found) - in_text(text):
            wrong.append((text, str(strange)))

    assert wrong == []
    assert 0.2 * MUTATIONS < refused < 0.9 * MUTATIONS


def mutated(text: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(text))
        end = at + chance.choice([0, 0, 1, 1, 5, 40])
        text = text[:at] + chance.choice(PIECES) + text[end:]
        if chance.random() < 0.05:
            text = text.replace(",", chance.choice([";", "\t", "|"]))
    return text


def numbers(found: Any) -> set[float]:
    if isinstance(found, dict):
        return {number for value in found.values() for number in numbers(value)}
    if isinstance(found, list):
        return {number for value in found for number in numbers(value)}
    return {float(found)} if isinstance(found, int | float) else set()


def in_text(text: str) -> set[float]:
    """Return every number that stands in a text, and every percentage as a fraction."""
    plain = {float(one.replace(",", "")) for one in _NUMBER.findall(text)}
    # A comma may stand between two fields as well as between groups of three.
    plain |= {float(one) for one in re.findall(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+", text)}
    shares = re.findall(r"([0-9]+(?:\.[0-9]+)?|\.[0-9]+)\s*%", text)
    return plain | {float(Decimal(one).scaleb(-2)) for one in shares}


def test_the_measure_itself_knows_a_wrong_number() -> None:
    assert (
        numbers([{"salary": 1500.0, "from": date(2025, 4, 1)}]) - in_text("salary\n1,500") == set()
    )
    assert numbers([{"salary": 15.0}]) - in_text("salary\n1,500") == {15.0}
