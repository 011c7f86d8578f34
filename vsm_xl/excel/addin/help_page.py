"""The function reference as one page that opens in any browser, for the place beside the add-in."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

from vsm_xl import functions
from vsm_xl.functions.registry import CATEGORIES, EVERY
from vsm_xl.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsm_xl.functions.registry import Function

_STYLE: Final = (
    "body{font-family:Arial,sans-serif;font-size:1.1rem;line-height:1.5;max-width:60rem;"
    "margin:2rem auto;padding:0 1rem;color:#212b32}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;"
    "padding:.4rem .8rem .4rem 0;border-bottom:1px solid #768692}"
    "code{font-family:Consolas,monospace;background:#f0f4f5;padding:0 .2rem}"
)


def page() -> bytes:
    """Return the page, in UTF-8.

    >>> page().decode().splitlines()[:2]
    ['<!DOCTYPE html>', '<html lang="en-GB">']
    """
    return "\n".join(_lines()).encode()


def _lines() -> Iterator[str]:
    edition = escape(str(functions.call("VSM_EDITION")))
    yield "<!DOCTYPE html>"
    yield '<html lang="en-GB">'
    yield '<head><meta charset="utf-8"><title>VSM pay functions</title>'
    yield f"<style>{_STYLE}</style></head>"
    yield "<body>"
    yield "<h1>VSM pay functions</h1>"
    yield f"<p>Software {escape(__version__)}; data edition {edition}.</p>"
    yield (
        "<p>★ marks the key argument: where its cell is empty, the answer is empty text. Arguments "
        "in brackets may be left out. An argument may be one cell or a column. <code>VSM_WHY</code> "
        "puts any result into words.</p>"
    )
    yield "<nav><ul>"
    yield from (f'<li><a href="#{one.name}">{one.name}</a></li>' for one in EVERY.values())
    yield "</ul></nav>"
    for category in CATEGORIES:
        yield f"<h2>{escape(category)}</h2>"
        for one in EVERY.values():
            if one.category == category:
                yield from _function(one)
    yield "</body>"
    yield "</html>\n"


def _function(one: Function) -> Iterator[str]:
    yield f'<h3 id="{one.name}">{one.name}</h3>'
    yield f"<p><code>={escape(one.signature)}</code></p>"
    yield f"<p>{escape(one.purpose)}</p>"
    rows = [(arg.name, arg.text) for arg in one.args]
    if rows:
        yield "<table><thead><tr><th scope='col'>Argument</th><th scope='col'>What it is</th></tr></thead>"
        yield "<tbody>"
        for name, text in rows:
            yield f"<tr><th scope='row'><code>{escape(name)}</code></th><td>{escape(text)}</td></tr>"
        yield "</tbody></table>"
    yield f"<p>Gives: {escape(one.returns)}.</p>"
    if one.example:
        written = ", ".join(map(_written, one.example))
        yield f"<p>Example: <code>={one.name}({escape(written)})</code></p>"


def _written(cell: Any) -> str:
    """Write a cell of an example as it is typed in a formula."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, list):
        rows = [row if isinstance(row, list) else [row] for row in cell]
        return "{" + ";".join(",".join(map(_written, row)) for row in rows) + "}"
    return f'"{cell}"' if isinstance(cell, str) else "" if cell is None else str(cell)
