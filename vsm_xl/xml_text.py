"""XML as this package writes it: declarations, namespaces, texts.

The standard library's ``xml.sax.saxutils`` has the same, and imports the network with it: a tenth of the
time of a command that reads a return.
"""

from __future__ import annotations

from typing import Final

#: What a part of an Open XML package begins with, and any other file.
STANDALONE: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
#: The namespaces of Open XML: sheets, workbooks and shared strings; the attribute that leads from a
#: sheet to its part; the package around them.
MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_WHITE: Final = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


def escape(text: str) -> str:
    """Return a text as the content of an element.

    >>> escape("a<b & c>d")
    'a&lt;b &amp; c&gt;d'
    """
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace(">", "&gt;") if ">" in text else text


def unescape(text: str) -> str:
    """Return the text that an element's content stands for.

    >>> unescape("a&lt;b &amp; c&gt;d &quot;e&quot;")
    'a<b & c>d "e"'
    """
    if "&" not in text:
        return text
    for code, sign in (("&gt;", ">"), ("&lt;", "<"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(code, sign)
    return text


def quoted_attribute(text: str) -> str:
    """Return a text as the value of an attribute, its quotation marks included.

    >>> quoted_attribute("Pay ranges"), quoted_attribute("a<b")
    ('"Pay ranges"', '"a&lt;b"')
    """
    text = escape(text)
    for sign, code in _WHITE.items():
        text = text.replace(sign, code)
    if '"' not in text:
        return f'"{text}"'
    return f"'{text}'" if "'" not in text else '"' + text.replace('"', "&quot;") + '"'
