"""What in a workbook reaches outside it: the one list of functions, and the parts and links."""

from __future__ import annotations

import posixpath
import re
from contextlib import suppress
from functools import lru_cache
from itertools import compress, repeat
from operator import attrgetter, not_
from typing import TYPE_CHECKING, Final

from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml.defined_names import defined_names
from vsm_xl.ooxml.formulas import external_reference, read
from vsm_xl.ooxml.markup import attributes, named
from vsm_xl.ooxml.moved_formulas import formula_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from vsm_xl.ooxml.markup import Element
    from vsm_xl.ooxml.package import Package

#: Functions by which a workbook reaches out of itself or into the program, in the programs that know
#: them.  No value of a return needs one.
FUNCTIONS: Final = frozenset((
    "WEBSERVICE", "FILTERXML", "IMAGE", "STOCKHISTORY", "TRANSLATE", "DETECTLANGUAGE", "COPILOT", "PY",
    "RTD", "DDE", "CALL", "EXEC", "REGISTER", "REGISTER.ID", "SQL.REQUEST", "STYLE", "IMPORTDATA",
    "IMPORTFEED", "IMPORTHTML", "IMPORTRANGE", "IMPORTXML", "GOOGLEFINANCE", "GOOGLETRANSLATE",
))  # fmt: skip
_MARKS: Final = re.compile(r"^(?:_XLFN\.|_XLWS\.|_XLL\.)+")
_ADD_IN: Final = "an Office add-in that opens with it"
#: Parts by which a program fetches data or starts something: how the type of a relationship to one
#: ends, and how its name usually reads.  A program goes by the type, whatever the name.
_PARTS: Final = tuple(
    (kinds, re.compile(name, re.IGNORECASE), words)
    for kinds, name, words in (
        (("/connections",), r"(^|/)connections\.xml$", "a data connection"),
        (("/queryTable",), "(^|/)queryTables/", "a query of outside data"),
        (
            ("/externalLink", "/xlExternalLinkPath/xlPathMissing"),
            r"(^|/)externalLinks/[^/]+\.xml$",
            "a link to another workbook or program",
        ),
        (("/oleObject", "/package"), "(^|/)embeddings/", "an embedded object"),
        (("/control", "/activeXControlBinary"), "(^|/)activeX/", "an ActiveX control"),
        (("/ctrlProp",), "(^|/)ctrlProps/", "a form control"),
        (
            ("/ui/extensibility", "/ui/userCustomization", "/attachedToolbars"),
            "(^|/)(customUI|userCustomization)/",
            "buttons of its own in the ribbon",
        ),
        (
            ("/xlMacrosheet", "/xlIntlMacrosheet", "/dialogsheet"),
            "(^|/)(macrosheets|dialogsheets)/",
            "a sheet of macros of the old kind",
        ),
        (("/powerPivotData", "/xmlMaps"), r"(^|/)(model/|xmlMaps\.xml$)", "a data model"),
        (
            ("/webextension", "/webextensiontaskpanes", "/taskpanes"),
            "(^|/)webextensions/webextension",
            _ADD_IN,
        ),
    )
)  # fmt: skip
#: The first text of a link that a formula makes; empty where that is not written in the formula.
_LINKING: Final = re.compile(r'HYPERLINK\(\s*(?:"([^"]*)"|(?=[^"\s]))', re.IGNORECASE)
#: The same of what is in capitals already, which is found much quicker.
_LINKING_IN_CAPITALS: Final = re.compile(_LINKING.pattern)
_ELSEWHERE: Final = "what another cell holds"
#: Links that a person follows to a page or a mailbox; anything else does more.
_HARMLESS: Final = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
_LINK: Final = "/hyperlink"
_FETCHED: Final = "a picture would be fetched from {}. It is left out of exports; delete it"
#: What a program writes or fetches by an attribute, without a relationship: element, attribute, words.
_BY_ATTRIBUTE: Final = (
    (
        "webPublishItem",
        "destinationFile",
        "it would be written as a page to {}. Remove that setting",
    ),
    ("HyperlinkBase", "", "its links would lead to {}. Clear the hyperlink base in its properties"),
    ("imagedata", "href", _FETCHED),
    ("imagedata", "src", _FETCHED),
    ("fill", "href", _FETCHED),
)
_DDE: Final = "ddeLink"
_WORDS: Final = frozenset((_DDE, *(word for one in _BY_ATTRIBUTE for word in one[:2])))
_LOCAL_NAME: Final = re.compile(r"\{.*\}")
_SHOWN: Final = 80
#: Formulas that were found to reach nothing outside, most of them the template's; and which are kept.
_harmless: Final[set[str]] = set()
_KEPT: Final = 50_000
#: That the formulas of a row were found to be harmless.
_ASKED: Final = "reaches nothing"
_FORM, _KNOWN = attrgetter("form"), attrgetter("form.known")
_SHORT: Final = 500
#: More lines than this of one kind help no one.
_LISTED: Final = 5


