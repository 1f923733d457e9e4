"""Around a case: accountability waits for its finding, duties about its people, and the overview."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Role, RoleGrant, User
from accounts.selectors import scopes_of
from core import clock
from core.pages import RuleBroken
from decisions.models import Meeting
from decisions.services import meeting_open
from matters import accountability
from matters.models import Accountability
from notices.registry import Audience, Duty
from tests.support.people import SINCE, user_with
from tests.support.register import appointed, cadre, post
from tests.support.tolerance_officers import Offices, offices, submitted_case
from tolerance.duties import KINDS, duties_of
from tolerance.duties_officers import escalations_to_arrange, recusals_to_decide
from tolerance.models import (
    Capacity,
    Escalation,
    Outcome,
    Recusal,
    ToleranceCase,
    ToleranceEvent,
    ToleranceGrant,
    Triage,
)
from tolerance.services import case_decide
from tolerance.services.officers import escalation_arrange

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Offices:
    return offices()


def record(world: Offices) -> Accountability:
    assert world.case.matter is not None
    return accountability.accountability_record(
        matter=world.case.matter, cadre=world.cadre, body="校党委", intended="诫勉",
        opened_on=clock.today(), actor=world.discipline_two,
    )  # fmt: skip


def decided(world: Offices, kind: str) -> None:
    Triage.objects.create(
        case=world.case,
        experience="excused",
        exploration="excused",
        development="excused",
        by=world.discipline,
    )
    ToleranceCase.objects.filter(pk=world.case.pk).update(state="committee", accepted_on=clock.today())
    case_decide(
        pk=world.case.pk, kind=kind, reason="出于公心", meeting="校党委常委会", entry=1,
        decided_on=clock.today(), actor=world.party_office,
    )  # fmt: skip


def test_accountability_waits_for_the_case_and_is_answered_by_its_finding(world: Offices) -> None:
    found = record(world)
    found = accountability.accountability_tell(
        pk=found.pk, version=found.version, told_on=clock.today(), actor=world.discipline_two
    )
    decision = {"form": "诫勉", "document_no": "校纪〔2026〕1号", "decided_on": clock.today()}
    with pytest.raises(RuleBroken, match="正在办理"):
        accountability.accountability_decide(
            pk=found.pk, version=found.version, actor=world.discipline_head, **decision
        )
    decided(world, "lighter")
    found.refresh_from_db()
    assert (found.answer, found.answer_words) == ("case", f"{world.case.number} 从轻")
    done = accountability.accountability_decide(
        pk=found.pk, version=found.version, actor=world.discipline_head, **decision
    )
    assert done.state == "decided"


def test_an_excused_cadre_is_held_to_account_no_more(world: Offices) -> None:
    found = record(world)
    decided(world, "exempt")
    found.refresh_from_db()
    assert found.state == "ended"
    with pytest.raises(RuleBroken, match="不再问责"):
        record(world)


def audience_of(user: User) -> Audience:
    return Audience(on=clock.today(), user_id=user.pk, scopes=scopes_of(user, on=clock.today()))


def of(source: object, user: User | Audience) -> list[Duty]:
    audience = user if isinstance(user, Audience) else audience_of(user)
    duties: Iterator[Duty] = source(audience)  # type: ignore[operator]
    return [duty for duty in duties if audience.includes(duty.holder)]


def test_recusals_and_escalations_wait_for_who_decides(world: Offices) -> None:
    Recusal.objects.create(
        case=world.case,
        officer=world.discipline,
        ground="doubt",
        reason="x",
        origin="cadre",
        asked_by=world.person,
    )
    Escalation.objects.create(case=world.case, people_left=1)
    assert len(of(recusals_to_decide, world.discipline_head)) == 1
    assert not of(recusals_to_decide, world.org_head)
    assert not of(recusals_to_decide, world.party_office)
    assert len(of(escalations_to_arrange, world.party_office)) == 1
    assert not of(escalations_to_arrange, world.discipline_head)


def test_whoever_has_to_step_aside_is_told_no_duty(world: Offices) -> None:
    def intake(user: User) -> list[Duty]:
        return of(lambda audience: duties_of("tolerance.intake", audience), user)

    assert len(intake(world.discipline)) == 1
    appointed(cadre("72002", "蒙田"), post(world.unit, "院长"))
    assert not intake(world.discipline)
    assert len(intake(world.discipline_two)) == 1


def told(user: User) -> dict[str, list[str]]:
    """Duty of a case -> where it leads, for one user; asked all at once, as an inbox asks."""
    audience = audience_of(user)
    found = {kind: of(partial(duties_of, kind), audience) for kind in KINDS}
    return {kind: [duty.url for duty in some] for kind, some in found.items() if some}


def moved_to(world: Offices, state: str) -> None:
    ToleranceCase.objects.filter(pk=world.case.pk).update(
        state=state,
        accepted_on=clock.today(),
        due=clock.today(),
        suspended_from="verifying",
        suspended_on=clock.today(),
    )


def test_a_naming_that_ran_out_waits_for_whoever_names_again(world: Offices, client: Client) -> None:
    one = world.name(world.discipline, Capacity.VERIFY)
    world.name(world.org, Capacity.VERIFY)
    moved_to(world, "verifying")
    assert set(told(world.discipline)) == {"tolerance.verify"}
    assert not told(world.discipline_head)
    yesterday = clock.today() - timedelta(days=1)
    ToleranceGrant.records.filter(pk=one.pk).update(valid_from=yesterday, valid_to=yesterday)
    assert not told(world.discipline)
    assert set(told(world.org)) == {"tolerance.verify"}
    (url,) = told(world.discipline_head)["tolerance.naming"]
    client.force_login(world.discipline_head)
    assert client.get(url).status_code == 200
    answer = client.post(
        url, {"version": world.case.version, "officers": [world.discipline.pk, world.org.pk]}
    )
    assert answer.status_code == 303
    assert set(told(world.discipline)) == {"tolerance.verify"}
    assert not told(world.discipline_head)


def test_with_nobody_left_to_analyse_the_head_names_somebody(world: Offices, client: Client) -> None:
    moved_to(world, "analysing")
    (url,) = told(world.discipline_head)["tolerance.naming"]
    client.force_login(world.discipline_head)
    assert client.get(url).status_code == 200
    world.name(world.org, Capacity.ANALYSE)
    assert not told(world.discipline_head)
    (factors,) = told(world.org)["tolerance.analyse"]
    client.force_login(world.org)
    assert client.get(factors).status_code == 200


def test_who_was_called_in_from_above_hears_what_waits(world: Offices, client: Client) -> None:
    """负责人应当回避，上级安排校外单位的人代行：待办在他那里，原负责人那里没有。"""
    acting = user_with(staff_no="75001", name="代行人")
    moved_to(world, "submitted")
    Triage.objects.create(
        case=world.case, experience="excused", exploration="excused", development="excused",
        by=world.discipline,
    )  # fmt: skip
    assert set(told(world.discipline_head)) == {"tolerance.intake"}
    appointed(cadre("72001", "严正"), post(world.unit, "院长"))
    assert not told(world.discipline_head)
    assert not told(acting)
    escalation = Escalation.objects.create(case=world.case, people_left=1)
    escalation_arrange(
        escalation=escalation, arrangement="由审计处代行", document_no="批〔2026〕2号",
        arranged_for="党委书记", acting=acting, actor=world.party_office,
    )  # fmt: skip
    (url,) = told(acting)["tolerance.intake"]
    client.force_login(acting)
    assert client.get(url).status_code == 200
    world.name(world.org, Capacity.VERIFY, actor=acting)
    Outcome.objects.create(
        case=world.case, kind="exempt", meeting="常委会", entry=901, decided_on=clock.today()
    )
    for state, kind in (
        ("decided", "tolerance.report"), ("suspended", "tolerance.resume"),
    ):  # fmt: skip
        moved_to(world, state)
        (url,) = told(acting)[kind]
        assert client.get(url).status_code == 200, kind
    outsider = user_with(staff_no="75002", name="审计甲")
    world.name(outsider, Capacity.VERIFY, actor=acting)
    moved_to(world, "verifying")
    assert set(told(outsider)) == {"tolerance.verify"}


def head_away(world: Offices, office: str, acting: User) -> ToleranceGrant:
    """The head of that office has to stay away from the case, and the superior has somebody act for him."""
    head = {"organization": world.org_head, "discipline": world.discipline_head}[office]
    appointed(cadre(head.staff_no, head.name), post(world.unit, "院长"))
    escalation_arrange(
        escalation=Escalation.objects.create(case=world.case, people_left=1), arrangement="由审计处代行",
        document_no="批〔2026〕2号", arranged_for="党委书记", acting=acting, actor=world.party_office,
    )  # fmt: skip
    return ToleranceGrant.records.get(user=acting)


def before_the_committee(world: Offices) -> Meeting:
    """The case waits for the committee, whose next meeting is being prepared."""
    Triage.objects.create(
        case=world.case, experience="excused", exploration="excused", development="excused",
        by=world.discipline,
    )  # fmt: skip
    moved_to(world, "committee")
    return meeting_open(
        kind=Meeting.Kind.STANDING, number="〔2026〕9号", held_on=clock.today() + timedelta(5),
        place="一号会议室", chair="党委书记", actor=world.party_office,
    )  # fmt: skip


def test_who_acts_for_a_head_puts_the_case_before_the_committee_while_named(
    world: Offices, client: Client
) -> None:
    """代行组织部负责人的人没有会议的权限：只能把这一件案件列入会议，期满后不能。"""
    acting = user_with(staff_no="75001", name="代行人")
    grant = head_away(world, "organization", acting)
    meeting = before_the_committee(world)
    (url,) = told(acting)["tolerance.committee"]
    client.force_login(acting)
    page = client.get(url).content.decode()
    assert str(meeting) in page
    assert client.get(meeting.get_absolute_url()).status_code == 404
    given = {"version": world.case.version, "meeting": meeting.pk, "supplementary": ""}
    ToleranceGrant.records.filter(pk=grant.pk).update(
        valid_from=clock.today() - timedelta(9), valid_to=clock.today() - timedelta(1)
    )
    assert client.post(url, given).status_code == client.get(url).status_code == 404
    assert not meeting.items.exists()
    ToleranceGrant.records.filter(pk=grant.pk).update(valid_to=clock.today())
    assert client.post(url, given).status_code == 303
    item = meeting.items.get()
    assert (item.subject_id, item.entries.get().cadre) == (world.case.pk, world.cadre)
    assert ToleranceEvent.objects.filter(case=world.case, note__contains=str(meeting)).exists()
    assert "不用再次列入" in client.get(url).content.decode()
    again = client.post(url, given)
    assert again.status_code == 200 and "已列入" in again.content.decode()
    assert meeting.items.count() == 1


def test_a_set_agenda_takes_the_case_with_a_reason_alone(world: Offices, client: Client) -> None:
    meeting = before_the_committee(world)
    Meeting.objects.filter(pk=meeting.pk).update(state=Meeting.State.AGENDA_SET)
    client.force_login(world.org_head)
    url = reverse("tolerance_schedule", args=[world.case.pk])
    given = {"version": world.case.version, "meeting": meeting.pk, "supplementary": ""}
    assert client.post(url, given).status_code == 200 and not meeting.items.exists()
    assert client.post(url, given | {"supplementary": "期限将到"}).status_code == 303
    assert meeting.items.get().supplementary == "期限将到"


def test_who_acts_for_the_other_head_prepares_nothing(world: Offices, client: Client) -> None:
    acting = user_with(staff_no="75001", name="代行人")
    head_away(world, "discipline", acting)
    before_the_committee(world)
    assert "tolerance.committee" not in told(acting)
    client.force_login(acting)
    assert client.get(reverse("tolerance_schedule", args=[world.case.pk])).status_code == 403


def filled(world: Offices, people: int) -> None:
    """So many more cases of people of the unit: all of them late, the first one decided."""
    for number in range(people):
        person = cadre(f"8{number:04d}", f"甲{number}")
        case = submitted_case(person, world.unit, world.person, f"RC20261{number:02d}")
        late = clock.today() - timedelta(5)
        ToleranceCase.objects.filter(pk=case.pk).update(due=late, submitted_on=clock.today() - timedelta(45))
        if not number:
            Outcome.objects.create(
                case=case, kind="exempt", meeting="常委会", entry=900, decided_on=clock.today()
            )


def test_the_overview_of_the_offices_and_its_workbook(
    world: Offices, client: Client, tmp_path: object
) -> None:
    filled(world, 4)
    client.force_login(world.discipline_two)
    page = client.get(reverse("tolerance_overview")).content.decode()
    for words in (
        "按状态",
        "按历时",
        "按期限",
        "按单位",
        "按认定结果",
        "化学学院",
        "已逾期 4 件",
        "免除责任",
    ):
        assert words in page
    answer = client.get(reverse("tolerance_overview_export"))
    path = tmp_path / "book.xlsx"  # type: ignore[operator]
    path.write_bytes(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    book = load_workbook(path)
    assert book.sheetnames == ["按状态", "按历时", "按期限", "按单位", "按认定结果"]
    assert "化学学院" in [row[0].value for row in book["按单位"].iter_rows()]


def test_a_leader_reads_no_figure_of_few_people(world: Offices, client: Client) -> None:
    leader = user_with(staff_no="74009", name="校领导丙")
    RoleGrant.objects.create(user=leader, role=Role.LEADER, unit=world.unit, valid_from=SINCE)
    client.force_login(leader)
    page = reverse("tolerance_overview")
    assert "涉及的人数太少" in client.get(page).content.decode()
    filled(world, 5)
    (section,) = client.get(page).context["sections"]
    assert section.title == "按状态"
    assert all(int(row[1]) >= 3 for row in section.chart.rows)
    assert client.get(reverse("tolerance_overview_export")).status_code == 404
    for other in (world.person, world.secretary, world.party_office):
        client.force_login(other)
        assert client.get(page).status_code == 404


def test_two_divisions_of_the_same_people_are_not_subtracted_from_each_other(
    world: Offices, client: Client
) -> None:
    """Five are verified, three are excused, one was refused: each table alone hides the one, both tell it."""
    ToleranceCase.objects.filter(pk=world.case.pk).update(state="refused", refusal="不属于容错情形")
    for number in range(8):
        person = cadre(f"8{number:04d}", f"甲{number}")
        case = submitted_case(person, world.unit, world.person, f"RC20261{number:02d}")
        state = {"state": "verifying"} if number < 5 else {"state": "closed", "closed_on": clock.today()}
        ToleranceCase.objects.filter(pk=case.pk).update(accepted_on=clock.today(), **state)
        if number >= 5:
            Outcome.objects.create(
                case=case, kind="exempt", meeting="常委会", entry=900 + number, decided_on=clock.today()
            )
    leader = user_with(staff_no="74009", name="校领导丙")
    RoleGrant.objects.create(user=leader, role=Role.LEADER, unit=world.unit, valid_from=SINCE)
    client.force_login(leader)
    sections = client.get(reverse("tolerance_overview")).context["sections"]
    assert [section.chart.rows for section in sections] == [[["调查核实", "5"]]]
    assert "合计 9 人" in sections[0].chart.about
