"""The extension ``vsm.oxt``: our functions in Calc, generated from the registry.

An extension is a zip file: the types in UNO's own language, a component that implements them,
a list that states which is which, and beside the component a folder ``pythonpath`` that LibreOffice
puts on Python's search path.  In it travels the part of vsm_xl that computes, which needs nothing
else; numpy, where LibreOffice's Python has it, makes long columns fast.
"""

from __future__ import annotations

import json
from importlib.resources import files
from string import Template
from typing import Final

from vsm_xl.core_files import core_files
from vsm_xl.functions.registry import EVERY, Function
from vsm_xl.libreoffice import uno_names
from vsm_xl.libreoffice.answer_shapes import is_table
from vsm_xl.version import __version__
from vsm_xl.xml_text import DECLARATION, escape
from vsm_xl.zip_file import zipped

#: The oldest LibreOffice in which the add-in was seen to work.
OLDEST: Final = "25.2"
#: The oldest Python, LibreOffice's own, that the functions can be run by.
OLDEST_PYTHON: Final = (3, 11)
#: What travels with the core.
_CARRIED: Final = ("libreoffice/__init__.py", "libreoffice/values.py")
#: What recalculation needs besides.
_FOR_RECALCULATION: Final = ("libreoffice/workbook_reader.py",)
#: What the function wizard says of the second form of a function.
_ROWS_TEXT: Final = " For whole columns at once, as an array formula (Ctrl+Shift+Enter)."


def build_addin(*, recalculation: bool = False) -> bytes:
    """Build the extension.

    Args:
        recalculation: with what recalculation needs besides: the method that hands cells over as
            they are (see :mod:`.uno_names`) and the reader of workbooks; not for people.

    Returns:
        The bytes of ``vsm.oxt``; the same functions produce the same bytes.

    >>> build_addin()[:2]
    b'PK'
    """
    parts = {
        "META-INF/manifest.xml": _MANIFEST,
        "description.xml": _DESCRIPTION.substitute(
            identifier=uno_names.IDENTIFIER, version=escape(__version__), oldest=OLDEST
        ),
        "vsm.components": _COMPONENTS.substitute(
            implementation=uno_names.IMPLEMENTATION,
            service=uno_names.SERVICE,
            reader=_READER_ENTRY if recalculation else "",
        ),
        "vsm.idl": _types(recalculation=recalculation),
        "vsm.xcu": _SETTINGS,
        "functions.json": _texts(),
        "vsm_component.py": _component(recalculation=recalculation),
        "LICENSE": _LICENCE,
    }
    content = {name: text.encode() for name, text in parts.items()}
    further = (*_CARRIED, *(_FOR_RECALCULATION if recalculation else ()))
    content |= {f"pythonpath/vsm_xl/{name}": data for name, data in core_files(further).items()}
    return zipped(dict(sorted(content.items())), unix=True)


def _parameters(function: Function) -> list[tuple[str, str, str]]:
    """Return type, name and text of each argument."""
    return [
        ("sequence< any >" if arg.repeated else "any", arg.name, arg.text) for arg in function.args
    ]


def _methods() -> list[tuple[Function, str, bool]]:
    """Return what Calc shall know: function, name in a cell, whether it answers in rows."""
    single = [(function, function.name, is_table(function)) for function in EVERY.values()]
    rows = [
        (function, f"{name}{uno_names.ROWS}", True) for function, name, table in single if not table
    ]
    return single + rows


def _types(*, recalculation: bool) -> str:
    methods = []
    for function, shown, rows in _methods():
        given = ", ".join(
            # Some words are taken in UNO's language; none of them ends like this.
            f"[in] {kind} {uno_names.camel(name)}Given"
            for kind, name, _ in _parameters(function)
        )
        answer = "sequence< sequence< any > >" if rows else "any"
        methods.append(f"  {answer} {uno_names.camel(shown)}({given});")
    if recalculation:
        methods.append(
            f"  sequence< sequence< any > > {uno_names.CELLS}"
            "([in] com::sun::star::table::XCellRange cells);"
        )
    opened = " ".join(f"module {name} {{" for name in uno_names.MODULE)
    closed = " ".join("};" for _ in uno_names.MODULE)
    service = uno_names.SERVICE.rpartition(".")[2]
    lines = "\n".join(methods)
    return (
        f"{opened}\n"
        f"interface {uno_names.INTERFACE} {{\n{lines}\n}};\n"
        f"service {service}: {uno_names.INTERFACE};\n"
        f"{closed}\n"
    )


