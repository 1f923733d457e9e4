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
# Pages of one person, case or sheet: their tables are parts of it, and it is printed or has its papers.
OF_ONE_CASE = {
    "cadre", "cadre_history", "matter_page", "meeting_minutes", "panel_person", "print_copy", "print_papers",
    "publicity_notice", "rule_draft", "stale_page", "tolerance_case", "tolerance_readings", "unit",
}  # fmt: skip
# Ways to somewhere, with lists of their own behind them, or what concerns the reader's own work alone.
OF_THE_READER = {
    "alerts_board", "candidates", "duty_calendar", "exports", "import_mappings", "imports", "my_sessions",
    "risks_heat",
}  # fmt: skip
# Lists that leave on paper only, by the browser's print; kept small, or kept few on purpose.
ON_PAPER = {
    "accountabilities", "educations", "investigations", "rule_documents", "tolerance_officers",
    "tolerance_recusals", "units", "year_components", "year_discreet",
}  # fmt: skip


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
    lists, bare = set(), set()
    for name, row in MATRIX.items():
        if row[Role.ORG_HEAD] != 200 or FILE.search(where := address(name)):
            continue
        answer = client.get(where)
        if answer.streaming:
            answer.getvalue()
            continue
        page = answer.content.decode().partition("<main")[2].partition("</main>")[0]
        if is_list(page):
            lists.add(name)
            if not TAKEN.search(page):
                bare.add(name)
    assert lists >= {"meetings", "publicity_list", "rules", "workdays", "cadres", "signals"}
    assert bare == OF_ONE_CASE | OF_THE_READER | ON_PAPER
