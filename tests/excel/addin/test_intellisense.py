from __future__ import annotations

from xml.etree import ElementTree as ET

from vsm_xl.excel.addin import help_page, intellisense
from vsm_xl.functions import NAMES
from vsm_xl.functions.registry import FUNCTIONS

SPACE = "{http://schemas.excel-dna.net/intellisense/1.0}"


def test_sheet_and_file_say_the_same_of_every_function() -> None:
    root = ET.fromstring(intellisense.xml_file())  # noqa: S314 - our own
    of_file = {
        function.attrib["Name"]: [
            function.attrib["Description"],
            "",
            *(
                text
                for argument in function.iter(f"{SPACE}Argument")
                for text in (argument.attrib["Name"], argument.attrib["Description"])
            ),
        ]
        for function in root.iter(f"{SPACE}Function")
    }
    of_sheet = {row[0]: row[1:] for row in intellisense.sheet_rows()[1:]}

    assert of_sheet == of_file
    assert sorted(of_file) == sorted(NAMES)


def test_optional_arguments_are_in_brackets() -> None:
    row = next(row for row in intellisense.sheet_rows() if row[0] == "VSM_BONUS")

    assert row[3::2] == ["salary", "percent", "[date]"]


def test_no_text_is_longer_than_excel_keeps() -> None:
    for row in intellisense.sheet_rows():
        assert all(len(str(cell)) <= 255 for cell in row)


def test_the_help_page_is_well_formed_and_tells_of_every_function() -> None:
    page = help_page.page().decode()
    root = ET.fromstring(page.partition("\n")[2].replace('<meta charset="utf-8">', ""))  # noqa: S314

    assert root.attrib == {"lang": "en-GB"}
    headings = {heading.attrib["id"] for heading in root.iter("h3")}
    assert headings == set(NAMES)
    for function in FUNCTIONS.values():
        assert all(f"<code>{arg.name}</code>" in page for arg in function.args)
