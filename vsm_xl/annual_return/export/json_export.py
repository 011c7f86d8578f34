"""The return as one JSON document, and the schema that describes it."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date  # noqa: TC003 - pydantic reads the annotation
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from vsm_xl.annual_return.export.dictionary import fields_of
from vsm_xl.annual_return.reading.identify import layout_of
from vsm_xl.annual_return.reading.results import exported_places, group_of, tables_of
from vsm_xl.annual_return.template.field_types import COUNT, DATE, PAY_RATIO, RATIO_OF_PAY
from vsm_xl.annual_return.template.template import template_layout
from vsm_xl.framework.edition import current
from vsm_xl.version import TEMPLATE_VERSION

if TYPE_CHECKING:
    from pydantic.config import JsonDict

    from vsm_xl.annual_return.export.dictionary import ExportField as Described
    from vsm_xl.annual_return.reading.audit_trail import Trail
    from vsm_xl.annual_return.template.field_types import FieldType
    from vsm_xl.recalc import Recalculated

FORMAT: Final = "vsm-annual-return"
_NUMBER_RULES: Final = ("decimal", "whole")

#: An error of the sheet: ``#N/A`` for what cannot be determined, others for what is wrong.
_Error = Annotated[str, Field(pattern=r"^#[A-Z/0!?_]+$")]
_Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Audit(_Record):
    """Where the results come from."""

    inputs_sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] = Field(
        description="Fingerprint of everything that was entered: the same inputs have the same one."
    )
    software: str = Field(description="Name and version of the software.")
    data_edition: str = Field(description="Edition of the framework's data.")
    engine: str = Field(description="Name and version of what computed the formulas.")
    recalculated_on: Annotated[date, Field(strict=False)] = Field(
        description="Day of the recalculation."
    )


class _Document(_Record):
    format: Literal["vsm-annual-return"] = Field(description="What this document is.")
    version: str = Field(description="Version of the template that the return was made from.")
    master_check: Literal["Pass", "Fail", "Not complete"] = Field(
        description="The result of all checks together."
    )
    audit: Audit = Field(description="Where the results come from.")


@cache
def export_model() -> type[BaseModel]:
    """Make the model of an export from the description of the workbook."""
    layout = template_layout()
    tables: dict[str, Any] = {}
    for place in exported_places(layout):
        group = group_of(place.table.key)
        if group in tables:
            continue
        name = "".join(word.title() for word in group.split("_"))
        fields: dict[str, Any] = {
            one.key: (_type(one.kind, words=one.words), _described(one))
            for one in fields_of(layout, place)
        }
        model = create_model(name, __base__=_Record, **fields)
        single = place.table.lines and group == place.table.key
        title = f"{place.sheet.title}{f': {place.table.heading}' if place.table.heading else ''}"
        tables[group] = (model if single else list[model], Field(description=title))  # type: ignore[valid-type]
    words = "The tables of the workbook by key; empty rows are left out."
    held = create_model("Tables", __base__=_Record, **tables)
    return create_model("AnnualReturn", __base__=_Document, tables=(held, Field(description=words)))


def _type(kind: FieldType, *, words: bool) -> Any:
    if kind is DATE:
        return str | None if words else _Day | _Error | None
    if kind.is_text:
        return str | None
    if words:
        return bool | int | float | str | None
    if kind.rule[0] in _NUMBER_RULES or kind in {RATIO_OF_PAY, PAY_RATIO, COUNT}:
        return int | float | _Error | None
    return bool | int | float | str | None


def _described(one: Described) -> Any:
    extra: JsonDict = {"x-source": one.source}
    if one.unit:
        extra["x-unit"] = one.unit
    if one.rests_on:
        extra["x-rests-on"] = list(one.rests_on)
    return Field(title=one.name, description=one.meaning, json_schema_extra=extra)


def schema_text() -> str:
    """Return the JSON Schema of an export, as it is published."""
    schema = export_model().model_json_schema()
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Annual return on very senior managers' pay",
        "description": (
            "What vsm-xl export --format json writes. Written by docs/make.py from the description "
            "of the workbook. x-unit is the unit of a value, x-source the sheet it stands on and "
            "how it comes about, x-rests-on the figures it rests on, which x-figures gives with "
            "document and place."
        ),
        "x-figures": _figures(),
    }
    return json.dumps(head | {k: v for k, v in schema.items() if k not in head}, indent=1,
                      ensure_ascii=False) + "\n"  # fmt: skip


def _figures() -> dict[str, list[dict[str, str]]]:
    """Return every figure that a value rests on, with its days and where it is written."""
    layout = template_layout()
    named = {
        name
        for place in exported_places(layout)
        for one in fields_of(layout, place)
        for name in one.rests_on
    }
    return {
        name: [
            {"from": str(figure.first_day), "to": str(figure.last_day or "open"),
             "source": current().citation(figure)}
            for figure in current().dated(name)
        ]
        for name in current().names
        if name in named
    }  # fmt: skip


def export_json(recalculated: Recalculated, trail: Trail) -> str:
    """Return a return as JSON text.

    Args:
        recalculated: the workbook with its results, sound.
        trail: its audit trail.
    """
    layout = layout_of(recalculated.source)
    tables = tables_of(recalculated, layout)
    master = recalculated.value("Checks", layout.places["master"].line_cell("master"))
    document = {
        "format": FORMAT,
        "version": TEMPLATE_VERSION,
        "master_check": master,
        "audit": asdict(trail) | {"recalculated_on": trail.recalculated_on.isoformat()},
        "tables": tables,
    }
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
