"""Every page there is costs as many queries with sixty rows of everything as with fifteen.

The pages are those of the URL matrix, in which each named URL must stand, and the rows are those of every
table: a page that nobody thought of is asked too. It must show more rows than before, or be named below.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterator
from copy import copy
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.db import transaction
from django.db.models import Max, QuerySet
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from accounts.models import Role, RoleGrant, SecurityEvent, SecurityLogHead, User
from alerts.models import Attendance, Education
from appraisal.models import Cycle, CycleEvent, Participant
from ballots.models import Round
from cadres.models import Appointment, Cadre
from core import clock
from evidence.models import IntegrityOpinion, IntegrityRequest
from matters.models import Accountability, AccountabilityEvent
from notices.registry import Audience, kinds
from outcomes.models import StaleEvent, StaleResult
from tests.support.grants import SUBJECT
from tests.support.matrix import ANONYMOUS, NOBODY
from tests.support.multiplied import multiplied
from tests.support.other_states import HIMSELF, OPENINGS, Opening, made
from tests.support.people import SINCE, user_with
from tests.support.queries import Costs, asked, differing, signed_in
from tests.support.small_year import YEAR, staff_no
from tests.test_url_matrix import MATRIX, address, furnish

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FEW, MANY = 1, 4  # rounds, of fifteen copies each
SENT = "sent: "
# How many queries are enough. Of pages that ask every room: each kind of duty has a table of its own to ask.
AT_MOST = {
    "home": 77, "home of unit_party": 45, f"home of {HIMSELF}": 38, "overdue_duties": 61,
    "marks": 20, "risks": 25, "register_items": 25, "key_points": 25,
    "observations": 20, "observation_coverage": 20, "observations_export": 20,
}  # fmt: skip
# Lists of one year that stand on one page whatever their length, and bytes that are enough for it.
LIGHT, ENOUGH = ("commendations", "bottom", "talks", "candidates"), 120_000
# The first of them who may opens a page; where none may, the cadre whom the rows are of.
READERS = ("org_head", "discipline_head", "unit_party", "party_office", "system_officer",
           "security_officer", "audit_officer", NOBODY, ANONYMOUS)  # fmt: skip

# Papers, files and documents of one thing, and how far one is made.
PAPERS = {
    "bottom_file", "card_document", "card_lifting_document", "card_receipt", "card_report_document",
    "card_talk_document", "clarification_file", "clarification_letter", "commendation_file",
    "feedback_notice", "feedback_scan", "import_blank", "import_errors", "item_file", "key_task_file",
    "meeting_scan", "observation_file", "rectification_file", "report_file", "reports_volume",
    "reports_volume_file", "review_file", "rule_version_file", "talk_document", "talk_scan",
    "tolerance_file", "year_document_bundle", "year_document_file", "year_document_form",
}  # fmt: skip
# Facts of one thing or of none, and lines that are fixed: days of a year, steps, rater groups, six factors,
# a card for each kind of file.
FACTS = {
    "account", "cycle_flow of a term", "cycle_flow_export", "cycle_plan", "cycle_plan_export", "healthz",
    "import_start", "objection", "readyz", "rule_draft_edit", "session_state", "signal",
    "tolerance_analyse", "tolerance_documents", "tolerance_sign", "workdays", "workdays_export",
    "year of a term", "year_results of a term", "year_sittings",
}  # fmt: skip
SHOW_NO_MORE = PAPERS | FACTS


Found = tuple[Costs, set[str]]


@dataclass
class World:
    """Who opens which page where, and what it cost and showed with one row of everything."""

    clients: dict[str, Client]
    openings: dict[str, Opening]
    addresses: dict[str, str]
    one: Costs = field(default_factory=dict)
    size: dict[str, int] = field(default_factory=dict)
    forms: set[str] = field(default_factory=set)

    def ask(self, page: str) -> tuple[int, int, bytes]:
        """Queries, status and body of the page; of `SENT` and its name, of its form sent back empty."""
        name = page.removeprefix(SENT)
        opening = self.openings[name]
        with transaction.atomic():
            opening.before()
            found = asked(
                self.clients[opening.who], self.addresses[name], follow=opening.leads_on, sent=page != name
            )
            transaction.set_rollback(True)
        return found

    def look(self) -> None:
        """Every page once, as it is; and its form once more, where it is shown again for what is missing."""
        for name in self.addresses:
            self.one[name], status, body = self.ask(name)
            assert status == 200, (name, status)
            self.size[name] = size(body)
            if b'method="post"' in main(body):
                if b"<table" not in main(body):
                    self.forms.add(name)
                queries, status, body = self.ask(SENT + name)
                if status == 200:
                    self.one[SENT + name], self.size[SENT + name] = queries, size(body)

    def more(self, rounds: int, pages: Collection[str]) -> Found:
        """What these pages cost with so much more of everything, and which show more than before."""
        costs, grown = {}, set()
        with multiplied(rounds):
            last = SecurityEvent.objects.aggregate(last=Max("number"))["last"]
            SecurityLogHead.objects.update(number=last)
            beside(15 * rounds)
            for page in sorted(pages):
                costs[page], status, body = self.ask(page)
                assert status == 200, (page, status)
                assert page not in LIGHT or len(body) < ENOUGH, (page, len(body))
                if size(body) > self.size[page]:
                    grown.add(page)
        return costs, grown


def beside(number: int) -> None:
    """Rows of which no copies stand beside them: cycles, one's part in them, ended grants of one user."""
    cadre, system = Cadre.objects.get(staff_no=HIMSELF), User.objects.system()
    like = Cycle.objects.get(code=str(YEAR))
    rounds = [copy(like.round) for _ in range(number)]
    for one in rounds:
        one.pk = None
    rounds = Round.objects.bulk_create(rounds)
    years = Cycle.objects.bulk_create(
        Cycle(
            year=2100 - n, code=str(2100 - n), source="plan", state="interview", round=one,
            policy=like.policy, parameters=like.parameters,
        )
        for n, one in enumerate(rounds, start=1)
    )  # fmt: skip
    CycleEvent.objects.bulk_create(
        CycleEvent(case=year, actor=system, from_state="voting", to_state="interview") for year in years
    )
    IntegrityRequest.objects.bulk_create(
        IntegrityRequest(cycle=year, cadres=[cadre.pk], due_on=clock.today(), asked_by=system)
        for year in years
    )
    Participant.objects.bulk_create(
        Participant(cycle=year, cadre=cadre, category="机关部门正职") for year in years
    )
    IntegrityOpinion.objects.bulk_create(
        IntegrityOpinion(
            cycle=year, cadre=cadre, conclusion="clear", document_no="1", told=True, entered_by=system
        )
        for year in years
    )
    now = timezone.now()  # axes stamps by Django's clock
    AccessAttempt.objects.bulk_create(
        AccessAttempt(username=f"2{n}", ip_address="192.0.2.1", failures_since_start=50, attempt_time=now)
        for n in range(number)
    )
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