def reaching_functions(formula: str) -> list[str]:
    """Return the functions by which a formula reaches outside, by their plain names.

    >>> reaching_functions('IF(A1=1,_xlfn.WEBSERVICE("http://x/"),"RTD(")')
    ['WEBSERVICE']
    """
    return sorted({_MARKS.sub("", name) for name in read(formula).calls} & FUNCTIONS)


def may_reach(formulas: Iterable[str]) -> bool:
    """Return whether any of these formulas may reach outside, by a function or a link; a quick look.

    >>> may_reach(["SUM(A1)", "image(A1)"]), may_reach(["SUM(A1)"])
    (True, False)
    """
    everything = "\n".join(formulas).upper()
    return any(f"{name}(" in everything for name in FUNCTIONS) or any(
        _outside_links(everything, _LINKING_IN_CAPITALS)
    )


def reaching_out(package: Package, own: Callable[[], AbstractSet[str]] = frozenset) -> list[str]:
    """Return what in a workbook reaches outside it, a sentence each; empty for a return as built.

    None of it is used: nothing is fetched, engines and exports get a copy without it.

    Args:
        package: the workbook.
        own: returns formulas, without the equals sign, that need not be looked at: those of the template.

    >>> from vsm_xl.annual_return.build.workbook import build_template
    >>> from vsm_xl.ooxml.package import Package
    >>> reaching_out(Package.from_bytes(build_template(1), "return.xlsx"))
    []
    """
    found = [*_parts(package), *_links(package), *_by_attribute(package), *_formulas(package, own),
             *_names(package)]  # fmt: skip
    shown = found[: 4 * _LISTED]
    if more := len(found) - len(shown):
        shown.append(f"{more:,} more things reach outside the workbook")
    return [f"{package.name}, {words}." for words in shown]


def _holds_our_functions(package: Package, part: str) -> bool:
    """Whether a part is of xlwings Lite, and the formulas use it; its code is checked elsewhere."""
    return b"wa200008175" in package.parts[part].lower() and any(
        b"_xldudf_VSM_" in package.parts[sheet] for sheet in package.sheets().values()
    )


@lru_cache(maxsize=16)
def _by_name(parts: tuple[str, ...]) -> list[frozenset[str]]:
    """Return which of these parts have the name of each kind of :data:`_PARTS`, in small letters."""
    return [frozenset(part.lower() for part in parts if name.search(part)) for _, name, _ in _PARTS]


def _of_our_functions(package: Package, parts: frozenset[str]) -> set[str]:
    """Return which parts carry our functions for xlwings Lite, a pane that leads to nothing else included."""
    ours = {
        part.lower()
        for part in package.parts
        if part.lower() in parts and _holds_our_functions(package, part)
    }
    led: dict[str, set[str]] = {}
    for one in package.all_relationships():
        led.setdefault(one.owner.lower(), set()).add("" if one.external else one.target.lower())
    return ours | {part for part in parts if led.get(part) and led[part] <= ours}


def _parts(package: Package) -> Iterator[str]:
    inside = [one for one in package.all_relationships() if not one.external]
    for (kinds, _, words), known in zip(_PARTS, _by_name(tuple(package.parts)), strict=True):
        parts = known | {one.target.lower() for one in inside if one.kind.endswith(kinds)}
        if parts and words == _ADD_IN:
            parts = parts - _of_our_functions(package, parts)
        if parts:
            times = f", {len(parts):,} times" if len(parts) > 1 else ""
            yield f"the workbook holds {words}{times}, which is not used. Delete it if it is not needed"
    for part, xml in package.markup():
        if _DDE in _words_of(xml):
            # A picture may hold these letters, and is not XML.
            with suppress(UnusableInput):
                for element in named(package.tree(part), "ddeLink"):
                    told = attributes(element)
                    yield (
                        f"the workbook holds a DDE link to {told.get('ddeService', '')[:_SHOWN]!r}, "
                        "which starts a program. Delete it (Data, Edit Links)"
                    )


