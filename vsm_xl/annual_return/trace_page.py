"""A trace on one page: as lines for a terminal, and as HTML to print or keep with the papers."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.trace import shown
from vsm_xl.dates import day_in_words
from vsm_xl.framework import edition
from vsm_xl.framework.compare import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vsm_xl.annual_return.trace import Rule, Trace, TracedCell
    from vsm_xl.framework.records import Figure

_STYLE: Final = (
    "body{font:11pt/1.4 Arial,sans-serif;margin:2em auto;padding:0 1em;max-width:60em;color:#212b32}"
    "h1{font-size:18pt;overflow-wrap:anywhere}h2{font-size:14pt;margin-top:1.5em}"
    "h3{font-size:11pt;margin:1.5em 0 .3em}h1,h2,h3{break-after:avoid}p,ul{margin:.4em 0}"
    "table{border-collapse:collapse;width:100%;margin:.5em 0;table-layout:fixed}"
    "th,td{border:1px solid #768692;padding:.3em .5em;text-align:left;vertical-align:top;"
    "overflow-wrap:break-word}th{background:#f0f4f5}tr{break-inside:avoid}"
    "code{font-family:Consolas,monospace;overflow-wrap:anywhere}a{color:#005eb8}"
    ".step{width:3.2em}.what{width:24%}.value{width:14%}.name{width:8em}"
    "@page{size:A4;margin:15mm}.figure{break-inside:avoid}@media print{a{color:inherit}body{margin:0;padding:0 1px}}"
)


def page(traces: Sequence[Trace], file: str) -> str:
    """Return the page as HTML: one file, no script, nothing fetched."""
    current = edition.current()
    title = f"{file}: {', '.join(one.start for one in traces)}"
    body = "".join("".join(_trace_html(one)) for one in traces)
    return (
        f'<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{escape(title)}</h1>"
        f"<p>Data edition {escape(current.label)}. Each cell stands once, the number first, then what "
        f"it is made of, down to what was entered.</p>{body}</body></html>\n"
    )


def _trace_html(trace: Trace) -> Iterator[str]:
    shown_here = {cell.where for cell in trace.cells}
    for number, cell in enumerate(trace.cells):
        level = "h2" if number == 0 else "h3"
        yield f'<{level} id="{escape(cell.where, quote=True)}">{escape(cell.said)}</{level}>'
        if not cell.formula:
            continue
        yield f"<p>Formula <code>={escape(cell.formula)}</code></p>"
        if cell.uses:
            yield (
                "<ul>" + "".join(f"<li>{_use(use, shown_here)}</li>" for use in cell.uses) + "</ul>"
            )
        for rule in cell.rules:
            yield from _rule_html(rule)
    if trace.left_out:
        yield f"<p>{escape(trace.left_out_in_words)}</p>"
    if trace.figures:
        yield "<h2>The figures it rests on</h2>"
    for figure in trace.figures:
        yield f'<h3>{escape(figure.name)}</h3><table class="figure">'
        cells = {"Value": in_words(figure), "In force": figure.days, **_of_figure(figure)}
        cells["Read"] = cells.pop("Read on", "not read")
        cells["Note"] = figure.note
        for head, text in cells.items():
            if text:
                yield f'<tr><th class="name" scope="row">{head}</th><td>{_linked(text)}</td></tr>'
        yield "</table>"


def _use(use: str, shown_here: set[str]) -> str:
    """Return a cell that a formula uses, with a link where the page shows it."""
    where = use.partition(" = ")[0].partition(" (")[0]
    if where not in shown_here:
        return escape(use)
    rest = use.removeprefix(where)
    return f'<a href="#{escape(where, quote=True)}">{escape(where)}</a>{escape(rest)}'


def _rule_html(rule: Rule) -> Iterator[str]:
    told = rule.explanation
    yield f"<p><code>{escape(rule.call)}</code> gives {escape(shown(told.value))}. {escape(told.why)}</p>"
    if rule.decided:
        yield f"<p>{escape(_row_words(rule))}</p>"
    if told.working:
        yield (
            '<table><tr><th class="step">Step</th><th class="what">What</th>'
            '<th class="value">Value</th><th>Source</th></tr>'
        )
        for step in told.working:
            cells = (str(step.step), step.what, step.value, step.source)
            yield "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
        yield "</table>"


def _of_figure(figure: Figure) -> dict[str, str]:
    """Return what is said of a figure beside its value, in its order."""
    current = edition.current()
    said = {
        "Status": figure.status,
        "Document": current.document(figure),
        "Paragraph": current.place(figure),
        "Link": current.link(figure),
    }
    if read := current.source(figure.source).read:
        said["Read on"] = day_in_words(read)
    return said


def _linked(text: str) -> str:
    if not text.startswith("https://"):
        return escape(text)
    return f'<a href="{escape(text, quote=True)}">{escape(text)}</a>'


def _row_words(rule: Rule) -> str:
    decided = rule.decided
    if decided is None:
        return ""
    return f"Decision table “{decided.table}”, row {decided.row}: {decided.when}; outcome {decided.outcome}."


def lines(trace: Trace) -> Iterator[str]:
    """Return a trace as lines of text."""
    for cell in trace.cells:
        yield cell.said
        yield from _cell_lines(cell)
    if trace.left_out:
        yield trace.left_out_in_words
    for figure in trace.figures:
        yield ""
        yield f"Figure {figure.name} = {in_words(figure)}, {figure.days}"
        for head, text in (_of_figure(figure) | {"Note": figure.note}).items():
            if text:
                yield f"    {head}: {text}"


def _cell_lines(cell: TracedCell) -> Iterator[str]:
    if not cell.formula:
        return
    yield f"    ={cell.formula}"
    for use in cell.uses:
        yield f"    uses {use}"
    for rule in cell.rules:
        yield f"    {rule.call}: {rule.explanation.why}"
        if rule.decided:
            yield f"    {_row_words(rule)}"
        for step in rule.explanation.working:
            source = f" [{step.source}]" if step.source else ""
            yield f"        {step.step}. {step.what}: {step.value}{source}"