def opened(addresses: dict[str, str]) -> dict[str, Opening]:
    """Each page that answers a GET: opened by a visitor of the matrix, or as told of other states."""
    by_visitors = {
        name: Opening(next((who for who in READERS if MATRIX[name][who] == 200), HIMSELF))
        for name in MATRIX
        if not only_posted(name, addresses[name])
    }
    return by_visitors | OPENINGS


def only_posted(name: str, address: str) -> bool:
    """Whether it answers no GET, whoever asks."""
    view = getattr(resolve(address).func, "view_class", None)
    return 405 in MATRIX[name].values() or (view is not None and "get" not in view.http_method_names)


@pytest.fixture(scope="module")
def world(module_db: None) -> Iterator[World]:
    furnish()
    addresses = {name: address(name) for name in MATRIX}
    more_kinds()
    made()
    clients = {ANONYMOUS: Client()}
    for place, who in enumerate(READERS[:-1]):
        roles = [] if who == NOBODY else [Role(who)]
        clients[who] = signed_in(user_with(*roles, staff_no=f"Q{place}"))
    openings = opened(addresses)
    for who in {opening.who for opening in openings.values()} - clients.keys():
        clients[who] = signed_in(User.objects.get(staff_no=who))
    for name, opening in openings.items():
        found = opening.name or name
        addresses[name] = (
            reverse(found, args=opening.args()) if opening.args else addresses[found]
        ) + opening.query
    moment = clock.now()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("core.health.CHECKS", {"all": lambda: None})
        patch.setattr(clock, "now", lambda: moment)  # a session is renewed each minute
        seen = World(clients, openings, {name: addresses[name] for name in openings})
        seen.look()
        yield seen


def test_every_page_costs_the_same_and_shows_more(world: World) -> None:
    many, grown = world.more(MANY, world.one)
    # What a process reads once, or what the first of several needs, is no matter of how many there are.
    few, _ = world.more(FEW, [page for page in many if world.one[page] != many[page]])
    assert not differing(few, many)
    assert {page: many[page] for page, most in AT_MOST.items() if many[page] > most} == {}
    # A form without a table is about the one thing it is filled in for.
    assert world.addresses.keys() - grown - world.forms == SHOW_NO_MORE


def test_what_somebody_started_is_of_a_kind_that_says_so(world: World) -> None:
    """Of other kinds nobody follows what he started: the page of overdue duties does not ask them."""
    everybody = Audience(clock.today())
    silent = [kind for kind in kinds() if not kind.started]
    assert {kind.code for kind in silent for duty in kind.source(everybody) if duty.started_by} == set()


def test_what_asks_for_each_row_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on every page whose rows are no longer joined to what they belong to."""
    monkeypatch.setattr(QuerySet, "select_related", lambda rows, *_names: rows)
    names = {"matter_page", "cards_unit"}
    (few, _), (many, _) = world.more(FEW, names), world.more(MANY, names)
    assert differing(few, many).keys() == names
