"""The home page of each role: what waits first, then what was started, what falls due, where to go."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.test import Client, override_settings

from accounts.models import Role, SecurityEvent, User
from appraisal.access import YEAR_ROLES
from cadres.models import ExportRequest, Term
from core import clock
from notices import registry
from notices.registry import Audience, Duty, DutyKind
from portal.texts import ROLE_NOTES
from tests.support.grants import waiting_proposal
from tests.support.people import user_with
from tests.support.register import appointed, cadre, post, unit
from tests.support.roster import furnish_lists
from tests.support.small_year import small_year

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def page(client: Client, user: User) -> str:
    client.force_login(user)
    return client.get("/").content.decode()


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.partition("<body>")[2]))


def home(client: Client, *roles: Role) -> str:
    return words(page(client, user_with(*roles)))


def section(html: str, name: str) -> str:
    return words("<body>" + html.split(f'id="{name}"', 1)[1].split("</section>", 1)[0])


@pytest.mark.parametrize("role", Role)
def test_nothing_waits_and_each_role_is_told_what_would(client: Client, role: Role) -> None:
    text = home(client, role)
    assert "没有等待您办理的事项。" in text
    assert ROLE_NOTES[role] in text
    assert "今天起 14 天内没有到期的事项。" in text


@pytest.mark.parametrize("role", Role)
def test_a_year_is_named_to_the_two_departments_alone(client: Client, role: Role) -> None:
    small_year(1)
    assert ("2025 年度考核" in home(client, role)) == (role in YEAR_ROLES)


def test_every_role_has_a_sentence_of_its_own_fields(client: Client) -> None:
    assert set(ROLE_NOTES) == set(Role)
    officers = {Role.SYSTEM_OFFICER, Role.SECURITY_OFFICER, Role.AUDIT_OFFICER}
    assert {role for role, note in ROLE_NOTES.items() if "不接触干部信息" in note} == officers


def test_who_has_two_roles_is_told_of_both(client: Client) -> None:
    text = home(client, Role.ORG_OFFICER, Role.CADRE)
    assert "组织部工作人员、干部" in text
    assert ROLE_NOTES[Role.ORG_OFFICER] in text
    assert ROLE_NOTES[Role.CADRE] in text


def test_who_has_no_role_is_told_whom_to_ask(client: Client) -> None:
    text = home(client)
    assert "您的账号还没有角色" in text
    assert "没有等待您办理的事项" not in text


def test_what_waits_says_what_since_when_and_leads_to_the_step(client: Client) -> None:
    furnish_lists()
    asked = ExportRequest.objects.get()
    html = page(client, user_with(Role.ORG_HEAD))
    waiting = section(html, "waiting")
    for part in ("待办 1 项", "审批导出申请", "吴昊申请导出1 人的完整号码，用途：报送年度统计", "未定期限"):
        assert part in waiting
    assert f"{asked.requested_at.astimezone(clock.ZONE):%Y-%m-%d} 起" in waiting
    assert f'href="/cadres/export-requests/{asked.pk}/"' in html
    assert html.index('id="waiting"') < html.index('id="coming"') < html.index('class="tiles"')


def test_what_i_started_says_who_has_it(client: Client) -> None:
    user_with(Role.SYSTEM_OFFICER, staff_no="90055", name="程运维")
    proposal = waiting_proposal()
    html = page(client, proposal.proposed_by)
    started = section(html, "started")
    for part in (
        "我发起的 1 项",
        "复核授权申请",
        "授予林一诺（81001）“党办工作人员”角色",
        "系统管理员（程运维）",
    ):
        assert part in started
    assert "没有等待您办理的事项。" in section(html, "waiting")


def test_a_deadline_stands_in_words_and_in_the_list_of_the_next_days(client: Client) -> None:
    office = unit("教务处")
    for number, ends in (("1001", "2026-11-20"), ("1002", "2026-12-01"), ("1003", "2027-01")):
        head = appointed(cadre(number, name=f"王{number}"), post(office, title=number))
        Term.objects.create(appointment=head, starts="2021-01", ends=ends)
    html = page(client, user_with(Role.ORG_OFFICER))
    waiting, coming = section(html, "waiting"), section(html, "coming")
    assert "待办 4 项，1 项已逾期。" in words(html)
    order = ("已逾期 2 天", "还有 9 天", "还有 39 天", "还有 70 天")
    assert [waiting.index(said) for said in order] == sorted(waiting.index(said) for said in order)
    assert waiting.count("登记平时考核记录") == 1, "one line for everybody"
    assert "2026 年第 4 季度还有 3 人未记录" in waiting
    assert "王1003的任期 2027-01 届满" in waiting
    assert "12月1日 星期二" in coming
    assert "王1002的任期 2026-12-01 届满" in coming
    assert "1001" not in coming
    assert "1003" not in coming


def test_the_year_tells_no_figure_here(client: Client) -> None:
    small_year(40, ungraded={39: "任职不满半年"}, marked={2: "诫勉"})
    text = home(client, Role.ORG_HEAD)
    assert "2025 年度考核 汇总计分 参加考核 40 人" in text
    for figure in ("拟表彰人选", "名额", "参加排名"):
        assert figure not in text


def test_without_a_year_the_department_is_told_how_to_begin(client: Client) -> None:
    assert "还没有考核" in home(client, Role.DISCIPLINE_OFFICER)


def test_many_duties_are_folded_and_none_is_lost(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    me = user_with(Role.ORG_HEAD)

    def source(audience: Audience) -> list[Duty]:
        holder = registry.Holder(user_id=me.pk)
        return [Duty("test.many", "核对", f"第{n}件", "/", holder, TODAY) for n in range(45)]

    monkeypatch.setattr(registry, "_kinds", {"test.many": DutyKind("test.many", source)})
    html = page(client, me)
    assert "待办 45 项" in section(html, "waiting")
    assert html.count('class="duty"') == 45
    assert html.split('class="duties-more"', 1)[0].count('class="duty"') == 20
    assert "显示其余（共 45 项）" in html


def test_a_room_that_fails_takes_nothing_else_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(audience: Audience) -> list[Duty]:
        raise RuntimeError

    monkeypatch.setattr(registry, "_kinds", {**registry._kinds, "a.broken": DutyKind("a.broken", failing)})
    furnish_lists()
    with override_settings(TESTING=False):
        text = home(client, Role.ORG_HEAD)
    assert "有一类待办暂时读不出来" in text
    assert "审批导出申请" in text
    assert "还没有考核" in text


def test_the_workbook_is_the_page_and_is_recorded(client: Client) -> None:
    furnish_lists()
    me = user_with(Role.ORG_HEAD)
    client.force_login(me)
    response = client.get("/inbox.xlsx")
    book = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content)))
    assert [cell.value for cell in book["待办"][3]][:1] == ["审批导出申请"]
    assert "2026-11-22.xlsx" in response["Content-Disposition"]
    event = SecurityEvent.objects.get(kind=SecurityEvent.Kind.EXPORT)
    assert (event.actor, event.note) == (me, "待办 1 项，我发起的 0 项")
    assert client.post("/inbox.xlsx").status_code == 405
