"""A filled form as others take it: a document for programs, XML, plain text to copy, and the schema of its values."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from responder.books.forms import Form, FormField
    from responder.notices.forms import FilledField, FilledForm

FORMAT: Final = "responder/filled-form/1"
NAMESPACE: Final = "urn:responder:filled-form:1"
_SCHEMA: Final = "https://json-schema.org/draft/2020-12/schema"
_RANGE: Final = {
    "type": "object",
    "properties": {key: {"type": ["integer", "null"]} for key in ("at_least", "at_most", "estimate")},
    "additionalProperties": False,
}


def to_document(filled: FilledForm) -> dict[str, Any]:
    """``responder/filled-form/1``: ``values`` by field id, and every field with its label, gap and doubt."""
    form, record = filled.form, filled.record
    return {
        "format": FORMAT,
        "form": form.id,
        "regime": form.regime,
        "authority": form.authority,
        "name": form.name,
        "url": form.url,
        "stage": record.stage,
        "reference": record.reference,
        "language": filled.language,
        "written_at": record.now.isoformat(),
        "complete": filled.complete,
        "verified": form.verified,
        "doubt": form.doubt,
        "values": {one.field.id: one.value for one in filled.fields if one.answered},
        "fields": [_field(one, filled.language) for one in filled.fields],
        "gaps": [gap.to_document() for gap in filled.gaps],
    }


def to_xml(filled: FilledForm) -> str:
    """The same as XML: one ``field`` element a field, in order, its answer as text."""
    record = filled.record
    root = ET.Element("form", {"xmlns": NAMESPACE, "id": filled.form.id, "stage": record.stage,
                               "reference": record.reference, "writtenAt": record.now.isoformat(),
                               "complete": str(filled.complete).lower()})  # fmt: skip
    root.set("xml:lang", filled.language)
    for one in filled.fields:
        made = ET.SubElement(root, "field", {"id": one.field.id, "required": one.required})
        if one.field.no:
            made.set("number", one.field.no)
        ET.SubElement(made, "label").text = label_of(one.field, filled.language)
        values = one.value if isinstance(one.value, list) else [one.text] if one.answered else []
        for value in values:
            ET.SubElement(made, "value").text = str(value)
        if one.gap:
            gap = ET.SubElement(made, "gap", {"mayFollow": str(one.gap.may_follow).lower()})
            gap.text = " ".join(one.gap.questions)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def to_text(filled: FilledForm) -> str:
    """Every field in the form's order under its sections, to be copied; what is missing says who can answer."""
    form, record = filled.form, filled.record
    lines = [f"{form.name} ({form.authority})", f"{record.reference}, {record.stage}, {form.url}"]
    lines += [f"! {form.doubt}"] if form.doubt else []
    for section, fields in groupby(filled.fields, key=lambda one: one.field.section):
        lines += ["", f"== {section}"]
        for one in fields:
            lines += ["", *_lines(one, filled.language)]
    return "\n".join(lines) + "\n"


def label_of(field: FormField, language: str) -> str:
    """The field's own words, and the English ones beside them where they are others."""
    own = field.label.get(language) or field.official
    return f"{own} ({field.label['en']})" if own and own != field.label["en"] else field.label["en"]


def schema_of(form: Form, stage: str) -> dict[str, Any]:
    """JSON Schema (2020-12) of ``values`` at a stage: which fields there are, of which type, which must be there.

    It is our own, drawn from the fields; where an authority publishes a schema, ``machine_readable`` names it.
    """
    fields = form.at(stage)
    return {
        "$schema": _SCHEMA,
        "title": f"{form.name}, {stage}",
        "type": "object",
        "properties": {one.id: _type(one) for one in fields},
        "required": [one.id for one in fields if one.required_at(stage) == "yes"],
        "additionalProperties": False,
    }


def _type(field: FormField) -> dict[str, Any]:
    about: dict[str, Any] = {"title": field.label["en"]}
    match field.type:
        case "choice":
            return about | {"enum": list(field.choices)} if field.choices else about | {"type": "string"}
        case "multi-choice":
            items = {"enum": list(field.choices)} if field.choices else {"type": "string"}
            return about | {"anyOf": [{"type": "array", "items": items, "minItems": 1}, {"type": "string"}]}
        case "yes-no":
            return about | {"type": ["boolean", "string"]}
        case _:  # a number that is known only as a range says so, in whatever field it stands
            return about | {"anyOf": [{"type": ["string", "integer"]}, _RANGE]}


def _field(one: FilledField, language: str) -> dict[str, Any]:
    field = one.field
    return {
        "id": field.id,
        "no": field.no,
        "section": field.section,
        "label": label_of(field, language),
        "type": field.type,
        "required": one.required,
        "condition": field.condition,
        "law": field.law,
        "text": one.text,
        "value": one.value,
        "said": one.said,
        "choices": list(field.choices),
        "facts": list(field.sources),
        "verified": field.verified,
        "gap": one.gap.to_document() if one.gap else None,
    }


def _lines(one: FilledField, language: str) -> Iterator[str]:
    number = f"[{one.field.no}] " if one.field.no else ""
    star = {"yes": " *", "no": ""}.get(one.required, f" (if {one.field.condition})" if one.field.condition else "")
    yield f"{number}{label_of(one.field, language)}{star}"
    if one.answered:
        yield from (f"    {line}" for line in one.text.splitlines())
    if one.said and one.said != one.text:
        yield f"    (known: {'; '.join(one.said.splitlines())})"
    if one.gap:
        asked = " ".join(one.gap.questions) or "to be written by a person"
        yield f"    ⟦{asked} – {', '.join(one.gap.who)}⟧"
    if not one.answered and one.field.choices:
        yield f"    one of: {' / '.join(one.field.choices)}"
