"""Individual interviews in the words of the field: two of the panel, a group and facts, no name (第六条)."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Role, User
from appraisal.workflow import missing_before
from cadres.models import Kin
from core import clock
from core.pages import RuleBroken, StaleState
from evidence import services
from evidence.models import Interview, InterviewEvent
from evidence.selectors.interviews import interviewed
from notices.selectors import inbox_of
from policy.interviews import STAGES, Draft, Interviewer, may_record, may_withdraw
from tests.support.people import user_with
from tests.support.planned import YEAR, Story

TWO = (Interviewer(1, "许文澜"), Interviewer(2, "方知微"))
FINDING = "牵头教务系统更换，两个月内三次到学院现场解决排课问题。"


def draft(**changes: Any) -> Draft:
    facts: dict[str, Any] = {
        "state": "interview",
        "held_on": date(2026, 12, 20),
        "today": date(2026, 12, 21),
        "interviewers": TWO,
        "findings": FINDING,
        "about_oneself": False,
    }
    return Draft(**(facts | changes))


REFUSED = [
    ({"state": "voting"}, "结束民主测评后"),
    ({"state": "decided"}, "党委审定等次前"),
    ({"held_on": date(2026, 12, 22)}, "不能晚于今天"),
    ({"interviewers": (TWO[0], TWO[0])}, "须由两名考核组成员进行"),
    ({"interviewers": (TWO[0], Interviewer(3, "郑远", own=True))}, "郑远是被考核人本人，应当回避"),
    ({"interviewers": (TWO[0], Interviewer(3, "郑远", kin=True))}, "郑远与被考核人有亲属关系，应当回避"),
    ({"findings": "  "}, "请写明了解到的事实"),
    ({"about_oneself": True}, "不能登记关于本人的"),
]


@pytest.mark.parametrize(("changes", "said"), REFUSED)
def test_what_may_not_be_entered_is_said_with_the_article(changes: dict[str, Any], said: str) -> None:
    (reason,) = may_record(draft(**changes)).reasons
    assert said in reason.text
    assert reason.text.endswith("（第六条）。")


@pytest.mark.parametrize("state", sorted(STAGES))
def test_while_the_panel_asks_it_may_be_entered_and_withdrawn(state: str) -> None:
    assert may_record(draft(state=state)).ok
    assert may_withdraw(state=state, withdrawn=False, reason="登记到他人名下").ok
    assert not may_withdraw(state=state, withdrawn=True, reason="再次").ok
    assert not may_withdraw(state=state, withdrawn=False, reason=" ").ok
    assert not may_withdraw(state="decided", withdrawn=False, reason="登记有误").ok


def heard(story: Story, i: int = 0, **changes: Any) -> Interview:
    second = User.objects.filter(staff_no="96002").first() or user_with(
        Role.DISCIPLINE_OFFICER, staff_no="96002", name="方知微"
    )
    given: dict[str, Any] = {
        "cycle_pk": story.cycle.pk,
        "cadre_pk": story.cadres[i].pk,
        "kind": "talk",
        "group": "staff",
        "people": 3,
        "held_on": clock.today(),
        "first_by": story.officer,
        "second_by": second,
        "topic": "履职情况和工作作风",
        "findings": FINDING,
        "actor": story.officer,
    }
    return services.interview_record(**(given | changes))


@pytest.mark.django_db
def test_from_the_end_of_the_vote_to_the_panel(client: Client) -> None:
    """What is missing is listed with a link, waits as a duty, and ends with the last person asked about."""
    story = Story(2).until("interview")
    cycle, officer = story.cycle, story.officer
    (waiting,) = [item for item in missing_before(cycle, "score") if "个别谈话" in item.text]
    assert (waiting.text, waiting.blocks) == ("还有 2 人没有个别谈话", False)
    (item,) = [i for i in inbox_of(officer, clock.today()).waiting if i.duty.kind == "evidence.interviews"]
    assert (item.duty.about, item.duty.due) == (f"{YEAR} 年度考核还有 2 人", cycle.plan.panel_due)

    client.force_login(officer)
    url = reverse("interview_record", args=[cycle.code, "30001"])
    assert "干部本人看不到" in client.get(url).content.decode()
    second = user_with(Role.DISCIPLINE_OFFICER, staff_no="96002", name="方知微")
    sent = {
        "kind": "talk",
        "group": "staff",
        "people": "3",
        "held_on": clock.today().isoformat(),
        "first_by": officer.pk,
        "second_by": officer.pk,
        "topic": "履职情况",
        "findings": FINDING,
    }
    page = client.post(url, sent).content.decode()
    assert "须由两人进行" in page and FINDING in page
    assert client.post(url, sent | {"second_by": second.pk}).status_code == 303
    heard(story, 0, group="chief", people=1)
    heard(story, 1)
    assert [(p.talks, p.asked) for p in interviewed(cycle)] == [(2, 4), (1, 3)]
    assert not [item for item in missing_before(cycle, "score") if "个别谈话" in item.text]
    assert not [i for i in inbox_of(officer, clock.today()).waiting if i.duty.kind == "evidence.interviews"]

    shown = client.get(reverse("interviews_of", args=[cycle.code, "30001"])).content.decode()
    assert FINDING in shown and "教职工" in shown and f"{officer.name}、方知微" in shown
    beside = client.get(reverse("panel_person", args=[cycle.code, "30001"])).content.decode()
    assert "个别谈话（2 次）" in beside and FINDING in beside
    book = client.get(reverse("year_interviews_export", args=[cycle.code]))
    sheet = load_workbook(BytesIO(book.getvalue())).active
    assert [row[5] for row in sheet.iter_rows(values_only=True)][-3:] == [
        "教职工 3 人",
        "单位主要负责人 1 人",
        "教职工 3 人",
    ]


@pytest.mark.django_db
def test_a_wrong_one_is_crossed_out_and_nothing_is_ever_rewritten() -> None:
    story = Story(1).until("interview")
    item = heard(story)
    asked = {"interview_pk": item.pk, "reason": "登记到他人名下", "actor": story.officer}
    with pytest.raises(StaleState):
        services.interview_withdraw(**asked, version=7)
    services.interview_withdraw(**asked, version=item.version)
    assert [p.asked for p in interviewed(story.cycle)] == [0]
    assert [e.note for e in InterviewEvent.objects.order_by("pk")] == ["登记：教职工 3 人", "登记到他人名下"]
    for change in ({"findings": "另一件事"}, {"group": "own"}, {"people": 9}, {"state": "recorded"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Interview.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Interview.objects.all().delete()


@pytest.mark.django_db
def test_relatives_step_aside_and_only_the_panel_asks() -> None:
    story = Story(2).until("interview")
    brother = user_with(Role.ORG_OFFICER, staff_no="30002", name="乙1")
    Kin.objects.create(
        cadre=story.cadres[1], relation=Kin.Relation.SIBLING, name="乙0", relative=story.cadres[0]
    )
    with pytest.raises(RuleBroken, match="乙1与被考核人有亲属关系，应当回避"):
        heard(story, second_by=brother)
    outsider = user_with(Role.PARTY_OFFICE, staff_no="96009", name="何文书")
    with pytest.raises(RuleBroken, match="须是组织部或纪委监察部门"):
        heard(story, second_by=outsider)
    with pytest.raises(RuleBroken, match="现在的角色不能"):
        heard(story, actor=outsider)
    with pytest.raises(RuleBroken, match="不能晚于今天"):
        heard(story, held_on=clock.today() + timedelta(days=1))


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.DISCIPLINE_HEAD, Role.DISCIPLINE_OFFICER])
def test_the_discipline_office_enters_what_it_heard(role: Role, client: Client) -> None:
    story = Story(1).until("interview")
    member = user_with(role, staff_no="96003", name="石副书记")
    item = heard(story, actor=member)
    client.force_login(member)
    page = client.get(reverse("interviews_of", args=[story.cycle.code, "30001"])).content.decode()
    assert "登记谈话" in page
    services.interview_withdraw(interview_pk=item.pk, reason="登记有误", actor=member, version=item.version)


@pytest.mark.django_db
def test_the_cadre_finds_no_trace_and_an_officer_none_about_oneself(client: Client) -> None:
    """Two worlds: with an interview and without, every page of the cadre's is the same."""
    story = Story(2).until("interview")
    own = user_with(Role.CADRE, staff_no="30001", name="乙0")
    client.force_login(own)
    pages = [reverse("home"), reverse("observations"), reverse("key_tasks"), reverse("cadre", args=["30001"])]

    def seen() -> list[str]:
        return [client.get(page).content.decode().split("csrfmiddlewaretoken")[0] for page in pages]

    before = seen()
    heard(story)
    assert [len(a) == len(b) for a, b in zip(before, seen(), strict=True)] == [True] * len(pages)
    assert not Interview.objects.visible_to(own).exists()
    for name, args in (("year_interviews", []), ("interviews_of", ["30001"])):
        assert client.get(reverse(name, args=[YEAR, *args])).status_code == 404

    both = user_with(Role.ORG_OFFICER, staff_no="30002", name="乙1")
    heard(story, 1)
    assert [item.cadre.staff_no for item in Interview.objects.visible_to(both)] == ["30001"]
    client.force_login(both)
    assert client.get(reverse("interviews_of", args=[YEAR, "30002"])).status_code == 404
    assert (
        "30002" not in client.get(reverse("year_interviews", args=[YEAR])).content.decode().split("main")[1]
    )
