"""The last step of a build: fonts as the schema orders them, the same bytes every time."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import canonicalize

import openpyxl

from vsm_xl.ooxml import Package, normalise_workbook
from vsm_xl.ooxml.shared_strings import with_shared_strings

if TYPE_CHECKING:
    from collections.abc import Callable

ORDER = "b i strike condense extend outline shadow u vertAlign sz color name family charset scheme"


def fonts(book: bytes) -> list[list[str]]:
    styles = Package.from_bytes(book, "b.xlsx").parts["xl/styles.xml"].decode()
    found = re.findall(r"<font>(.*?)</font>", styles)
    return [re.findall(r"<(\w+)", font) for font in found]


def test_children_of_fonts_stand_in_the_order_of_the_schema(rich_workbook: bytes) -> None:
    before, after = fonts(rich_workbook), fonts(normalise_workbook(rich_workbook))
    assert [sorted(font) for font in after] == [sorted(font) for font in before]
    assert after == [sorted(font, key=ORDER.split().index) for font in before]
    assert after != before


def saved_on(book: bytes, day: int) -> bytes:
    """Openpyxl notes the moment of saving; two builds within one second would hide that."""
    package = Package.from_bytes(book, "b.xlsx")
    core = re.sub(
        rb"(<dcterms:[^>]*>)[^<]*",
        rb"\g<1>2021-01-0%dT00:00:00Z" % day,
        package.parts["docProps/core.xml"],
    )
    assert b"2021-01-0%d" % day in core
    return package.replace("docProps/core.xml", core).to_bytes()


def test_the_same_workbook_built_at_another_time_is_the_same_file(
    build_workbook: Callable[[], bytes],
) -> None:
    builds = [saved_on(build_workbook(), day) for day in (1, 2)]
    assert builds[0] != builds[1]
    assert normalise_workbook(builds[0]) == normalise_workbook(builds[1])


def test_the_document_properties_give_one_time(rich_workbook: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(normalise_workbook(rich_workbook)))
    assert book.properties.created == dt.datetime(1980, 1, 1)  # noqa: DTZ001 - as openpyxl has it
    assert book.properties.modified == book.properties.created


def test_finishing_twice_changes_nothing_more(rich_workbook: bytes) -> None:
    once = normalise_workbook(rich_workbook)
    assert normalise_workbook(once) == once


def test_only_styles_and_properties_are_changed_in_what_they_say(rich_workbook: bytes) -> None:
    package = Package.from_bytes(rich_workbook, "b.xlsx")
    before = with_shared_strings(package)
    after = Package.from_bytes(normalise_workbook(rich_workbook), "b.xlsx").parts
    assert set(after) == set(before)
    said = {part for part in before if canonicalize(before[part]) != canonicalize(after[part])}
    assert said == {"xl/styles.xml", "docProps/core.xml"}
    assert next(iter(after)) == "[Content_Types].xml"


def test_the_bytes_do_not_depend_on_the_library_that_wrote_the_xml(rich_workbook: bytes) -> None:
    package = Package.from_bytes(rich_workbook, "b.xlsx")
    # What lxml writes as <v></v> or <v/>, the standard library writes as <v />.
    other = {
        part: re.sub(rb"\s*/>|></\w+>", lambda found: _otherwise(found[0]), xml)
        for part, xml in package.parts.items()
    }
    assert other != package.parts

    assert normalise_workbook(Package("b.xlsx", other).to_bytes()) == normalise_workbook(
        rich_workbook
    )


def _otherwise(closing: bytes) -> bytes:
    return b"  />" if closing.endswith(b"/>") else closing
