"""No command fetches anything for a received return, or shows a file of this computer."""

from __future__ import annotations

import socket
import struct
import subprocess
import threading
import time
import zlib
from typing import TYPE_CHECKING, Any

import pytest

from vsm_xl.libreoffice import installations
from vsm_xl.ooxml import Package
from vsm_xl.recalc.calc import profile
from vsm_xl.recalc.calc.conversion import to_pdf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.component

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWINGS = "http://schemas.openxmlformats.org/drawingml/2006"
#: How long a connection may take to come after a command has ended.
AFTERWARDS = 0.3
#: Every command that reads a return; what is written goes beside it.
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("check", "FILE"), ("show", "FILE"), ("recalc", "FILE", "-o", "NEW.xlsx"),
    ("recalc", "FILE", "-o", "NEW.xlsx", "--engine", "libreoffice"),
    ("recalc", "FILE", "--verify"),
    ("export", "FILE", "--format", "json"), ("export", "FILE", "--format", "csv"),
    ("export", "FILE", "--format", "pdf"), ("roll-forward", "FILE", "-o", "NEW.xlsx"),
    ("repair", "FILE", "-o", "NEW.xlsx"), ("check", "FILE", "FILE"), ("show", "FILE", "--json"),
    ("convert", "FILE", "--for", "lite", "-o", "NEW.xlsx"), ("publish", "FILE", "-o", "NEW.html"),
    ("collate", "FILE", "-o", "NEW"), ("trace", "FILE", "Return!B12"), ("ranges", "check", "FILE"),
    ("doctor", "FILE"),
    ("fill", "FILE", "-o", "NEW.xlsx", "--organisation", "DEMO/rr8-organisation.csv",
     "--people", "DEMO/rr8-people.csv"),
)  # fmt: skip
#: What is written: a workbook, a page, a folder.
ENDS = (".xlsx", ".html", "")


class Listener:
    """A server of this computer that counts who connects."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.socket.getsockname()[1]}"
        self.connected = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                caller, _ = self.socket.accept()
            except OSError:
                return
            with caller:
                self.connected += 1
                caller.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.socket.shutdown(socket.SHUT_RDWR)
    made.socket.close()


def png() -> bytes:
    """A red picture of nine dots."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", 3, 3, 8, 2, 0, 0, 0)
    dots = zlib.compress((b"\0" + b"\xff\0\0" * 3) * 3)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", dots) + chunk(b"IEND", b"")
    )


def picture(number: int, relation: str) -> str:
    place = "".join(
        f"<xdr:{name}><xdr:col>{at}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{at}</xdr:row>"
        f"<xdr:rowOff>0</xdr:rowOff></xdr:{name}>"
        for name, at in (("from", 1), ("to", 4))
    )
    return (
        f'<xdr:twoCellAnchor xmlns:xdr="{DRAWINGS}/spreadsheetDrawing" xmlns:a="{DRAWINGS}/main" '
        f'xmlns:r="{RELATIONSHIPS}">{place}<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="{900 + number}" '
        f'name="P{number}"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip r:link="{relation}"/>'
        f"<a:stretch><a:fillRect/></a:stretch></xdr:blipFill><xdr:spPr><a:xfrm><a:off x='0' y='0'/>"
        f"<a:ext cx='990000' cy='990000'/></a:xfrm><a:prstGeom prst='rect'/></xdr:spPr></xdr:pic>"
        f"<xdr:clientData/></xdr:twoCellAnchor>"
    )


def put(xml: bytes, before: str, text: str) -> bytes:
    """Put text before the last closing tag of a kind, whatever its prefix."""
    at = xml.rindex(b"</", 0, xml.rindex(f"{before}>".encode()))
    return xml[:at] + text.encode() + xml[at:]


def hostile(data: bytes, address: str, local: Path) -> bytes:
    """A return with pictures, a condition and an entry check that lead out of it."""
    package = Package.from_bytes(data, "return.xlsx")
    parts = dict(package.parts)
    drawing = next(name for name in parts if name.startswith("xl/drawings/drawing"))
    rels = drawing.replace("drawings/", "drawings/_rels/") + ".rels"
    targets = (f"http://{address}/leak.png", local.as_uri(), f"file:////{address}/share/x.png")
    for number, target in enumerate(targets):
        relation = f"rIdFar{number}"
        parts[rels] = put(
            parts[rels], "Relationships",
            f'<Relationship Id="{relation}" Type="{RELATIONSHIPS}/image" Target="{target}" '
            f'TargetMode="External"/>',
        )  # fmt: skip
        parts[drawing] = put(parts[drawing], "wsDr", picture(number, relation))
    report = package.sheets()["Return"]
    formula = f'WEBSERVICE("http://{address}/condition")="x"'
    condition = (
        f'<conditionalFormatting sqref="A1:B9"><cfRule type="expression" priority="99" '
        f'dxfId="0"><formula>{formula.replace(chr(34), "&quot;")}</formula></cfRule></conditionalFormatting>'
    )
    at = parts[report].index(b"<conditionalFormatting")
    parts[report] = parts[report][:at] + condition.encode() + parts[report][at:]
    return Package(package.name, parts).to_bytes()


def pictures(pdf: Path) -> int:
    """The pictures in a PDF."""
    listed = subprocess.run(
        ["pdfimages", "-list", str(pdf)], capture_output=True, text=True, check=True
    ).stdout
    return len(listed.splitlines()) - 2


@pytest.fixture
def received(tmp_path: Path, filled_bytes: bytes, listener: Listener) -> Path:
    local = tmp_path / "local.png"
    local.write_bytes(png())
    file = tmp_path / "received.xlsx"
    file.write_bytes(hostile(filled_bytes, listener.address, local))
    return file


def test_no_command_connects_to_anything(
    received: Path, run: Callable[..., Any], listener: Listener, tmp_path: Path, demo_folder: Path
) -> None:
    connected = {}
    codes = {}
    for words in COMMANDS:
        new = tmp_path / "new.xlsx"
        new.unlink(missing_ok=True)
        known = {
            "FILE": str(received),
            **{f"NEW{ends}": str(new.with_suffix(ends)) for ends in ENDS},
        }
        given = [known.get(word, word.replace("DEMO", str(demo_folder))) for word in words]
        codes[words] = run(*given).code
        time.sleep(AFTERWARDS)
        connected[words] = listener.connected
    assert set(connected.values()) == {0}, connected
    # Each went to its end, so each has read the whole of the file.
    assert max(codes.values()) <= 1, codes


def test_no_local_file_is_in_the_paper(received: Path, run: Callable[..., Any]) -> None:
    assert run("export", received, "--format", "pdf").code in {0, 1}
    assert pictures(received.with_suffix(".pdf")) == 0


def test_what_the_paper_leaves_out_would_be_fetched_and_shown_but_for_our_profile(
    received: Path, listener: Listener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second wall, and that without both walls there would be something to be seen."""
    pdf = tmp_path / "everything.pdf"
    found = {}
    for settings in (profile._SETTINGS, ()):  # noqa: SLF001 - a profile without them is the proof
        monkeypatch.setattr(profile, "_SETTINGS", settings)
        pdf.write_bytes(to_pdf(received.read_bytes(), installations.find(), 600))
        found[bool(settings)] = (pictures(pdf) > 0, listener.connected > 0)
    assert found == {True: (False, False), False: (True, True)}