def _links(package: Package) -> Iterator[str]:
    """Find what leads outside: pictures and parts that would be fetched, links that do more than show."""
    titles = {part: f"sheet {title}" for title, part in package.sheets().items()}
    for own, _, kind, target, external in package.all_relationships():
        if not external:
            continue
        owner = titles.get(own, posixpath.basename(own))
        if not kind.endswith(_LINK):
            last = kind.rpartition("/")[2] or "part"
            what = "picture" if last == "image" else last
            yield (
                f"{owner}: a {what} would be fetched from {target[:_SHOWN]!r}. It is left out of "
                "exports; delete it"
            )
        elif not _HARMLESS.match(target):
            yield f"{owner}: a hyperlink leads to {target[:_SHOWN]!r}. Remove the link"


def _by_attribute(package: Package) -> Iterator[str]:
    for part, xml in package.markup():
        words_of = _words_of(xml)
        for tag, attribute, words in _BY_ATTRIBUTE if words_of else ():
            if not {tag, attribute} <= words_of:
                continue
            # A picture may hold these letters, and is not XML.
            with suppress(UnusableInput):
                for element in named(package.tree(part), tag):
                    # Attributes of drawings of the old kind are in namespaces.
                    told = {
                        _LOCAL_NAME.sub("", str(key)): str(value)
                        for key, value in element.attrib.items()
                    }
                    target = told.get(attribute, "") if attribute else (element.text or "")
                    if target.strip() and not target.startswith("#"):
                        yield f"{posixpath.basename(part)}: {words.format(repr(target[:_SHOWN]))}"


@lru_cache(maxsize=512)
def _words_of(xml: bytes) -> frozenset[str]:
    """Return which of the words that are looked for are in a part; most parts are those of the template."""
    return frozenset(word for word in _WORDS if word.encode() in xml)


def _outside_links(formula: str, linking: re.Pattern[str] = _LINKING) -> Iterator[str]:
    """Return where the links of a formula lead that do more than show a page or a cell."""
    for target in linking.findall(formula):
        if not _HARMLESS.match(target):
            yield repr(target[:_SHOWN]) if target else _ELSEWHERE


def _formulas(package: Package, own: Callable[[], AbstractSet[str]]) -> Iterator[str]:
    for title, part in package.sheets().items():
        try:
            sheet = package.sheet(part)
            plain = sheet.plain if sheet.simple else ()
            asked = map(dict.get, map(_KNOWN, plain), repeat(_ASKED))
            forms = [*compress(map(_FORM, plain), map(not_, asked))]
            texts = {} if plain else formula_texts(sheet)
        except UnusableInput:
            continue
        found = {cell.formula for form in forms for cell in form.cells if cell.formula}
        unknown = found.union(texts.values()) - _harmless
        if not unknown or not (others := unknown - own()) or not may_reach(others):
            if len(_harmless) < _KEPT:
                _harmless.update(text for text in unknown if len(text) < _SHORT)
            for form in forms:
                form.known[_ASKED] = True
            continue
        texts = texts or formula_texts(sheet)
        for ref, text in texts.items():
            for name in reaching_functions(text):
                yield f"sheet {title}, cell {ref}: the function {name} reaches outside. Clear the cell"
            for target in _outside_links(text):
                yield f"sheet {title}, cell {ref}: a hyperlink leads to {target}. Clear the cell"


def _names(package: Package) -> Iterator[str]:
    """Find names that lead outside, used or not, and where rules and validations do."""
    for one in defined_names(package):
        name = one.name[:_SHOWN]
        outside, targets = _in_name(one.text)
        if outside:
            yield (
                f"the name {name} refers to {outside[:_SHOWN]}, outside the workbook. Delete it "
                "(Formulas, Name Manager)"
            )
        for target in targets:
            yield (
                f"the name {name} makes a hyperlink to {target}. Delete it (Formulas, Name Manager)"
            )
    for title, part in package.sheets().items():
        markup = package.markup_of(part)
        if b"<formula" not in markup and b":formula" not in markup:
            continue
        for text in _rules(package.frame(part)):
            for name in reaching_functions(text):
                yield (
                    f"sheet {title}: a validation or a conditional format uses the function {name}, "
                    "which reaches outside. Delete the rule"
                )


@lru_cache(maxsize=2048)
def _in_name(text: str) -> tuple[str, tuple[str, ...]]:
    """Return what outside the workbook a name refers to, empty for nothing, and where its links lead."""
    outside = external_reference(text) or next(iter(reaching_functions(text)), "")
    return outside, tuple(_outside_links(text))


def _rules(tree: Element) -> list[str]:
    """Return the formulas of validations and of conditional formats."""
    tags = ("formula", "formula1", "formula2")
    return [element.text or "" for tag in tags for element in named(tree, tag)]
