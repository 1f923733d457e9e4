"""Editing one person: months, mistakes, conflicts, two clicks, one look at the numbers."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.models import Role, SecurityEvent, User
from cadres.models import Absence, Appointment, Cadre, Kin, Post, Term
from cadres.services import absence_add, appointment_start, cadre_edit, identity_change
from tests.support.register import appointed, cadre, keeper, post, unit

pytestmark = pytest.mark.django_db
PAGE = "/cadres/1001/"
IDENTITY, OTHER_IDENTITY, PHONE = "11010519491231002X", "110101199003072316", "13812345678"
LONG = "阿卜杜热西提·麦麦提托合提·阿卜杜拉江·吐尔逊尼亚孜"


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(keeper())
    return client


@pytest.fixture
def person() -> Cadre:
    made = cadre("1001", name="陈静", born="1975-03", sex="女")
    appointed(made, post(unit("教务处")))
    return made


def filled(client: Client, page: str) -> dict[str, str]:
    """What a browser would send back unchanged from the form of a page."""
    html = client.get(page).content.decode()
    form = html.split('class="form"', 1)[1].split("</form>", 1)[0]
    data = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]+)"', tag)[1]
        if 'type="checkbox"' in tag and "checked" not in tag:
            continue
        value = re.search(r'value="([^"]*)"', tag)
        data[name] = value[1] if value else ""
    for name, body in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', body)
        data[name] = chosen[1] if chosen else ""
    data.pop("csrfmiddlewaretoken")
    return data


def send(client: Client, page: str, **changed: Any) -> HttpResponse:
    return client.post(page, {**filled(client, page), **changed})


def said(response: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_correction_is_stored_with_its_reason(officer: Client, person: Cadre) -> None:
    response = send(officer, f"{PAGE}edit/", name=LONG, political_status="中共党员", reason="核对档案")
    assert (response.status_code, response["Location"]) == (303, PAGE)
    fresh = Cadre.objects.get()
    assert (fresh.name, fresh.political_status, fresh.version) == (LONG, "中共党员", 2)
    copy = fresh.history.latest("history_id")
    assert (copy.history_change_reason, copy.history_user.staff_no) == ("核对档案", "9001")


@pytest.mark.parametrize("name", ["𠮷田𪚥", "李𬭊", LONG])
def test_rare_and_long_names_survive_the_form(officer: Client, person: Cadre, name: str) -> None:
    send(officer, f"{PAGE}edit/", name=name)
    assert filled(officer, f"{PAGE}edit/")["name"] == name
    assert Cadre.objects.get().name == name


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2019-09", "2019-09"),
        ("2019.09", "2019-09"),
        ("2019年9月", "2019-09"),
        ("２０１９．０９", "2019-09"),
        ("2019-09-05", "2019-09-05"),
        ("", ""),
    ],
)
def test_a_month_as_people_write_it(officer: Client, person: Cadre, typed: str, stored: str) -> None:
    assert send(officer, f"{PAGE}edit/", started_work=typed).status_code == 303
    assert Cadre.objects.get().started_work == stored


def test_an_ambiguous_month_is_refused_on_top_and_at_its_field_with_what_to_write(
    officer: Client, person: Cadre
) -> None:
    response = send(officer, f"{PAGE}edit/", started_work="2019.1", political_status="群众")
    html = response.content.decode()
    words = "是 2019 年 1 月还是 10 月？"
    assert response.status_code == 200
    assert html.count(words) == 2
    assert "请写成 2019.01 或 2019.10" in html
    assert 'href="#id_started_work"' in html
    assert 'value="2019.1"' in html
    assert 'value="群众"' in html, "nothing that was typed is lost"
    assert Cadre.objects.get().version == 1


def test_who_comes_second_is_shown_what_changed_and_keeps_the_typed_text(
    officer: Client, person: Cadre
) -> None:
    page = f"{PAGE}edit/"
    mine = filled(officer, page)
    other = keeper(staff_no="8002")
    cadre_edit(cadre=Cadre.objects.get(), version=1, values={"political_status": "民盟盟员"}, actor=other)
    response = officer.post(page, {**mine, "political_status": "群众", "remark": "我写的"})
    text, html = said(response), response.content.decode()
    assert response.status_code == 409
    assert "许文澜改过这条记录" in text
    assert re.search(r"政治面貌 您打开时 （空） 现在 民盟盟员 您填写的 群众", text)
    assert 'value="我写的"' in html
    assert Cadre.objects.get().political_status == "民盟盟员"
    # The next click is a decision: what was typed goes in.
    again = {**mine, "political_status": "群众", "remark": "我写的", "version": "2"}
    assert 'name="version" value="2"' in html
    assert officer.post(page, again).status_code == 303
    assert Cadre.objects.get().remark == "我写的"


def test_two_clicks_make_one_change(officer: Client, person: Cadre) -> None:
    page = f"{PAGE}edit/"
    data = {**filled(officer, page), "remark": "一次"}
    assert [officer.post(page, data).status_code for _ in range(2)] == [303, 303]
    assert Cadre.objects.get().version == 2
    held = Appointment.objects.get()
    page = f"{PAGE}appointments/{held.pk}/"
    data = {
        **filled(officer, page),
        "document_no": "校〔2021〕3号",
        "term_starts": "2021.03",
        "term_ends": "2026年3月",
    }
    assert [officer.post(page, data).status_code for _ in range(2)] == [303, 303]
    held.refresh_from_db()
    term = Term.objects.get()
    assert (held.version, term.starts, term.ends) == (2, "2021-03", "2026-03")
    page = f"{PAGE}appointments/{held.pk}/end/"
    data = {**filled(officer, page), "ended_on": "2026.05"}
    assert [officer.post(page, data).status_code for _ in range(2)] == [303, 303]
    held.refresh_from_db()
    assert (held.version, held.ended_on) == (3, "2026-05")
    chosen = Post.objects.create(unit=unit("科研处"), title="处长", rank="正职")
    page = f"{PAGE}appointments/new/?unit={chosen.unit_id}"
    data = {**filled(officer, page), "post": chosen.pk, "in_post_since": "2026-05"}
    assert [officer.post(page, data).status_code for _ in range(2)] == [303, 303]
    assert Appointment.objects.count() == 2
    page = f"{PAGE}absences/new/"
    data = {"kind": "study", "starts": "2026-03-01", "ends": "", "note": ""}
    assert [officer.post(page, data).status_code for _ in range(2)] == [303, 303]
    page = f"{PAGE}absences/{Absence.objects.get().pk}/end/"
    data = {**filled(officer, page), "ends": "2026-06-30"}
    assert [officer.post(page, data).status_code for _ in range(2)] == [303, 303]
    assert Absence.objects.get().version == 2
    page = f"{PAGE}kin/"
    data = {"relation": "spouse", "name": "林一诺", "workplace": "", "relative": ""}
    assert [officer.post(page, data).status_code for _ in range(2)] == [303, 303]
    assert Kin.objects.count() == 1
    page = f"{PAGE}leave/"
    data = {**filled(officer, page), "left_on": "2026-07", "left_reason": "retired"}
    assert [officer.post(page, data).status_code for _ in range(2)] == [303, 303]
    page = f"{PAGE}return/"
    data = {**filled(officer, page), "reason": "返聘任职"}
    assert [officer.post(page, data).status_code for _ in range(2)] == [303, 303]
    assert Cadre.objects.get().status == "in"


def numbered(person: Cadre) -> Cadre:
    return identity_change(
        cadre=person, version=person.version, identity_no=IDENTITY, phone=PHONE, actor=User.objects.system()
    )


def test_new_numbers_are_never_filled_in_beforehand(officer: Client, person: Cadre) -> None:
    numbered(person)
    page = f"{PAGE}numbers/"
    html = officer.get(page).content.decode()
    assert IDENTITY not in html
    assert "110105" not in html
    assert PHONE not in html
    assert filled(officer, page)["identity_no"] == ""
    assert "没有填写新的号码" in said(send(officer, page, reason="核对证件"))
    wrong = send(officer, page, identity_no="110105194912310021", reason="核对证件")
    assert "校验位不对" in said(wrong)
    assert send(officer, page, identity_no=OTHER_IDENTITY, reason="核对证件").status_code == 303
    fresh = Cadre.objects.get()
    assert (fresh.identity_no, fresh.phone) == (OTHER_IDENTITY, PHONE), "an empty field leaves it"
    assert send(officer, page, phone_empty="on", reason="本人要求").status_code == 303
    assert Cadre.objects.get().phone is None


def test_a_conflict_over_numbers_shows_none(officer: Client, person: Cadre) -> None:
    page = f"{PAGE}numbers/"
    mine = filled(officer, page)
    numbered(person)
    response = officer.post(page, {**mine, "identity_no": OTHER_IDENTITY, "reason": "核对证件"})
    assert response.status_code == 409
    assert "对方更改了身份证号、手机，号码不在这里显示" in said(response)
    assert IDENTITY not in response.content.decode()
    assert Cadre.objects.get().identity_no == IDENTITY


def test_the_numbers_are_shown_once_for_a_reason_that_is_logged(officer: Client, person: Cadre) -> None:
    numbered(person)
    page = f"{PAGE}reveal/"
    assert IDENTITY not in officer.get(page).content.decode()
    assert "请写明原因，至少 4 个字" in said(officer.post(page, {"reason": "看"}))
    assert not SecurityEvent.objects.filter(kind=SecurityEvent.Kind.REVEAL).exists()
    response = officer.post(page, {"reason": "办理因公出国审批"})
    html = response.content.decode()
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert IDENTITY in html
    assert PHONE in html
    event = SecurityEvent.objects.get(kind=SecurityEvent.Kind.REVEAL)
    assert (event.subject, event.note) == ("1001", "原因：办理因公出国审批")
    for again in (page, PAGE):
        assert IDENTITY not in officer.get(again).content.decode()


@pytest.mark.parametrize(
    "step", ["reveal", "edit", "numbers", "leave", "return", "kin", "absences/new", "appointments/new"]
)
@pytest.mark.parametrize("role", [Role.DISCIPLINE_OFFICER, Role.LEADER, Role.UNIT_PARTY])
def test_who_only_reads_changes_nothing_by_post_either(
    client: Client, person: Cadre, role: Role, step: str
) -> None:
    client.force_login(keeper(role))
    assert client.post(f"{PAGE}{step}/", {"reason": "办理因公出国审批", "version": 1}).status_code == 403
    client.force_login(keeper(role, unit("财务处"), staff_no="8003"))
    User.objects.get(staff_no="8003").grants.exclude(unit__name="财务处").delete()
    assert client.post(f"{PAGE}{step}/", {"reason": "办理因公出国审批", "version": 1}).status_code == 404
    assert Cadre.objects.get().version == 1


EXTRAS = {
    "staff_no": "6666",
    "status": "left",
    "left_on": "2020-01",
    "left_reason": "died",
    "unit": "1",
    "is_primary": "on",
    "cadre": "2",
    "cadre_id": "2",
    "id": "2",
    "pk": "2",
    "identity_hash": "x",
    "pinyin": "x",
    "secrets_changed": "x",
    "removed_on": "2020-01-01",
    "appointment": "2",
    "actor": "1",
}
FORMS: dict[str, dict[str, str]] = {
    "edit/": {"remark": "甲"},
    "numbers/": {"phone": PHONE, "reason": "核对证件"},
    "kin/": {"relation": "spouse", "name": "林一诺"},
    "appointments/{post}/": {"document_no": "甲"},
    "appointments/{post}/end/": {"ended_on": "2026-05"},
    "appointments/new/?unit={unit}": {"post": "{free}", "kind": "concurrent", "in_post_since": "2026-05"},
    "absences/new/": {"kind": "sick", "starts": "2026-05-01"},
    "absences/{absence}/end/": {"ends": "2026-06-30"},
    "leave/": {"left_on": "2026-07", "left_reason": "retired"},
}
MAY_DIFFER = {
    "edit/": {"cadre": {"remark", "version"}},
    "numbers/": {"cadre": {"phone", "phone_hash", "version", "secrets_changed"}},
    "appointments/{post}/": {"appointment": {"document_no", "version"}},
    "appointments/{post}/end/": {"appointment": {"ended_on", "version"}},
    "absences/{absence}/end/": {"absence": {"ends", "version"}},
    "leave/": {
        "cadre": {"status", "left_on", "left_reason", "version"},
        "appointment": {"ended_on", "end_reason", "version"},
    },
}


@pytest.mark.parametrize("form", FORMS)
def test_nobody_writes_more_than_the_form_lists(officer: Client, person: Cadre, form: str) -> None:
    """F21: whatever else is sent along changes nothing."""
    other = cadre("1002", name="陈静")
    absence_add(cadre=person, kind="study", starts=date(2026, 1, 1), actor=User.objects.system())
    free = post(unit("科研处"))
    held = Appointment.objects.get()
    names = {"post": held.pk, "unit": free.unit_id, "free": free.pk, "absence": Absence.objects.get().pk}
    before = {row: state(row) for row in (person, other, held, Absence.objects.get())}
    page = PAGE + form.format(**names)
    data = {**filled(officer, page), **{key: value.format(**names) for key, value in FORMS[form].items()}}
    assert officer.post(page, {**EXTRAS, **data}).status_code == 303
    allowed = MAY_DIFFER.get(form, {})
    for row, values in before.items():
        changed = {name for name, value in state(row).items() if value != values[name]}
        own = row.pk != other.pk or not isinstance(row, Cadre)
        assert changed <= (allowed.get(row._meta.model_name, set()) if own else set()), row
    assert Cadre.objects.count() == 2
    assert not Kin.objects.exclude(cadre=person).exists()
    assert not Absence.objects.exclude(cadre=person).exists()
    assert not Appointment.objects.exclude(cadre=person).exists()
    assert not Kin.objects.exclude(removed_on=None).exists()


def state(row: Any) -> dict[str, Any]:
    fresh = type(row)._default_manager.get(pk=row.pk)
    return {field.attname: getattr(fresh, field.attname) for field in fresh._meta.concrete_fields}


def test_a_new_person_gets_a_page(officer: Client) -> None:
    free = post(unit("科研处"))
    page = f"/cadres/new/?unit={free.unit_id}"
    data = {**filled(officer, page), "staff_no": "２００１", "name": LONG, "sex": "男", "born": "1980.02"}
    response = officer.post(
        page, {**data, "post": free.pk, "in_post_since": "2026-09", "status": "left", "version": "9"}
    )
    assert response["Location"] == "/cadres/2001/"
    made = Cadre.objects.get()
    assert (made.name, made.born, made.status, made.version) == (LONG, "1980-02", "in", 1)
    assert made.appointments.get().post == free
    again = officer.post(page, {**data, "post": free.pk, "in_post_since": "2026-09"})
    assert "这个工号已经在名册中" in said(again)
    assert officer.get("/cadres/2001/").status_code == 200


def test_whose_scope_is_a_unit_appoints_there_only(client: Client) -> None:
    mine, other = unit("教务处"), unit("财务处")
    client.force_login(keeper(Role.ORG_OFFICER, mine))
    html = client.get("/cadres/new/").content.decode()
    assert "教务处" in html
    assert "财务处" not in html
    assert 'class="form"' not in html, "first the unit"
    assert client.post(f"/cadres/new/?unit={other.pk}", {"staff_no": "2001", "name": "甲"}).status_code == 200
    assert not Cadre.objects.exists()
    client.force_login(keeper(Role.DISCIPLINE_OFFICER, staff_no="8001"))
    assert client.get("/cadres/new/").status_code == 404


def test_a_full_post_is_said_before_it_is_filled_again(officer: Client, person: Cadre) -> None:
    held = Appointment.objects.get()
    html = officer.get(f"{PAGE}appointments/new/?unit={held.post.unit_id}").content.decode()
    assert "职数 1，现任 1 人，已满" in html


def test_relatives_are_for_the_organization_department_alone(
    officer: Client, person: Cadre, client: Client
) -> None:
    cadre("1002", name="林一诺")
    page = f"{PAGE}kin/"
    assert send(officer, page, relation="spouse", name="林一诺", relative="9999").status_code == 200
    assert send(officer, page, relation="spouse", name="林一诺", relative="1002").status_code == 303
    assert "林一诺（1002）" in said(officer.get(page))
    kin = Kin.objects.get()
    assert "林一诺" not in officer.get(PAGE).content.decode()
    assert officer.post(f"{page}{kin.pk}/remove/", {"version": kin.version}).status_code == 303
    kin.refresh_from_db()
    assert kin.removed_on
    assert officer.post(f"/cadres/1002/kin/{kin.pk}/remove/", {"version": 2}).status_code == 404


def test_an_appointment_of_somebody_else_is_not_found_below_this_page(officer: Client, person: Cadre) -> None:
    other = cadre("1002")
    theirs = appointment_start(cadre=other, post=post(unit("科研处")), actor=User.objects.system())
    for page in (f"{PAGE}appointments/{theirs.pk}/", f"{PAGE}appointments/{theirs.pk}/end/"):
        assert officer.get(page).status_code == 404
