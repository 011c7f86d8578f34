"""A VBA project as Office stores it, [MS-OVBA]: modules of source in a compound file.

Modules are written as source only and the project's version as "none", as 2.3.4.1 asks of those
who write without Office: there is no compiled form that could differ from the source.
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, Final

from vsm_xl.excel.addin import compound_file, ovba

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsm_xl.excel.addin.vba import Module

_CODE_PAGE: Final = "cp1252"
_NO_COMPILED_FORM: Final = bytes.fromhex("cc61ffff000100")
#: Records of the stream ``dir``, 2.3.4.2.
_PROJECT_NAME, _PROJECT_VERSION, _MODULES = 0x04, 0x09, 0x0F
_REFERENCE_NAME, _REFERENCE_CONTROL = 0x16, 0x2F
_MODULE_NAME, _MODULE_OFFSET, _MODULE_END, _END = 0x19, 0x31, 0x2B, 0x10
_PROCEDURES, _CLASS = 0x21, 0x22
#: 2.3.4.2.3.2.2: what is written where no checksum of the project is kept.
_NO_COOKIE: Final = b"\xff\xff"

_DOCUMENT_BASES: Final = {
    "ThisWorkbook": "0{00020819-0000-0000-C000-000000000046}",
    "": "0{00020820-0000-0000-C000-000000000046}",
}
_CLASS_BASE: Final = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"
_KEPT_REFERENCES: Final = ("Office",)


def read(data: bytes) -> dict[str, str]:
    """Read the source of each module of a project by its name, attributes included, with line feeds.

    Raises:
        ValueError: it is none, or damaged.
    """
    streams = compound_file.read(data)
    if "VBA/dir" not in streams:
        raise ValueError("there is no VBA project in the compound file")
    module, modules = "", dict[str, str]()
    for number, content in _records(ovba.decompress(streams["VBA/dir"])):
        if number == _MODULE_NAME:
            module = content.decode(_CODE_PAGE)
        elif number == _MODULE_OFFSET:
            (offset,) = struct.unpack("<I", content)
            text = ovba.decompress(streams[f"VBA/{module}"][offset:])
            modules[module] = text.decode(_CODE_PAGE).replace("\r\n", "\n")
    return modules


def write(template: bytes, name: str, modules: tuple[Module, ...]) -> bytes:
    """Write a project.

    Args:
        template: a project of Office's; its settings are kept, its modules are not.
        name: of the project.
        modules: in order; documents first.
    """
    given = compound_file.read(template)
    names = [module.name for module in modules]
    streams = {
        "PROJECT": _project(given["PROJECT"].decode(_CODE_PAGE), name, modules),
        "PROJECTwm": _names_in_two_spellings(names),
        "VBA/_VBA_PROJECT": _NO_COMPILED_FORM,
        "VBA/dir": ovba.compress(_directory(ovba.decompress(given["VBA/dir"]), name, modules)),
    }
    for module in modules:
        text = _attributes(module) + module.source
        streams[f"VBA/{module.name}"] = ovba.compress(_encoded(text))
    return compound_file.write(streams)


def _encoded(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode("ascii")


def _records(directory: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(directory):
        number, size = struct.unpack_from("<HI", directory, at)
        if number == _PROJECT_VERSION:
            size = 6  # its size does not count the minor version
        yield number, directory[at + 6 : at + 6 + size]
        at += 6 + size


def _record(number: int, content: bytes) -> bytes:
    size = 4 if number == _PROJECT_VERSION else len(content)
    return struct.pack("<HI", number, size) + content


def _directory(template: bytes, name: str, modules: tuple[Module, ...]) -> bytes:
    written = bytearray()
    for number, content in _project_records(template):
        text = name.encode(_CODE_PAGE) if number == _PROJECT_NAME else content
        written += _record(number, text)
    written += _record(_MODULES, struct.pack("<H", len(modules)))
    written += _record(0x13, _NO_COOKIE)
    for module in modules:
        narrow, wide = module.name.encode(_CODE_PAGE), module.name.encode("utf-16-le")
        for number, content in (
            (_MODULE_NAME, narrow), (0x47, wide), (0x1A, narrow), (0x32, wide),
            (0x1C, b""), (0x48, b""), (_MODULE_OFFSET, bytes(4)), (0x1E, bytes(4)),
            (0x2C, _NO_COOKIE),
            (_PROCEDURES if module.kind == "standard" else _CLASS, b""),
            (_MODULE_END, b""),
        ):  # fmt: skip
            written += _record(number, content)
    return bytes(written + _record(_END, b""))


def _project_records(template: bytes) -> Iterator[tuple[int, bytes]]:
    """Return the records before the modules, without the references that are not needed.

    A reference that a computer lacks stops a whole project from compiling.
    """
    keeping, before = True, 0
    for number, content in _records(template):
        if number == _MODULES:
            return
        # Within the reference to a control stands a second name, which begins no reference.
        if number == _REFERENCE_NAME and before != _REFERENCE_CONTROL:
            keeping = content.decode(_CODE_PAGE) in _KEPT_REFERENCES
        if keeping:
            yield number, content
        before = number


def _project(template: str, name: str, modules: tuple[Module, ...]) -> bytes:
    kept = [
        line
        for line in template.split("[Host Extender Info]", maxsplit=1)[0].splitlines()
        if line and not re.match(r"(Document|Class|Module|BaseClass|Package|Name)=", line)
    ]
    lines = [kept[0]]
    for module in modules:
        if module.kind == "document":
            lines.append(f"Document={module.name}/&H00000000")
        else:
            lines.append(f"{'Class' if module.kind == 'class' else 'Module'}={module.name}")
    lines += [f'Name="{name}"', *kept[1:], "", "[Host Extender Info]"]
    lines += ["&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000", ""]
    lines += ["[Workspace]", *(f"{module.name}=0, 0, 0, 0, C" for module in modules), ""]
    return "\r\n".join(lines).encode(_CODE_PAGE)


def _names_in_two_spellings(names: list[str]) -> bytes:
    rows = (name.encode(_CODE_PAGE) + b"\0" + name.encode("utf-16-le") + b"\0\0" for name in names)
    return b"".join(rows) + b"\0\0"


def _attributes(module: Module) -> str:
    lines = [f'Attribute VB_Name = "{module.name}"']
    if module.kind != "standard":
        document = module.kind == "document"
        base = _DOCUMENT_BASES.get(module.name, _DOCUMENT_BASES[""]) if document else _CLASS_BASE
        lines += [
            f'Attribute VB_Base = "{base}"',
            "Attribute VB_GlobalNameSpace = False",
            "Attribute VB_Creatable = False",
            f"Attribute VB_PredeclaredId = {document}",
            f"Attribute VB_Exposed = {document}",
            "Attribute VB_TemplateDerived = False",
            f"Attribute VB_Customizable = {document}",
        ]
    return "\n".join(lines) + "\n"
