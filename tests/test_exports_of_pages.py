"""Every page with a table offers it as a workbook; what needs none is named here with its reason."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from accounts.models import Role
from tests.support.people import user_with
from tests.test_url_matrix import MATRIX, address, furnish

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FILE = re.compile(r"\.(?:xlsx|docx|zip|ics)$|export/$")
TAKEN = re.compile(r'href="[^"]*(?:\.xlsx|\.docx|export/)')
# Page -> why its table leaves no other way.
WITHOUT: dict[str, str] = {}


def is_list(page: str) -> bool:
    """A list, or a table to read; not a form that shows what it works on."""
    return 'id="list-results"' in page or ("<table" in page and 'method="post"' not in page)


@pytest.fixture(scope="module")
def furnished(module_db: None) -> None:
    furnish()


@pytest.mark.usefixtures("furnished")
def test_a_page_with_a_table_offers_it_as_a_workbook(client: Client) -> None:
    """As the head of the organization department, who sees most."""
    client.force_login(user_with(Role.ORG_HEAD))
    bare = set()
    for name, row in MATRIX.items():
        if row[Role.ORG_HEAD] != 200 or FILE.search(where := address(name)):
            continue
        answer = client.get(where)
        if answer.streaming:
            answer.getvalue()
            continue
        page = answer.content.decode().partition("<main")[2]
        if is_list(page) and not TAKEN.search(page):
            bare.add(name)
    assert bare == set(WITHOUT)
