"""Every page with a table offers it as a workbook; what needs none is named here with its reason."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from accounts.models import Role
from tests.support.people import user_with
from tests.test_url_matrix import MATRIX, address, furnish

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LISTED = re.compile(r"<table|<tbody|list-results")
TAKEN = re.compile(r'href="[^"]*(?:\.xlsx|/export/|-export/|\.docx)')
# Page -> why its table leaves no other way.
WITHOUT: dict[str, str] = {}


@pytest.fixture(scope="module")
def furnished(module_db: None) -> None:
    furnish()


@pytest.mark.usefixtures("furnished")
@pytest.mark.parametrize("role", [Role.ORG_HEAD])
def test_a_page_with_a_table_offers_it_as_a_workbook(client: Client, role: Role) -> None:
    client.force_login(user_with(role))
    bare = set()
    for name, row in MATRIX.items():
        if row[role] != 200:
            continue
        answer = client.get(address(name))
        if answer.streaming or not answer.headers["Content-Type"].startswith("text/html"):
            continue
        main = answer.content.decode().partition("<main")[2]
        if (
            LISTED.search(main)
            and "<form" not in main.replace('role="search"', "")
            and not TAKEN.search(main)
        ):
            bare.add(name)
    assert bare == set(WITHOUT)
