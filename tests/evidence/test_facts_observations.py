"""Routine observations in the words of the field (第六条 平时考核)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Role, RoleGrant, User
from accounts.selectors import UnitScope
from cadres.models import Cadre
from core import clock
from core.pages import RuleBroken, StaleState
from evidence import services
from evidence.duties.facts import KINDS
from evidence.models import Observation
from evidence.selectors.observations import coverage_by_unit, unobserved
from notices.registry import Audience
from notices.selectors import inbox_of
from policy.quarters import Quarter, quarter_of, quarter_read
from tests.support import register
from tests.support.fact_story import PDF, upload
from tests.support.people import user_with

pytestmark = pytest.mark.django_db
EVERYWHERE = UnitScope(everywhere=True)


@pytest.fixture
def officer() -> User:
    return user_with(Role.ORG_OFFICER, staff_no="96001", name="许文澜")


@pytest.fixture
def cadre() -> Cadre:
    who = register.cadre("30101", "林致远")
    register.appointed(who, register.post(register.unit("教务处")))
    return who


def recorded(cadre: Cadre, officer: User, **changes: object) -> Observation:
    values: dict[str, object] = {
        "observed_on": clock.today(),
        "source": "survey",
        "direction": "good",
        "fact": "到二级学院调研，当场协调解决实验室用房。",
    }
    return services.observation_record(cadre_pk=cadre.pk, actor=officer, **{**values, **changes})


def test_a_record_keeps_the_fact_the_unit_of_the_day_and_the_evidence(cadre: Cadre, officer: User) -> None:
    item = recorded(cadre, officer, file=upload("记录.pdf", PDF))
    assert item.unit is not None and item.unit.name == "教务处"
    assert item.shown_at is not None
    assert item.files.get().file.name == "记录.pdf"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"fact": " "}, "请写明事实"),
        ({"office_no": "信字1号"}, "只有信访来源才填写承办部门编号"),
        ({"source": "petition", "show": False}, "不登记信访人和信访内容"),
        ({"source": "petition", "fact": "", "show": False}, "须填写承办部门编号"),
        ({"source": "petition", "fact": "", "office_no": "信字1号"}, "不向本人显示"),
        ({"observed_on": date(2999, 1, 1)}, "不能晚于今天"),
    ],
)
def test_what_may_not_be_recorded_is_refused_with_the_article(
    cadre: Cadre, officer: User, changes: dict[str, object], said: str
) -> None:
    with pytest.raises(RuleBroken, match=said) as refused:
        recorded(cadre, officer, **changes)
    assert "第六条" in str(refused.value)


def test_of_a_petition_only_the_number_of_the_office_is_kept(cadre: Cadre, officer: User) -> None:
    item = recorded(cadre, officer, source="petition", fact="", office_no="纪信〔2026〕7号", show=False)
    assert item.told == "信访件（承办部门编号 纪信〔2026〕7号）"
    with pytest.raises(IntegrityError), transaction.atomic():
        Observation.objects.filter(pk=item.pk).update(shown_at=clock.now())
    with pytest.raises(RuleBroken, match="不向本人显示"):
        services.observation_show(observation_pk=item.pk, version=item.version, actor=officer)


def test_nobody_records_about_oneself(cadre: Cadre) -> None:
    own = user_with(Role.ORG_OFFICER, staff_no=cadre.staff_no, name=cadre.name)
    with pytest.raises(RuleBroken, match="不能给自己登记"):
        recorded(cadre, own)


def test_the_cadre_answers_once_and_adds_later_and_nothing_is_overwritten(
    cadre: Cadre, officer: User
) -> None:
    item = recorded(cadre, officer)
    own = user_with(Role.CADRE, staff_no=cadre.staff_no, name=cadre.name)
    services.observation_answer(observation_pk=item.pk, text="情况属实。", disputes=False, actor=own)
    services.observation_answer(observation_pk=item.pk, text="补充：用房尚未交付。", disputes=True, actor=own)
    item.refresh_from_db()
    assert item.disputed
    assert [answer.text for answer in item.answers.all()] == ["情况属实。", "补充：用房尚未交付。"]
    with pytest.raises(IntegrityError), transaction.atomic():
        item.answers.update(text="改过的话")


def test_a_record_is_withdrawn_with_a_reason_and_never_deleted_or_changed(
    cadre: Cadre, officer: User
) -> None:
    item = recorded(cadre, officer)
    with pytest.raises(RuleBroken, match="请写明撤销原因"):
        services.observation_withdraw(observation_pk=item.pk, version=1, reason=" ", actor=officer)
    services.observation_withdraw(observation_pk=item.pk, version=1, reason="人名写错", actor=officer)
    with pytest.raises(StaleState):
        services.observation_withdraw(observation_pk=item.pk, version=1, reason="再撤一次", actor=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Observation.objects.filter(pk=item.pk).update(fact="另一件事")
    with pytest.raises(IntegrityError), transaction.atomic():
        Observation.objects.filter(pk=item.pk)._raw_delete("default")
    assert [event.note for event in item.events.all()] == ["记录并告知本人", "人名写错"]


def test_coverage_counts_who_was_observed_in_the_quarter_and_not_what_was_withdrawn(
    cadre: Cadre, officer: User
) -> None:
    quarter = quarter_of(clock.today())
    assert [who.staff_no for who in unobserved(EVERYWHERE, quarter)] == ["30101"]
    item = recorded(cadre, officer)
    assert not unobserved(EVERYWHERE, quarter)
    assert [(u.name, u.people, u.observed) for u in coverage_by_unit(EVERYWHERE, quarter)] == [
        ("教务处", 1, 1)
    ]
    services.observation_withdraw(observation_pk=item.pk, version=1, reason="人名写错", actor=officer)
    assert unobserved(EVERYWHERE, quarter).count() == 1


def test_the_duty_of_the_quarter_lasts_until_everybody_was_observed(cadre: Cadre, officer: User) -> None:
    quarter = quarter_of(clock.today())
    (item,) = [i for i in inbox_of(officer, clock.today()).waiting if i.duty.kind == "evidence.observations"]
    assert item.duty.due == quarter.last
    recorded(cadre, officer)
    assert not [i for i in inbox_of(officer, clock.today()).waiting if i.duty.kind == "evidence.observations"]


def test_the_disputed_record_waits_for_whoever_made_it(cadre: Cadre, officer: User) -> None:
    item = recorded(cadre, officer)
    own = user_with(Role.CADRE, staff_no=cadre.staff_no, name=cadre.name)
    services.observation_answer(observation_pk=item.pk, text="不是我。", disputes=True, actor=own)
    waiting = [i.duty.kind for i in inbox_of(officer, clock.today()).waiting]
    assert "evidence.disputes" in waiting
    assert not inbox_of(own, clock.today()).waiting
    services.observation_withdraw(observation_pk=item.pk, version=2, reason="人名写错", actor=officer)
    assert "evidence.disputes" not in [i.duty.kind for i in inbox_of(officer, clock.today()).waiting]


def disputes(user: User) -> list[str]:
    return [i.duty.url for i in inbox_of(user, clock.today()).waiting if i.duty.kind == "evidence.disputes"]


def test_a_disputed_record_that_is_right_is_kept_with_a_reason_the_cadre_reads(
    cadre: Cadre, officer: User, client: Client
) -> None:
    item = recorded(cadre, officer)
    with pytest.raises(RuleBroken, match="没有待核对的异议"):
        services.observation_keep(observation_pk=item.pk, version=1, reason="属实", actor=officer)
    own = user_with(Role.CADRE, staff_no=cadre.staff_no, name=cadre.name)
    services.observation_answer(observation_pk=item.pk, text="不是我。", disputes=True, actor=own)
    with pytest.raises(RuleBroken, match="理由"):
        services.observation_keep(observation_pk=item.pk, version=2, reason=" ", actor=officer)
    client.force_login(officer)
    kept = client.post(
        reverse("observation_keep", args=[item.pk]), {"version": 2, "reason": "会议签到可以证明。"}
    )
    assert kept.status_code == 303
    assert not disputes(officer)
    client.force_login(own)
    assert "会议签到可以证明。" in client.get(item.get_absolute_url()).content.decode()
    services.observation_answer(observation_pk=item.pk, text="仍不是我。", disputes=True, actor=own)
    assert disputes(officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Observation.objects.filter(pk=item.pk).update(fact="另一件事")


def test_a_dispute_waits_for_the_office_where_the_recorder_has_left(cadre: Cadre, officer: User) -> None:
    item = recorded(cadre, officer)
    own = user_with(Role.CADRE, staff_no=cadre.staff_no, name=cadre.name)
    services.observation_answer(observation_pk=item.pk, text="不是我。", disputes=True, actor=own)
    other = user_with(Role.ORG_OFFICER, staff_no="96002")
    assert not disputes(other)
    RoleGrant.objects.filter(user=officer).update(valid_to="2021-01-01")
    assert disputes(other) == [item.get_absolute_url()]
    services.observation_keep(observation_pk=item.pk, version=2, reason="属实", actor=other)
    assert not disputes(other)


def test_the_cadre_sees_the_own_records_once_shown_and_nobody_elses(
    cadre: Cadre, officer: User, client: Client
) -> None:
    shown, kept = recorded(cadre, officer), recorded(cadre, officer, fact="尚未告知。", show=False)
    other = register.cadre("30102", "别人")
    others = recorded(other, officer, fact="别人的事。")
    client.force_login(user_with(Role.CADRE, staff_no=cadre.staff_no, name=cadre.name))
    page = client.get(reverse("observations")).content.decode()
    assert "当场协调" in page and "尚未告知。" not in page and "别人的事" not in page
    assert [client.get(item.get_absolute_url()).status_code for item in (shown, kept, others)] == [
        200,
        404,
        404,
    ]
    assert "许文澜" not in client.get(shown.get_absolute_url()).content.decode()
    answer = client.post(reverse("observation_answer", args=[shown.pk]), {"text": "属实。"})
    assert answer.status_code == 303
    assert client.post(reverse("observation_answer", args=[kept.pk]), {"text": "属实。"}).status_code == 404


def test_a_file_that_is_not_what_its_name_says_is_refused(
    cadre: Cadre, officer: User, client: Client
) -> None:
    item = recorded(cadre, officer)
    client.force_login(officer)
    page = client.post(
        reverse("observation_file_add", args=[item.pk]), {"file": upload("记录.pdf", b"MZ not a pdf")}
    )
    assert "文件名像 PDF，内容却不是" in page.content.decode()
    assert not item.files.exists()


def test_quarters() -> None:
    assert quarter_of(date(2026, 2, 28)) == Quarter(2026, 1)
    assert quarter_of(date(2026, 12, 31)) == Quarter(2026, 4)
    assert Quarter(2026, 4).last == date(2026, 12, 31)
    assert Quarter(2024, 1).last - Quarter(2024, 1).first == timedelta(days=90)
    assert quarter_read("2026-3") == Quarter(2026, 3)
    assert [quarter_read(code) for code in ("2026-5", "x", "", "0000-1", "2026-03")] == [None] * 5


def test_who_holds_nothing_asks_no_query(django_assert_num_queries) -> None:
    nobody = Audience(clock.today(), user_id=1, scopes={})
    with django_assert_num_queries(0):
        assert not [duty for kind in KINDS for duty in kind.source(nobody)]