def _texts() -> str:
    texts = {
        uno_names.camel(shown): {
            "name": shown,
            "purpose": function.purpose + (_ROWS_TEXT if shown != function.name else ""),
            "arguments": [[name, text] for _, name, text in _parameters(function)],
        }
        for function, shown, _ in _methods()
    }
    return json.dumps(texts, ensure_ascii=False, indent=1) + "\n"


def _component(*, recalculation: bool) -> str:
    methods = [_CELLS_METHOD] if recalculation else []
    for function, shown, in_rows in _methods():
        many = function.about_calls
        names = [uno_names.camel(name) + "_" for _, name, _ in _parameters(function)]
        rows = ", rows=True" if in_rows else ""
        given = "".join(f", {name}" for name in names)
        passed = "".join(f", {'*' if many and at else ''}{name}" for at, name in enumerate(names))
        methods.append(
            f"\n    def {uno_names.camel(shown)}(self{given}):\n"
            f'        return answer("{function.name}"{passed}{rows})\n'
        )
    classes = ["component.txt", *(["reader.txt"] if recalculation else []), "registration.txt"]
    folder = files("vsm_xl.libreoffice")
    template = "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in classes)
    return Template(template).substitute(
        version=__version__,
        python=OLDEST_PYTHON,
        module=".".join(uno_names.MODULE),
        interface=uno_names.INTERFACE,
        service=uno_names.SERVICE,
        implementation=uno_names.IMPLEMENTATION,
        reader=uno_names.READER,
        registered=_READER_REGISTERED if recalculation else "",
        methods="".join(methods),
    )


_LICENCE: Final = "vsm_xl is free software under the MIT licence; its text comes with the Python package vsm-xl.\n"
_CELLS_METHOD: Final = f"""
    def {uno_names.CELLS}(self, cells):
        from vsm_xl.libreoffice import values

        return values.marked(cells)
"""
_MANIFEST: Final = f"""{DECLARATION}\
<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">
 <manifest:file-entry manifest:full-path="vsm.idl" manifest:media-type="application/vnd.sun.star.uno-typelibrary;type=RDB"/>
 <manifest:file-entry manifest:full-path="vsm.components" manifest:media-type="application/vnd.sun.star.uno-components"/>
 <manifest:file-entry manifest:full-path="vsm.xcu" manifest:media-type="application/vnd.sun.star.configuration-data"/>
</manifest:manifest>
"""
#: Settings that set nothing.  At its first start, and the first one after its own upgrade,
#: LibreOffice forgets the components of a person's extensions, and puts back only what is not
#: wholly forgotten: it takes the rest for disabled (seen in 25.2).  Settings are not forgotten.
_SETTINGS: Final = f"""{DECLARATION}\
<oor:component-data xmlns:oor="http://openoffice.org/2001/registry" oor:name="CalcAddIns" oor:package="org.openoffice.Office">
 <node oor:name="AddInInfo"/>
</oor:component-data>
"""
_READER_ENTRY: Final = f"""
  <implementation name="{uno_names.READER}"><service name="{uno_names.READER}"/></implementation>"""
_READER_REGISTERED: Final = f"""
g_ImplementationHelper.addImplementation(Reader, "{uno_names.READER}", ("{uno_names.READER}",))"""
_COMPONENTS: Final = Template(f"""{DECLARATION}\
<components xmlns="http://openoffice.org/2010/uno-components">
 <component loader="com.sun.star.loader.Python" uri="vsm_component.py">
  <implementation name="$implementation">
   <service name="$service"/>
   <service name="com.sun.star.sheet.AddIn"/>
  </implementation>$reader
 </component>
</components>
""")
_DESCRIPTION: Final = Template(f"""{DECLARATION}\
<description xmlns="http://openoffice.org/extensions/description/2006" xmlns:xlink="http://www.w3.org/1999/xlink">
 <identifier value="$identifier"/>
 <version value="$version"/>
 <display-name><name lang="en">VSM pay functions</name></display-name>
 <publisher><name lang="en">The vsm_xl authors</name></publisher>
 <dependencies><l:LibreOffice-minimal-version xmlns:l="http://libreoffice.org/extensions/description/2011" value="$oldest" l:name="LibreOffice $oldest"/></dependencies>
</description>
""")
