"""Both offices register a matter and what was given for it, and read what runs and what asks for them."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Role, User
from cadres.models import Cadre
from core import clock
from matters.duties import liftings
from matters.models import Mark, Matter, Relief
from matters.services import mark_record, matter_create, relief_record
from notices.registry import Audience
from tests.support.people import user_with
from tests.support.register import cadre

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 29)


@pytest.fixture(autouse=True)
def frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.clock.today", lambda: TODAY)


@pytest.fixture
def officer() -> User:
    return user_with(Role.DISCIPLINE_OFFICER, staff_no="8001", name="纪检一")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def recorded(actor: User, who: Cadre, measure: str, on: str, **more: Any) -> Mark:
    matter = matter_create(title=f"{measure}一事", description="", actor=actor)
    return mark_record(
        matter=matter, cadre=who, measure=measure, decided_on=date.fromisoformat(on), actor=actor, **more
    )


def test_the_computed_end_is_shown_with_its_reasons_before_anything_is_saved(officer: User) -> None:
    cadre("1001")
    page = signed_in(officer)
    said = page.post(reverse("matter_new"), {"title": "采购论证不充分", "description": ""})
    matter = Matter.objects.get(title="采购论证不充分")
    assert said.url == reverse("matter_page", args=[matter.pk])
    url = reverse("mark_new", args=[matter.pk])
    given = {
        "staff_no": "1001",
        "measure": "党内严重警告",
        "decided_on": "2026-03-31",
        "document_no": "纪〔2026〕3号",
    }
    shown = page.post(url, given)
    words = shown.content.decode()
    assert not Mark.objects.exists()
    assert "自批准之日2026年3月31日起 18 个月" in words and "2027年9月30日起期满" in words
    assert "中国共产党纪律处分条例第十条" in words
    seen = shown.context["form"]["seen"].value()
    # Whoever changes what was entered sees the new end first.
    again = page.post(url, {**given, "decided_on": "2026-04-30", "seen": seen})
    assert "2027年10月30日起期满" in again.content.decode() and not Mark.objects.exists()
    assert page.post(url, {**given, "seen": seen}).status_code == 303
    mark = Mark.objects.get()
    assert (mark.influence_to, mark.end_source) == (date(2027, 9, 30), "computed")
    html = page.get(reverse("matter_page", args=[matter.pk])).content.decode()
    assert "影响期内" in html and "登记了记录（党内严重警告）" in html
    step = {
        "version": mark.version,
        "decided_on": "2026-03-31",
        "influence_to": "2027-08-31",
        "end_source": "edited",
    }
    correct = reverse("mark_correct", args=[mark.pk])
    refused = page.post(correct, {**step, "reason": "与前一处分合并"})
    assert refused.status_code == 200 and "改定影响期须写明理由" in refused.content.decode()
    page.post(correct, {**step, "reason": "与前一处分合并", "end_reason": "合并执行，纪〔2026〕9号"})
    mark.refresh_from_db()
    assert (mark.influence_to, mark.end_source) == (date(2027, 8, 31), "edited")
    page.post(
        reverse("mark_cancel", args=[mark.pk]),
        {"version": mark.version, "on": "2026-11-29", "reason": "查无此事"},
    )
    assert "撤销：查无此事" in page.get(reverse("matter_page", args=[matter.pk])).content.decode()


def test_the_discipline_office_decides_and_the_organization_department_records_the_rest(
    officer: User,
) -> None:
    one = cadre("1001")
    sanction = recorded(officer, one, "政务记过", "2026-03-10")
    warning = recorded(officer, one, "诫勉", "2026-05-10")
    org = signed_in(user_with(Role.ORG_OFFICER, staff_no="8002"))
    assert org.get(reverse("mark_cancel", args=[sanction.pk])).status_code == 403
    assert org.get(reverse("mark_cancel", args=[warning.pk])).status_code == 200
    form = org.get(reverse("mark_new", args=[sanction.matter_id])).content.decode()
    assert ">诫勉<" in form and ">免职<" in form and ">政务记过<" not in form
    # Nobody acts on an own mark; the cadre reads the own, nobody else anything.
    own = signed_in(user_with(Role.CADRE, Role.DISCIPLINE_OFFICER, staff_no="1001"))
    assert own.get(reverse("mark_cancel", args=[sanction.pk])).status_code == 403
    cadre("1002")
    stranger, self_ = (
        signed_in(user_with(Role.CADRE, staff_no="1002")),
        user_with(Role.CADRE, staff_no="1003"),
    )
    mine = recorded(officer, cadre("1003"), "诫勉", "2026-05-10")
    assert stranger.get(reverse("matter_page", args=[mine.matter_id])).status_code == 404
    html = signed_in(self_).get(reverse("matter_page", args=[mine.matter_id])).content.decode()
    assert "这里只有与您本人有关的记录" in html and "办理记录" not in html


def test_the_list_by_what_asks_for_somebody_with_search_filter_and_workbook(officer: User) -> None:
    people = [cadre(f"100{place}", name) for place, name in enumerate(("甲", "乙", "丙", "丁", "戊"))]
    recorded(officer, people[0], "党内警告", "2026-03-10")
    recorded(officer, people[1], "诫勉", "2026-06-10")
    recorded(officer, people[2], "事业单位警告", "2026-03-10")
    recorded(officer, people[3], "政务警告", "2026-03-10")
    lifted = recorded(officer, people[4], "诫勉", "2026-06-10")
    relief_record(
        matter=lifted.matter, cadre=people[4], kind=Relief.Kind.EXEMPT, source="党委会", actor=officer
    )
    page = signed_in(officer)
    states = ("running", "expiring", "lifting_due", "needs_judgement", "relieved")
    for state, name in zip(states, "甲乙丙丁戊", strict=True):
        html = page.get(reverse("marks"), {"state": state}).content.decode()
        found = [one.name for one in people if f">{one.name}</a>" in html]
        assert found == [name], state
    html = page.get(reverse("marks"), {"q": "1002", "family": "事业单位处分"}).content.decode()
    assert ">丙</a>" in html and ">甲</a>" not in html and "期满，待书面解除" in html
    book = load_workbook(io.BytesIO(b"".join(page.get(reverse("marks_export")).streaming_content)))
    cells = [str(cell.value) for row in book.active.iter_rows() for cell in row]
    assert {"甲", "乙", "丙", "丁", "戊", "2027-03-10"} <= set(cells)


def test_a_written_lifting_falls_due_and_is_gone_once_it_is_recorded(officer: User) -> None:
    mark = recorded(officer, cadre("1001"), "事业单位记过", "2025-12-20")

    def duties(day: date) -> list[Any]:
        return list(liftings(Audience(on=day)))

    free_on = date(2026, 12, 20)
    assert mark.influence_to == free_on
    assert not duties(free_on - timedelta(days=31))
    due = duties(free_on - timedelta(days=30))
    assert {one.holder.role for one in due} == {Role.DISCIPLINE_HEAD, Role.DISCIPLINE_OFFICER}
    assert {one.due for one in due} == {free_on}
    page = signed_in(officer)
    page.post(due[0].url, {"version": mark.version, "on": "2026-11-29", "document_no": "纪〔2026〕12号"})
    assert not duties(free_on)
    assert clock.today() == TODAY


def test_the_slower_of_two_who_word_a_matter_keeps_the_text(officer: User) -> None:
    matter = matter_create(title="采购论证", description="", actor=officer)
    url, page = reverse("matter_edit", args=[matter.pk]), signed_in(officer)
    seen = page.get(url).context["form"]["wording"].value()
    assert page.post(url, {"title": "采购论证不充分", "description": "", "wording": seen}).status_code == 303
    late = page.post(url, {"title": "论证不够", "description": "补充", "wording": seen})
    assert late.status_code == 409 and "刚刚被其他人修改" in late.content.decode()
    assert late.context["form"]["title"].value() == "论证不够"
    assert Matter.objects.get().title == "采购论证不充分"
    # With the newest wording before the eyes the same text goes in.
    again = {"title": "论证不够", "description": "补充", "wording": late.context["form"]["wording"].value()}
    page.post(url, again)
    assert Matter.objects.get().title == "论证不够"
