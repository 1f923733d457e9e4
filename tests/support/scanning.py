"""Everything that a user can get out of a year's pages, as text: every address, every workbook."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from html import unescape

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from openpyxl import load_workbook

from accounts.models import User
from policy.workflow import BY_CODE

from .figures import of_file

PURPOSE = {"purpose": "党委会议审议使用", "document": "ranking"}
STEPS = tuple(BY_CODE)
DOCUMENTS = ("turnout", "ranking", "lists")


def addresses(year: int, people: Iterable[str]) -> Iterator[str]:
    """Every address below /appraisal/ of a year and these people, the home page and their own pages."""
    yield reverse("home")
    staff = list(people)
    for route, pattern in _below(get_resolver(), ""):
        if route.startswith("appraisal/"):
            yield from _of(route, pattern, year, staff)
    yield from (reverse("cadre", args=[staff_no]) for staff_no in staff)


def _below(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    """Every pattern with the whole route to it: rooms include their parts."""
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _below(entry, route)
        else:
            yield route, entry


def _of(route: str, pattern: URLPattern, year: int, people: list[str]) -> Iterator[str]:
    wanted = set(re.findall(r"<(?:\w+:)?(\w+)>", route))
    given: list[dict[str, object]]
    if not wanted:
        given = [{}]
    elif "staff_no" in wanted:
        given = [{"staff_no": staff_no} for staff_no in people]
    elif "document" in wanted:
        given = [{"document": document} for document in DOCUMENTS]
    elif "step" in wanted:
        given = [{"step": step} for step in STEPS]
    elif "duty" in wanted:
        given = [{"duty": "counter"}]
    elif wanted == {"code"}:
        given = [{}]
    else:
        return  # of one printed copy: there is none before there are figures
    for arguments in given:
        yield reverse(pattern.name or "", kwargs=arguments | ({"code": year} if "code" in wanted else {}))


def everything_shown(user: User, year: int, people: Iterable[str]) -> dict[str, str]:
    """Address -> all that it answers to this user, opened and posted to; workbooks cell by cell."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    found = {}
    for url in addresses(year, people):
        for name, answer in ((url, client.get(url)), (f"POST {url}", client.post(url, PURPOSE))):
            body = answer.getvalue() if answer.streaming else answer.content
            assert answer.status_code < 500, (name, user)
            found[name] = _told(body)
    return found


def _told(body: bytes) -> str:
    """A workbook cell by cell, a Word document or an archive by their words, a page with its attributes."""
    if not body.startswith(b"PK"):
        return _text(body.decode())
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        parts = archive.namelist()
    if "xl/workbook.xml" in parts:
        return _cells(body)
    _, words = of_file(body)
    return " ".join(words)


def _cells(body: bytes) -> str:
    rows = (row for sheet in load_workbook(io.BytesIO(body)) for row in sheet.iter_rows(values_only=True))
    cells = (cell for row in rows for cell in row if cell is not None)
    return " ".join(f"{cell:.2f}" if isinstance(cell, float) else str(cell) for cell in cells)


def _text(html: str) -> str:
    """What stands on a page and in its attributes; the lines of drawn icons are no figures."""
    return re.sub(r"\s+", " ", unescape(re.sub(r' d="[^"]*"', "", html)))


def figures_in(text: str) -> set[str]:
    """Numbers with two decimals; a share in percent is a place in a picture."""
    return set(re.findall(r"(?<![\d.])\d{1,3}\.\d\d(?![\d%])", text))
