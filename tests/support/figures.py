"""What a reader's pages and files hold, as tables: heads, first cells and figures, wherever they stand."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from io import BytesIO
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from docx import Document
from lxml.etree import XPath
from lxml.html import document_fromstring
from openpyxl import load_workbook

from .small_year import YEAR

Grid = list[list[str]]
_TELLS = re.compile(r"word/(document|header\d*|footer\d*|comments|footnotes|endnotes)\.xml|docProps/\w+\.xml")
_RUN = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
# What may stand in an address below /appraisal/ or on a person's page; people are added by whoever asks.
VALUES: dict[str, list[Any]] = {"code": [YEAR], "document": ["summary", "ranking"], "duty": ["counter"]}
ALSO = {"home", "own_page", "cadres", "cadre", "cadre_history"}  # besides all of appraisal/


@dataclass
class Seen:
    """One answer: name of the URL, address, all its text, and its tables, each with its head first."""

    name: str
    url: str
    status: int
    text: str = ""
    grids: list[Grid] = field(default_factory=list)


# The lines of drawn icons are no figures.
_WORDS = XPath("//text() | //@*[not(ancestor::svg[contains(@class, 'icon')])]", smart_strings=False)


def everything(
    client: Client, people: Iterable[str], keys: Iterable[int] = (), *, names: Container[str] | None = None
) -> list[Seen]:
    """Every page and file of the appraisal, and of these people, that this client is given.

    keys: primary keys to try wherever an address has one. names: of the only URLs to ask for.
    """
    found = []
    for name, url in _addresses(list(people), list(keys)):
        if names is not None and name not in names:
            continue
        answer = client.get(url)
        if "export" in name and answer.status_code in (200, 405) and not _is_file(answer):
            answer = client.post(url, {"purpose": "核对小样本是否可以反推"})
        found.append(_seen(name, url, answer))
    return found


def _addresses(people: list[str], pks: list[int]) -> Iterator[tuple[str, str]]:
    values = {**VALUES, "staff_no": people, "pk": pks}
    for prefix, pattern in _patterns(get_resolver(), ""):
        keys = re.findall(r"<(?:\w+:)?(\w+)>", prefix)  # those of the includes above it too
        if not (prefix.startswith("appraisal/") or pattern.name in ALSO):
            continue
        if all(key in values for key in keys):
            for given in _choices([values[key] for key in keys]):
                yield str(pattern.name), reverse(str(pattern.name), args=given)


def _choices(lists: list[list[Any]]) -> Iterator[list[Any]]:
    if not lists:
        yield []
        return
    for first in lists[0]:
        for rest in _choices(lists[1:]):
            yield [first, *rest]


def _patterns(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, route)
        else:
            yield route, entry


def _is_file(answer: Any) -> bool:
    return "attachment" in answer.headers.get("Content-Disposition", "")


def _seen(name: str, url: str, answer: Any) -> Seen:
    body = answer.getvalue() if answer.streaming else answer.content
    if _is_file(answer):
        grids, words = of_file(body)
        words += [value for grid in grids for row in grid for value in row]
        return Seen(name, url, answer.status_code, " ".join(words), grids)
    if not body:
        return Seen(name, url, answer.status_code)
    # What a chart or a script may read is said too; the strokes of a drawn sign are no figures.
    page = document_fromstring(body.decode())
    grids = [
        [[_said(cell) for cell in row.iter("td", "th")] for row in table.iter("tr")]
        for table in page.iter("table")
    ]
    return Seen(name, url, answer.status_code, " ".join(_WORDS(page)), grids)


def _said(cell: Any) -> str:
    return " ".join(" ".join(cell.itertext()).split())


def of_file(body: bytes) -> tuple[list[Grid], list[str]]:
    """Tables and words of a workbook, of a Word document, or of each that an archive holds; text as it is."""
    if not body.startswith(b"PK"):
        return [], [body.decode()]
    with zipfile.ZipFile(BytesIO(body)) as archive:
        parts = archive.namelist()
        if "xl/workbook.xml" in parts:
            return _of_workbook(body), []
        if "word/document.xml" in parts:
            return _of_document(body)
        grids: list[Grid] = []
        words = list(parts)
        for part in parts:
            of_part = of_file(archive.read(part))
            grids += of_part[0]
            words += of_part[1]
        return grids, words


def _of_workbook(body: bytes) -> list[Grid]:
    book = load_workbook(BytesIO(body), read_only=True)
    return [[[_shown(cell) for cell in row] for row in sheet.iter_rows()] for sheet in book]


def _of_document(body: bytes) -> tuple[list[Grid], list[str]]:
    """Every story of a Word document: its tables, and its paragraphs wherever they stand."""
    document = Document(BytesIO(body))
    grids = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    with zipfile.ZipFile(BytesIO(body)) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if _TELLS.fullmatch(name)]
    words = ["".join(_RUN.findall(line)) for part in parts for line in part.split("</w:p>")]
    return grids, [unescape(said) for said in words if said]


def _shown(cell: Any) -> str:
    """A value as its sheet shows it, with the decimals of its format."""
    if isinstance(cell.value, float | int) and (found := re.fullmatch(r"0\.(0+)", cell.number_format)):
        return f"{cell.value:.{len(found[1])}f}"
    return "" if cell.value is None else str(cell.value)
