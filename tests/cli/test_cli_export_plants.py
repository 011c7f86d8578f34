"""What reaches out of a received return leaves no trace in what is handed on."""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

import pytest

from vsm_xl.ooxml import Package

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MARK = "planted-mark"
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RIBBON = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"
BOOK, NONE = "xl/_rels/workbook.xml.rels", (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b"</Relationships>"
)  # fmt: skip
#: Parts that a program loads: relationship, name, XML.
PARTS = (
    (f"{OFFICE}/connections", "xl/connections.xml",
     (f'<connections xmlns="{SPACE}"><connection id="1" name="{MARK}" type="4" refreshedVersion="6">'
     f'<webPr url="http://{MARK}.example/"/></connection></connections>')),
    (f"{OFFICE}/externalLink", "xl/externalLinks/externalLink1.xml",
     f'<externalLink xmlns="{SPACE}"><ddeLink ddeService="cmd" ddeTopic="/c calc {MARK}"/></externalLink>'),
    (f"{OFFICE}/oleObject", "xl/embeddings/o.bin", MARK),
    (f"{OFFICE}/customXml", "customXml/item1.xml", f"<a>{MARK}</a>"),
    (RIBBON, "customUI/customUI.xml",
     f'<customUI xmlns="http://schemas.microsoft.com/office/2006/01/customui" onLoad="{MARK}"/>'),
)  # fmt: skip
#: What leads out of a sheet: number, relationship, target.
LINKS = (
    (1, "hyperlink", f"http://{MARK}.example/"), (2, "hyperlink", f"file:///c:/{MARK}.exe"),
    (3, "hyperlink", f"javascript:{MARK}"), (4, "hyperlink", f"\\\\{MARK}\\share"),
    (5, "image", f"http://{MARK}.example/a.png"),
)  # fmt: skip
#: Elements of a worksheet of which the first that is there follows a conditional format, or links.
AFTER_RULES = ("dataValidations", "hyperlinks", "printOptions", "pageMargins")


def before(xml: bytes, tags: tuple[str, ...], text: str) -> bytes:
    at = min(found for tag in tags if (found := xml.find(f"<{tag}".encode())) > 0)
    return xml[:at] + text.encode() + xml[at:]


def planted(data: bytes) -> bytes:
    """The return with everything that reaches out, on an input sheet and a printed one."""
    package = Package.from_bytes(data, "return.xlsx")
    parts = dict(package.parts)

    def relate(rels: str, relation: str) -> None:
        xml = parts.get(rels, NONE)
        at = xml.rindex(b"</")
        parts[rels] = xml[:at] + relation.encode() + xml[at:]

    for at, (kind, name, xml) in enumerate(PARTS):
        parts[name] = xml.encode()
        relate(BOOK, f'<Relationship Id="rP{at}" Type="{kind}" Target="/{name}"/>')
    for title in ("People", "Remuneration report"):
        part = package.sheets()[title]
        for at, kind, target in LINKS:
            relate(
                part.replace("worksheets/", "worksheets/_rels/") + ".rels",
                f'<Relationship Id="rP{at}" Type="{OFFICE}/{kind}" Target="{target}" '
                'TargetMode="External"/>',
            )
        links = "".join(
            f'<hyperlink xmlns:r="{OFFICE}" ref="A{at}" r:id="rP{at}" tooltip="{MARK}"/>'
            for at, kind, _ in LINKS if kind == "hyperlink"
        )  # fmt: skip
        rule = (
            '<conditionalFormatting sqref="A1"><cfRule type="expression" dxfId="0" priority="98">'
            f'<formula>WEBSERVICE("http://{MARK}/")="x"</formula></cfRule></conditionalFormatting>'
        )
        sheet = before(parts[part], AFTER_RULES, rule)
        if b"</hyperlinks>" in sheet:
            sheet = sheet.replace(b"</hyperlinks>", links.encode() + b"</hyperlinks>")
        else:
            sheet = before(sheet, AFTER_RULES[2:], f"<hyperlinks>{links}</hyperlinks>")
        picture = f'<picture xmlns:r="{OFFICE}" r:id="rP5"/>'
        end = (sheet.find(b"<tableParts") + 1 or sheet.rindex(b"</worksheet") + 1) - 1
        parts[part] = sheet[:end] + picture.encode() + sheet[end:]
    names = (
        '<definedName name="planted_a">[1]S!A1</definedName><definedName name="planted_b">'
        f'_xlfn.WEBSERVICE("http://{MARK}/")</definedName></definedNames>'
    )
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</definedNames>", names.encode())
    return Package("return.xlsx", parts).to_bytes()


