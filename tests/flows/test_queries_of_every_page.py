"""Every page there is costs as many queries with sixty rows of everything as with fifteen.

The pages are those of the URL matrix, in which each named URL must stand, and the rows are those of every
table: a page that nobody thought of is asked too. It must show more rows than before, or be named below.
"""

from __future__ import annotations

import inspect
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from importlib import import_module

import pytest
from django.db.models import Max, QuerySet
from django.test import Client

from accounts.models import Role, RoleGrant, SecurityEvent, SecurityLogHead, User
from alerts.models import Attendance, Education
from appraisal.models import Cycle
from cadres.models import Appointment, Cadre
from core import clock
from matters.models import Accountability, AccountabilityEvent
from outcomes.models import StaleEvent, StaleResult
from tests.flows import test_queries_of_a_cycle as of_a_cycle
from tests.support.grants import SUBJECT
from tests.support.matrix import ANONYMOUS, NOBODY
from tests.support.multiplied import multiplied
from tests.support.people import SINCE, user_with
from tests.support.queries import Costs, asked, differing, signed_in
from tests.support.small_year import staff_no
from tests.test_url_matrix import MATRIX, address, furnish

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FEW, MANY = 1, 4  # rounds, of fifteen copies each
# The first of them who may opens a page; where none of the matrix may, the cadre whom the rows are of.
HIMSELF = "himself"
READERS = ("org_head", "discipline_head", "unit_party", "party_office", "system_officer",
           "security_officer", "audit_officer", NOBODY, ANONYMOUS)  # fmt: skip

# Compared with people and cases of its own, in the tests of a cycle.
COMPARED = {*of_a_cycle.OF_THE_HEAD, *of_a_cycle.OF_AN_ITEM, *of_a_cycle.ELSEWHERE,
            *of_a_cycle.IN_A_TERM, *of_a_cycle.OF_THE_UNIT}  # fmt: skip
# Rows of another state, or of which no copy can stand beside it: compared in the test named.
ELSEWHERE = {
    **dict.fromkeys(
        ("gap_confirm", "year_gaps_export"),
        "appraisal.test_gap_pages::test_the_same_number_of_queries_for_one_and_for_fifty",
    ),
    "score_sheet_full": "appraisal.test_score_sheet::"
    "test_at_most_twelve_queries_whoever_else_takes_part_and_whatever_counts",
    **dict.fromkeys(
        ("import_page", "import_start"),
        "intake.test_pages_guard::test_as_many_queries_for_many_imports_and_rows_as_for_one",
    ),
    "messages": "notices.test_pages::test_the_bell_costs_one_query_whatever_waits",
    "lockouts": "accounts.test_sign_in_lockout::test_the_same_queries_for_one_lock_and_for_many",
}
# Papers, files and documents of one thing.
PAPERS = {
    "bottom_file", "card_document", "card_lifting_document", "card_receipt", "card_report_document",
    "card_talk_document", "clarification_file", "clarification_letter", "commendation_file",
    "feedback_notice", "import_blank", "item_file", "key_task_file", "meeting_scan", "observation_file",
    "rectification_file", "report_file", "review_file", "rule_version_file", "talk_document",
    "talk_scan", "tolerance_file", "year_document_form",
}  # fmt: skip
# Facts of one thing or of none, and lines that are fixed: days of a year, steps, papers of a case.
FACTS = {
    "account", "cycle_flow_export", "cycle_plan_export", "healthz", "objection", "readyz",
    "rule_draft_edit", "rule_version", "session_state", "signal", "tolerance_documents", "what_if",
    "workdays", "workdays_export",
}  # fmt: skip
# Rows of which this world has none: their cost is compared here, but with none.
EMPTY = {
    "import_errors", "own_opinions", "risk", "tolerance_published",
}  # fmt: skip
SHOW_NO_MORE = PAPERS | FACTS | EMPTY
# Not asked here, since nobody may in the states of this world: steps of one case, and a few papers and pages
# of one person's own.
IN_OTHER_STATES = {
    "bottom_follow_up", "bottom_reopen", "cadre_view_drop", "cadre_view_prefer", "calendar_feed_read",
    "clarification_request_submit", "commendation_document", "commendation_reopen",
    "commendation_revoke", "commendations_issue", "export_request_file", "feedback_mine",
    "feedback_scan", "gap_propose", "gap_reject", "gap_withdraw", "own_page", "own_score_sheet",
    "own_score_sheet_export", "proposal_withdraw", "report_attach", "report_file_drop", "report_own",
    "report_submit", "report_withdraw", "report_word", "reports_volume", "reports_volume_file",
    "review_find", "review_submit", "review_withdraw", "score_confirm", "score_confirm_withdraw",
    "score_recheck", "score_sheet_full_export", "talk_assign", "talk_confirm", "talk_pause",
    "talk_record", "talk_resume", "term_export", "tolerance_analyse", "tolerance_answer_review",
    "tolerance_ask_review", "tolerance_check", "tolerance_close", "tolerance_confirm",
    "tolerance_enter_given", "tolerance_extend", "tolerance_factor", "tolerance_hear", "tolerance_name",
    "tolerance_object", "tolerance_publish", "tolerance_rectify", "tolerance_refer", "tolerance_reply",
    "tolerance_report", "tolerance_resume", "tolerance_revoke", "tolerance_schedule",
    "tolerance_settle_objection",
    "tolerance_show", "tolerance_sign", "tolerance_state", "tolerance_submit", "tolerance_take_back",
    "tolerance_take_down", "tolerance_verify", "tolerance_write", "what_if_export",
    "year_document_bundle", "year_document_file",
}  # fmt: skip


