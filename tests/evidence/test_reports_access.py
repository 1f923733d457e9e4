"""Who sees which report and who may take which step: one table, read against both halves; canaries; costs."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role, Unit, User
from appraisal.models import Cycle, CycleState, Participant
from appraisal.services import participant_remove
from appraisal.signals import cycle_moved
from appraisal.workflow import missing_before
from core import clock
from core.files import file_open
from core.jobs import job_run
from core.models import DocumentBundle
from core.pages import RuleBroken
from evidence.access.reports import CHECK, ENTER, EXCUSE, RETURN, STEPS, WITHDRAW, WRITE, may, steps_of
from evidence.models import SelfReport
from evidence.services import report_check, report_return, report_save, reports_publish, volume_request
from notices.registry import Audience, kinds
from notices.selectors import inbox_of
from tests.support.register import unit
from tests.support.reports import (
    TEXTS,
    checked,
    handed_in,
    moved,
    reporting_cycle,
    somebody,
    taking_part,
)

pytestmark = pytest.mark.django_db
S = SelfReport.State
NONE = "none"
STATES = (NONE, S.DRAFT, S.SUBMITTED, S.RETURNED, S.CHECKED, S.PUBLIC, "past")
WHO = ("author", "colleague", "secretary", "stranger", "leader", "officer", "discipline", "party_office")
# (state, who) -> sees?, steps; what is not named sees nothing and may nothing.
TABLE: dict[tuple[str, str], tuple[bool, set[str]]] = {
    (NONE, "author"): (False, {WRITE}),
    (NONE, "officer"): (False, {ENTER, EXCUSE}),
    (S.DRAFT, "author"): (True, {WRITE}),
    (S.DRAFT, "officer"): (False, {ENTER, EXCUSE}),
    (S.SUBMITTED, "author"): (True, {WITHDRAW}),
    (S.SUBMITTED, "secretary"): (True, {CHECK, RETURN}),
    (S.SUBMITTED, "officer"): (True, set()),
    (S.SUBMITTED, "discipline"): (True, set()),
    (S.RETURNED, "author"): (True, {WRITE}),
    (S.RETURNED, "secretary"): (True, set()),
    (S.RETURNED, "officer"): (True, {ENTER}),
    (S.RETURNED, "discipline"): (True, set()),
    (S.CHECKED, "author"): (True, set()),
    (S.CHECKED, "secretary"): (True, set()),
    (S.CHECKED, "officer"): (True, {RETURN}),
    (S.CHECKED, "discipline"): (True, set()),
    **{(S.PUBLIC, who): (True, set()) for who in WHO if who != "party_office"},
    **{("past", who): (True, set()) for who in ("author", "officer", "discipline")},
}


@pytest.fixture
def office() -> Unit:
    return unit("教务处")


@pytest.fixture
def cycle(office: Unit) -> Cycle:
    return reporting_cycle()


@pytest.fixture
def people(cycle: Cycle, office: Unit) -> dict[str, User]:
    _, author = taking_part(cycle, of=office)
    _, colleague = taking_part(cycle, "20002", "李强", of=office)
    return {
        "author": author,
        "colleague": colleague,
        "secretary": somebody(Role.UNIT_PARTY, "9201", "钱书记", office),
        "stranger": somebody(Role.UNIT_PARTY, "9202", "外单位", unit("科研处")),
        "leader": somebody(Role.LEADER, "9100", "校领导甲"),
        "officer": somebody(Role.ORG_OFFICER, "9001", "许文澜"),
        "discipline": somebody(Role.DISCIPLINE_OFFICER, "9002", "纪检干部"),
        "party_office": somebody(Role.PARTY_OFFICE, "9003", "党办干部"),
    }


def brought_to(state: str, cycle: Cycle, people: dict[str, User]) -> Participant:
    person = Participant.objects.get(cycle=cycle, cadre__staff_no="20001")
    author, secretary = people["author"], people["secretary"]
    if state == S.DRAFT:
        report_save(participant_pk=person.pk, version=0, texts=TEXTS, actor=author)
    elif state == S.SUBMITTED:
        handed_in(person, author)
    elif state == S.RETURNED:
        report = handed_in(person, author)
        report_return(participant_pk=person.pk, version=report.version, note="请改", actor=secretary)
    elif state != NONE:
        checked(person, author, secretary)
    if state in (S.PUBLIC, "past"):
        moved(cycle, CycleState.REPORT_PUBLIC)
        reports_publish(cycle_pk=cycle.pk, actor=people["officer"])
    if state == "past":
        yesterday = clock.today() - timedelta(days=1)
        SelfReport.objects.update(public_from=yesterday, public_until=yesterday)
    return Participant.objects.select_related("cycle", "cadre", "report").get(pk=person.pk)


@pytest.mark.parametrize("state", STATES)
def test_state_role_action(state: str, cycle: Cycle, people: dict[str, User]) -> None:
    person = brought_to(state, cycle, people)
    found = {}
    for who, user in people.items():
        sees = SelfReport.objects.visible_to(user).filter(participant=person).exists()
        steps = steps_of(user, person)
        assert {step for step in STEPS if may(user, step, person)} == steps
        if sees or steps:
            found[state, who] = (sees, set(steps))
    assert found == {key: row for key, row in TABLE.items() if key[0] == state}


@pytest.mark.once
@pytest.mark.parametrize("state", STATES[1:])
def test_the_page_agrees_with_the_table(state: str, cycle: Cycle, people: dict[str, User]) -> None:
    report = brought_to(state, cycle, people).report  # type: ignore[attr-defined]
    for who, user in people.items():
        client = Client()
        client.force_login(user)
        sees, steps = TABLE.get((state, who), (False, set()))
        assert client.get(report.get_absolute_url()).status_code == (200 if sees else 404), who
        url = reverse("report_return", args=[cycle.code, report.pk])
        expected = 404 if not sees else 200 if RETURN in steps else 403
        assert client.get(url).status_code == expected, who


def test_after_the_publicity_stage_no_step_is_left_to_write(cycle: Cycle, people: dict[str, User]) -> None:
    brought_to(S.DRAFT, cycle, people)
    moved(cycle, CycleState.VOTING)
    person = Participant.objects.select_related("cycle", "cadre", "report").get(cadre__staff_no="20001")
    assert all(not steps_of(user, person) for user in people.values())
    with pytest.raises(RuleBroken):
        report_save(participant_pk=person.pk, version=1, texts={}, actor=people["author"])


def test_a_draft_is_seen_by_nobody_but_its_author(cycle: Cycle, people: dict[str, User]) -> None:
    """A canary in the draft, looked for in every page, list and file that others open, and in the table."""
    canary = "鹦鹉螺号草稿"
    person = Participant.objects.get(cycle=cycle, cadre__staff_no="20001")
    report_save(participant_pk=person.pk, version=0, texts=TEXTS | {"lacks": canary}, actor=people["author"])
    report = SelfReport.objects.get()
    pages = [
        reverse("home"),
        reverse("reports_reading"),
        *(reverse(name, args=[cycle.code]) for name in ("reports", "reports_unit", "reports_volume_make")),
        report.get_absolute_url(),
        reverse("report_own", args=[cycle.code]),
        reverse("report_enter", args=[cycle.code, "20001"]),
        reverse("cadre", args=["20001"]),
    ]
    for who, user in people.items():
        client = Client()
        client.force_login(user)
        bodies = [client.get(page).content.decode() for page in pages]
        assert any(canary in body for body in bodies) == (who == "author"), who
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT draft, handed_in FROM {SelfReport._meta.db_table}")
        assert canary.encode() not in b"".join(
            bytes(value) if not isinstance(value, str) else value.encode() for value in cursor.fetchone()
        )


def counted(client: Client, url: str) -> int:
    client.get(url)  # what is read once per process is read
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def made(cycle: Cycle, people: dict[str, User], numbers: range) -> None:
    """Reports of people of one office, every second one checked."""
    office = Unit.objects.get(name="教务处")
    for number in numbers:
        person, user = taking_part(cycle, f"3{number:04d}", f"干部{number}", of=office)
        report = handed_in(person, user)
        if number % 2:
            report_check(participant_pk=person.pk, version=report.version, actor=people["secretary"])


def test_lists_and_inboxes_cost_the_same_for_two_and_for_fifty(cycle: Cycle, people: dict[str, User]) -> None:
    made(cycle, people, range(2))
    moved(cycle, CycleState.REPORT_PUBLIC)
    reports_publish(cycle_pk=cycle.pk, actor=people["officer"])
    looks = {
        "officer": reverse("reports", args=[cycle.code]),
        "secretary": reverse("reports_unit", args=[cycle.code]),
        "leader": reverse("reports_reading"),
        "author": reverse("home"),
    }
    desks = {}
    for who in looks:
        desks[who] = Client()
        desks[who].force_login(people[who])

    def duties() -> int:
        with CaptureQueriesContext(connection) as queries:
            for kind in kinds():
                if kind.code.startswith("evidence.report"):
                    list(kind.source(Audience(clock.today())))
        return len(queries)

    before = {who: counted(desks[who], url) for who, url in looks.items()}
    duties_before = duties()
    made(cycle, people, range(2, 50))
    reports_publish(cycle_pk=cycle.pk, actor=people["officer"])
    assert {who: counted(desks[who], url) for who, url in looks.items()} == before
    assert duties() == duties_before
    assert max(before.values()) < 60


def test_the_step_of_the_way_publishes_what_is_checked_and_says_what_is_missing(
    cycle: Cycle, people: dict[str, User]
) -> None:
    brought_to(S.CHECKED, cycle, people)
    [lack] = missing_before(cycle, "publish_reports")
    assert lack.text == "1 人未交述职报告"
    assert lack.count == 1
    assert lack.url.endswith("?status=missing")
    handed_in(Participant.objects.get(cadre__staff_no="20002"), people["colleague"])
    assert "等待单位审核" in missing_before(cycle, "publish_reports")[-1].text
    cycle = moved(cycle, CycleState.REPORT_PUBLIC)
    cycle_moved.send(
        Cycle,
        cycle=cycle,
        from_state=CycleState.SELF_REPORT,
        to_state=CycleState.REPORT_PUBLIC,
        actor=people["officer"],
    )
    assert list(SelfReport.objects.order_by("pk").values_list("state", flat=True)) == [S.PUBLIC, S.SUBMITTED]


def test_who_has_begun_a_report_stays_on_the_list(cycle: Cycle, people: dict[str, User]) -> None:
    brought_to(S.DRAFT, cycle, people)
    with pytest.raises(RuleBroken, match="陈静已开始撰写述职报告"):
        participant_remove(
            participant_pk=Participant.objects.get(cadre__staff_no="20001").pk,
            why="调出",
            actor=people["officer"],
        )


def test_one_click_makes_the_volume_of_what_is_checked(cycle: Cycle, people: dict[str, User]) -> None:
    with pytest.raises(RuleBroken, match="还没有经单位审核"):
        volume_request(cycle_pk=cycle.pk, purpose="供测评前印发", actor=people["officer"])
    brought_to(S.CHECKED, cycle, people)
    handed_in(
        Participant.objects.get(cadre__staff_no="20002"), people["colleague"], TEXTS | {"lacks": "未审核"}
    )
    desk = Client()
    desk.force_login(people["officer"])
    answer = desk.post(reverse("reports_volume_make", args=[cycle.code]), {"purpose": "供测评前印发"})
    assert answer.status_code == 303
    assert "正在制作" in desk.get(answer["Location"]).content.decode()
    bundle = DocumentBundle.objects.get()
    assert bundle.job is not None
    assert job_run(bundle.job.pk)
    assert "已制作 1 份" in desk.get(answer["Location"]).content.decode()
    bundle.refresh_from_db()
    assert bundle.file is not None
    with file_open(bundle.file) as content, zipfile.ZipFile(io.BytesIO(content.read())) as package:
        [name] = package.namelist()
        with zipfile.ZipFile(io.BytesIO(package.read(name))) as word:
            text = word.read("word/document.xml").decode()
    assert "陈静" in text
    assert TEXTS["results"] in text
    assert "未审核" not in text
    taken = desk.get(answer["Location"] + "file.zip")
    assert taken["Content-Disposition"].startswith("attachment")
    other = Client()
    other.force_login(people["discipline"])
    assert other.get(answer["Location"]).status_code == 404


def test_the_inbox_names_nobody_who_has_handed_in(cycle: Cycle, people: dict[str, User]) -> None:
    brought_to(S.SUBMITTED, cycle, people)
    duty = next(
        d.duty for d in inbox_of(people["secretary"], clock.today()).waiting if "审核" in d.duty.label
    )
    assert duty.url == SelfReport.objects.get().get_absolute_url()
    assert duty.due is not None
    assert not [d for d in inbox_of(people["stranger"], clock.today()).waiting if "述职" in d.duty.label]
