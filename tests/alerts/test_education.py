"""Warning education: a masked case, an audience, who was there (第十三条)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Unit, UnitKind
from alerts.models import Education
from alerts.selectors.education import named_in
from core import clock
from tests.support.alerts import Office, cadre_in

pytestmark = pytest.mark.django_db


def test_a_case_is_told_without_a_name_to_people_who_are_listed(client: Client) -> None:
    office = Office()
    card = office.issued()
    client.force_login(office.officer)
    url = reverse("education_new")
    given = {
        "form": "bell",
        "title": "以案为鉴",
        "held_on": clock.today(),
        "place": "报告厅",
        "audience": "中层干部",
        "card": card.pk,
        "case_text": "机械学院欧阳文博采购验收不规范。",
    }
    assert "请改为“某同志”等称呼" in client.post(url, given).content.decode()
    assert client.post(url, given | {"case_text": "某学院某同志采购验收不规范。"}).status_code == 303
    event = Education.objects.get()
    people = reverse("education_attendance", args=[event.pk])
    listed = {"version": event.version, "present": office.cadre.staff_no, "absent": "99"}
    assert "名册中没有工号 99" in client.post(people, listed).content.decode()
    assert client.post(people, listed | {"absent": ""}).status_code == 303
    # Who was there reads the masked case and not where it comes from.
    client.force_login(office.own)
    page = client.get(event.get_absolute_url()).content.decode()
    assert "某学院某同志" in page
    assert card.number not in page
    # A unit records its own alone.
    client.force_login(office.party)
    other = Unit.objects.create(name="他院", kind=UnitKind.SCHOOL)
    mine = given | {"card": "", "case_text": "", "title": "支部敲警钟"}
    assert client.post(url, mine | {"unit": other.pk}).status_code == 200
    assert client.post(url, mine | {"unit": office.unit.pk}).status_code == 303
    assert client.get(reverse("education_edit", args=[event.pk])).status_code == 403


def test_a_case_from_nowhere_names_nobody_of_the_register(
    client: Client, django_assert_num_queries: Any
) -> None:
    office = Office()
    cadre_in(office.unit, "30012", "司马相")
    client.force_login(office.officer)
    url = reverse("education_new")
    given = {"form": "bell", "title": "以案为鉴", "held_on": clock.today(), "audience": "中层干部"}
    for told, found in (
        ("司马相采购不规范。", "司马相"),
        ("工号30012的同志采购不规范。", "30012"),
        ("联系 138-0000-1234 的同志。", "手机号码"),
    ):
        assert found in client.post(url, given | {"case_text": told}).content.decode()
    assert not Education.objects.exists()
    # A longer number is no 工号, whatever stands in it.
    assert client.post(url, given | {"case_text": "涉及 300121 元，某同志。"}).status_code == 303
    with django_assert_num_queries(2):
        assert named_in("司马相、欧阳文博和 30012") == {"司马相", "欧阳文博", "30012"}


def test_a_unit_ticks_its_own_people_and_names_others_by_number(client: Client) -> None:
    office = Office()
    away = cadre_in(office.unit, "30002", "李未到")
    guest = cadre_in(Unit.objects.create(name="他院", kind=UnitKind.SCHOOL), "30003", "赵来宾")
    event = Education.objects.create(
        form="bell", title="敲警钟", held_on=clock.today(), unit=office.unit, noted_by=office.party
    )
    client.force_login(office.party)
    people = reverse("education_attendance", args=[event.pk])
    page = client.get(people).content.decode()
    assert "李未到（30002）" in page
    assert "赵来宾" not in page
    given = {"version": 1, "ticked": [office.cadre.pk], "rest": "on", "present": "30003", "absent": ""}
    assert client.post(people, given).status_code == 303
    there = {row.cadre: row.present for row in event.attendance.all()}
    assert there == {office.cadre: True, guest: True, away: False}
    # Changed afterwards: whoever is ticked was there, though still named among the absent.
    again = {"version": 2, "ticked": [away.pk], "present": "", "absent": "30002"}
    assert client.post(people, again).status_code == 303
    assert {row.cadre: row.present for row in event.attendance.all()} == {away: True}
    assert client.post(people, again | {"version": 3, "ticked": [guest.pk]}).status_code == 200, (
        "not of the unit"
    )