@dataclass
class World:
    """Who opens which page where, and what it cost and showed with one row of everything."""

    clients: dict[str, Client]
    readers: dict[str, str]
    addresses: dict[str, str]
    one: Costs = field(default_factory=dict)
    size: dict[str, int] = field(default_factory=dict)
    forms: set[str] = field(default_factory=set)
    unopened: set[str] = field(default_factory=set)

    def ask(self, name: str) -> tuple[int, int, bytes]:
        return asked(self.clients[self.readers[name]], self.addresses[name])

    def look(self) -> None:
        """Every page once, as it is."""
        for name in self.addresses:
            self.one[name], status, body = self.ask(name)
            self.size[name] = size(body)
            if status != 200:
                self.unopened.add(name)
            elif b'method="post"' in main(body) and b"<table" not in main(body):
                self.forms.add(name)

    def more(self, rounds: int, names: set[str]) -> tuple[Costs, set[str]]:
        """What these pages cost with so much more of everything, and which show more than before."""
        costs, grown = {}, set()
        with multiplied(rounds):
            last = SecurityEvent.objects.aggregate(last=Max("number"))["last"]
            SecurityLogHead.objects.update(number=last)
            beside(15 * rounds)
            for name in sorted(names):
                costs[name], status, body = self.ask(name)
                assert status == 200, (name, status)
                if size(body) > self.size[name]:
                    grown.add(name)
        return costs, grown


def beside(number: int) -> None:
    """Rows of which no copies stand beside them: cycles, and the ended grants of one user."""
    Cycle.objects.bulk_create(Cycle(year=2100 - n, code=str(2100 - n)) for n in range(1, number + 1))
    subject, day = User.objects.get(staff_no=SUBJECT), clock.today()
    RoleGrant.objects.bulk_create(
        RoleGrant(user=subject, role=Role.LEADER, valid_from=SINCE, valid_to=day - timedelta(n))
        for n in range(1, number + 1)
    )


def main(body: bytes) -> bytes:
    return body.partition(b"<main")[2].partition(b"</main>")[0]


def size(body: bytes) -> int:
    """How much a page shows; of a workbook or document, what is in it."""
    if body.startswith(b"PK"):
        return sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(body)).infolist())
    return main(body).count(b"<") or len(body)


def more_kinds() -> None:
    """Rows of kinds that no page of the matrix needs to open."""
    system, education = User.objects.system(), Education.objects.latest("pk")
    Attendance.objects.create(education=education, cadre=Cadre.objects.get(staff_no=staff_no(0)))
    AccountabilityEvent.record(Accountability.objects.latest("pk"), actor=system)
    StaleEvent.record(StaleResult.objects.latest("pk"), actor=system)
    for appointment in Appointment.objects.all():
        appointment.save()  # a line in the history of its cadre


@pytest.fixture(scope="module")
def world(module_db: None) -> Iterator[World]:
    furnish()
    clients = {ANONYMOUS: Client(), HIMSELF: signed_in(User.objects.get(staff_no=staff_no(0)))}
    for place, who in enumerate(READERS[:-1]):
        roles = [] if who == NOBODY else [Role(who)]
        clients[who] = signed_in(user_with(*roles, staff_no=f"Q{place}"))
    names = [name for name, row in MATRIX.items() if 200 in row.values() or 405 not in row.values()]
    readers = {n: next((who for who in READERS if MATRIX[n][who] == 200), HIMSELF) for n in names}
    moment = clock.now()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("core.health.CHECKS", {"all": lambda: None})
        patch.setattr(clock, "now", lambda: moment)  # a session is renewed each minute
        found = World(clients, readers, {name: address(name) for name in names})
        more_kinds()
        found.look()
        yield found


def test_every_page_costs_the_same_and_shows_more(world: World) -> None:
    opened = set(world.addresses) - world.unopened
    many, grown = world.more(MANY, opened)
    # What a process reads once, or what the first of several needs, is no matter of how many there are.
    doubtful = {name for name in opened if world.one[name] != many[name]}
    few, _ = world.more(FEW, doubtful)
    assert not differing(few, many)
    # A form without a table is about the one thing it is filled in for.
    assert opened - grown - world.forms - ELSEWHERE.keys() - COMPARED == SHOW_NO_MORE
    assert world.unopened - ELSEWHERE.keys() - COMPARED == IN_OTHER_STATES


def test_what_asks_for_each_row_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on every page whose rows are no longer joined to what they belong to."""
    monkeypatch.setattr(QuerySet, "select_related", lambda rows, *_names: rows)
    names = {"matter_page", "cards_unit"}
    (few, _), (many, _) = world.more(FEW, names), world.more(MANY, names)
    assert differing(few, many).keys() == names


@pytest.mark.parametrize(("name", "where"), ELSEWHERE.items())
def test_what_is_compared_elsewhere_is_opened_there(name: str, where: str) -> None:
    module, _, test = where.partition("::")
    assert f'"{name}"' in inspect.getsource(getattr(import_module(f"tests.{module}"), test))