def everything(path: Path) -> bytes:
    """What a file or folder holds, unpacked."""
    if path.is_dir():
        return b"\n".join(everything(one) for one in sorted(path.iterdir()))
    data = path.read_bytes()
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as archive:
            return b"\n".join(one.encode() + archive.read(one) for one in archive.namelist())
    if path.suffix == ".pdf":
        streams = re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL)
        return data + b"\n".join(
            zlib.decompressobj().decompress(one) for one in streams if one[:1] == b"x"
        )
    return data


#: What is handed on, or begun again; the file itself, computed or converted, keeps what its owner put there.
HANDED_ON: tuple[tuple[str, ...], ...] = (
    ("export", "FILE", "--format", "csv", "-o", "out"),
    ("export", "FILE", "--format", "json", "-o", "out.json"),
    ("publish", "FILE", "-o", "out.html"),
    ("repair", "FILE", "-o", "repaired.xlsx"), ("roll-forward", "FILE", "-o", "next.xlsx"),
)  # fmt: skip
PRINTED = (("export", "FILE", "--format", "pdf", "-o", "out.pdf"),)
#: A link of PDF, to a page, a file or a program.
ACTIONS = (b"/URI", b"/Launch", b"/GoToR", b"/JavaScript", b"/EmbeddedFile")


def traces(
    commands: tuple[tuple[str, ...], ...], data: bytes, run: Callable[..., Any], folder: Path
) -> dict[str, object]:
    file = folder / "received.xlsx"
    file.write_bytes(planted(data))
    wrong: dict[str, object] = {}
    for words in commands:
        out = folder / words[-1]
        ended = run(*(file if word == "FILE" else word for word in words[:-1]), out)
        if ended.code not in {0, 1}:
            wrong[words[0]] = ended
            continue
        held = everything(out)
        assert len(held) > 1000
        marks = [MARK.encode(), b"planted_", *(ACTIONS if out.suffix == ".pdf" else ())]
        if found := [mark for mark in marks if mark in held]:
            wrong[" ".join(words)] = found
    return wrong


def test_no_trace_is_handed_on(
    filled_bytes: bytes, run: Callable[..., Any], tmp_path: Path
) -> None:
    assert MARK.encode() in everything_of(planted(filled_bytes), tmp_path)
    assert traces(HANDED_ON, filled_bytes, run, tmp_path) == {}


@pytest.mark.component
def test_no_trace_is_printed(filled_bytes: bytes, run: Callable[..., Any], tmp_path: Path) -> None:
    assert traces(PRINTED, filled_bytes, run, tmp_path) == {}


def everything_of(data: bytes, folder: Path) -> bytes:
    (folder / "planted.xlsx").write_bytes(data)
    return everything(folder / "planted.xlsx")


def test_each_of_it_is_a_note_of_check(
    filled_bytes: bytes, run: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "received.xlsx"
    file.write_bytes(planted(filled_bytes))
    said = run("check", file).err
    for words in (
        "a data connection", "another workbook or program", "an embedded object", "the ribbon",
        "DDE link to 'cmd'", f"leads to 'file:///c:/{MARK}.exe'", f"leads to 'javascript:{MARK}'",
        "sheet People: a picture would be fetched", "the name planted_a refers to",
        "the name planted_b refers to WEBSERVICE",
    ):  # fmt: skip
        assert words in said, words
