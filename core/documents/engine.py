"""One Word file from a template and a context.

The template language is docxtpl's. What costs time is done once per process: reading the file, its clean-up
for Jinja, the compilation. A document is then a few strings and a zip of the parts that never change.

Every value is text: its markup is escaped, a line end becomes a line end of Word, control characters are left
out. So whatever a user typed stands on the paper as typed. An undefined name fails.
"""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined, Undefined
from jinja2 import Template as Compiled
from markupsafe import Markup

# The oldest time a zip can name: the same content is the same file, whenever it was made.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PRINTED = ("/relationships/header", "/relationships/footer")

_LINE_END = '</w:t><w:br/><w:t xml:space="preserve">'
_MARKUP: dict[int, str | None] = {
    ord("&"): "&amp;",
    ord("<"): "&lt;",
    ord(">"): "&gt;",
    ord('"'): "&quot;",
    ord("\n"): _LINE_END,
    0x2028: _LINE_END,
    0x2029: _LINE_END,
    ord("\t"): '</w:t><w:tab/><w:t xml:space="preserve">',
}
# XML has no place for these, or they turn the reading direction round.
_LEFT_OUT = [
    *(code for code in range(0x20) if code not in (0x09, 0x0A)),
    *range(0x7F, 0xA0),
    0xFEFF,
    0xFFFE,
    0xFFFF,
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
]
_MARKUP.update(dict.fromkeys(_LEFT_OUT))
_SURROGATES = "\ud800-\udfff"
_SPECIAL = re.compile(f"[{re.escape(''.join(map(chr, _MARKUP)))}{_SURROGATES}]")
_LONE = re.compile(f"[{_SURROGATES}]")


def as_printed(value: object) -> Markup:
    """A value as Word reads it inside a text run. Raises UndefinedError, TypeError for None."""
    if value is None:
        raise TypeError("None is no text: a context says what stands on the paper.")
    if isinstance(value, Undefined):
        str(value)  # raises, with the name
    text = str(value)
    if _SPECIAL.search(text):
        text = _LONE.sub("", text).translate(_MARKUP)
    return Markup(text)  # noqa: S704 - escaped right above


def _environment() -> Environment:
    # finalize escapes every value, once, whatever it claims to be; so templates hold no macros.
    return Environment(autoescape=True, undefined=StrictUndefined, finalize=as_printed)


class Template:
    """A template read and compiled once; `render` as often as wanted, from several threads at once too."""

    def __init__(self, path: Path) -> None:
        from docxtpl import DocxTemplate  # noqa: PLC0415 - slow to load, and no page needs it to start

        source = DocxTemplate(str(path))
        document = source.get_docx()
        environment = _environment()
        parts = [document.part]
        parts += [r.target_part for r in document.part.rels.values() if r.reltype.endswith(PRINTED)]
        compiled = {str(part.partname).lstrip("/"): _compiled(source, part, environment) for part in parts}
        self._pieces: list[tuple[str, bytes | Compiled]] = []
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                self._pieces.append((name, compiled.get(name) or package.read(name)))

    def render(self, context: Mapping[str, Any]) -> bytes:
        """The document. Raises jinja2.UndefinedError where the context lacks a name."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
            for name, piece in self._pieces:
                content = piece if isinstance(piece, bytes) else piece.render(context).encode()
                package.writestr(zip_entry(name), content)
        return target.getvalue()


def _compiled(source: Any, part: Any, environment: Environment) -> Compiled:
    xml = source.xml_to_string(part._element) if hasattr(part, "_element") else part.blob.decode()
    return environment.from_string(DECLARATION + source.patch_xml(xml))


def zip_entry(name: str, *, packed: bool = True) -> zipfile.ZipInfo:
    """An entry that carries no time and no owner; packed: whether its content is compressed here."""
    entry = zipfile.ZipInfo(name, ZIP_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    entry.external_attr = 0o600 << 16
    return entry


@lru_cache(maxsize=64)
def template_of(path: Path) -> Template:
    """The compiled template, once per process."""
    return Template(path)


def render(template: Path, context: Any) -> bytes:
    """A Word file. context: names and values, or a dataclass whose fields are the names.

    Raises jinja2.UndefinedError for a name that the context lacks.
    """
    if dataclasses.is_dataclass(context) and not isinstance(context, type):
        context = {field.name: getattr(context, field.name) for field in dataclasses.fields(context)}
    return template_of(template).render(context)
