"""Everything that a user can get out of a year's pages, as text: every address, every workbook."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from html import unescape

from django.test import Client
from django.urls import URLPattern, reverse
from openpyxl import load_workbook

from accounts.models import User
from appraisal.urls import urlpatterns

PURPOSE = {"purpose": "党委会议审议使用", "document": "ranking"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCUMENTS = ("turnout", "ranking", "lists")


def addresses(year: int, people: Iterable[str]) -> Iterator[str]:
    """Every address below /appraisal/ of a year and these people, the home page and their own pages."""
    yield reverse("home")
    staff = list(people)
    for pattern in urlpatterns:
        yield from _of(pattern, year, staff)
    yield from (reverse("cadre", args=[staff_no]) for staff_no in staff)


def _of(pattern: URLPattern, year: int, people: list[str]) -> Iterator[str]:
    wanted = set(pattern.pattern.converters)
    given: list[dict[str, object]]
    if not wanted:
        given = [{}]
    elif "staff_no" in wanted:
        given = [{"staff_no": staff_no} for staff_no in people]
    elif "document" in wanted:
        given = [{"document": document} for document in DOCUMENTS]
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
            kind = answer.get("Content-Type", "")
            found[name] = _cells(body) if kind.startswith(XLSX) else _text(body.decode())
    return found


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
