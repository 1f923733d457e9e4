"""A workbook is what its page shows: every column, every day and every state of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from accounts.models import Role
from tests.support.people import user_with
from tests.test_url_matrix import address, furnish

pytestmark = [pytest.mark.django_db, pytest.mark.once]
# Page -> its workbook.
PAIRS = {
    "bottom": "bottom_export",
    "talks": "talks_export",
    "commendations": "commendations_export",
    "feedback_list": "feedback_export",
    "reviews": "reviews_export",
    "stale_results": "revisions_export",
}
TAG = re.compile(r"<[^>]+>")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(TAG.sub(" ", html))).strip()


def tables(page: str) -> Iterator[tuple[list[str], list[str]]]:
    """(words of the heads, HTML of the rows) of every table."""
    for table in re.findall(r"<table.*?</table>", page.partition("<main")[2], re.S):
        head, _, body = table.partition("</thead>")
        heads = [words(cell) for cell in re.findall(r"<th.*?</th>", head, re.S)]
        yield heads, re.findall(r"<tr.*?</tr>", body, re.S)


def sheets(client: Client, url: str) -> list[list[tuple[str, ...]]]:
    """The rows of every sheet, as text."""
    book = load_workbook(BytesIO(client.get(url).getvalue()))
    return [
        [tuple(str(cell or "") for cell in row) for row in sheet.iter_rows(values_only=True)]
        for sheet in book.worksheets
    ]


def assert_same(client: Client, page_url: str, book_url: str) -> int:
    """Every column of the page has one in its workbook, and every day of a row stands in one of the person;
    how many rows were looked at."""
    page = client.get(page_url).content.decode()
    found = list(tables(page))
    assert found, page_url
    books = sheets(client, book_url)
    titles = {title for sheet in books for title in sheet[0]}
    seen = 0
    for heads, rows in found:
        for part in (part for head in heads for part in head.split("、")):
            assert any(t == part or t.startswith(f"{part}（") for t in titles), (book_url, part, titles)
        for row in rows:
            (number,) = re.findall(r"\b[0-9A-Z]*\d{4,}\b", words(row))[:1]
            said = [" ".join(line) for sheet in books for line in sheet if number in line]
            assert said, (number, book_url)
            for day in DAY.findall(words(row)):
                assert any(day in line for line in said), (day, words(row), said)
            for state in re.findall(r'<span class="word[^"]*".*?</span>', row, re.S):
                assert any(words(state) in line for line in said), (words(state), said)
            seen += 1
    return seen


@pytest.fixture(scope="module")
def furnished(module_db: None) -> None:
    furnish()


@pytest.mark.usefixtures("furnished")
@pytest.mark.parametrize(("listed", "book"), PAIRS.items())
def test_every_column_of_the_page_is_in_its_workbook(client: Client, listed: str, book: str) -> None:
    client.force_login(user_with(Role.ORG_HEAD))
    assert assert_same(client, address(listed), address(book))
