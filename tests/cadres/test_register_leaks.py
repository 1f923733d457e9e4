"""What the page keeps from a viewer, its history keeps too; and no number in full stands in a reason."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, SecurityEvent, User
from cadres import services
from cadres.models import Appointment, Cadre
from cadres.selectors import history_of
from tests.support.register import appointed, cadre, keeper, post, unit

pytestmark = pytest.mark.django_db
PAGE = "/cadres/1001/"
IDENTITY, PHONE = "11010519491231002X", "13812345678"
EVERYWHERE = (
    "name", "reason", "identity_no", "relation", "relative", "kind", "post", "starts", "remark",
    "left_reason", "left_on", "born", "in_post_since", "term_ends", "document_no", "sex",
)  # fmt: skip
MAIL, REMARK = "chenjing@example.edu.cn", "配偶待业，家庭困难"


@pytest.fixture
def person() -> Cadre:
    made = cadre("1001")
    appointed(made, post(unit("教务处")))
    services.cadre_edit(
        cadre=made, version=1, values={"email": MAIL, "remark": REMARK}, actor=User.objects.system()
    )
    return made


@pytest.mark.parametrize("role", [Role.DISCIPLINE_HEAD, Role.DISCIPLINE_OFFICER])
def test_history_hides_what_the_page_hides(client: Client, person: Cadre, role: Role) -> None:
    client.force_login(keeper(role, staff_no="8001"))
    for page in (PAGE, f"{PAGE}history/"):
        html = client.get(page).content.decode()
        assert MAIL not in html
        assert REMARK not in html
    assert "备注" in html, "that it changed is told"
    client.force_login(keeper(Role.ORG_OFFICER, staff_no="8002"))
    html = client.get(f"{PAGE}history/").content.decode()
    assert MAIL in html
    assert REMARK in html


def test_a_number_typed_into_a_reason_is_masked_in_history_log_and_pages(
    client: Client, person: Cadre
) -> None:
    client.force_login(keeper())
    typed = f"证件号{IDENTITY}，电话{PHONE}"
    version = Cadre.objects.get().version
    data = {"version": version, "identity_no": IDENTITY, "phone": PHONE, "reason": typed}
    assert client.post(f"{PAGE}numbers/", data).status_code == 303
    client.post(f"{PAGE}reveal/", {"reason": typed})
    held = Appointment.objects.get()
    data = {"version": 1, "ended_on": "2026-05", "end_reason": "退休"}
    assert client.post(f"{PAGE}appointments/{held.pk}/end/", data).status_code == 303
    told = [change.reason for change in history_of(Cadre.objects.get(), sensitive=True)]
    told += [f"{copy.history_change_reason}" for copy in (*Cadre.history.all(), *Appointment.history.all())]
    told += list(SecurityEvent.objects.values_list("note", flat=True))
    told += [client.get(page).content.decode() for page in (PAGE, f"{PAGE}history/", f"{PAGE}numbers/")]
    assert any("证件号***" in words for words in told)
    assert not re.search(f"{IDENTITY}|{PHONE}", "".join(told))


@pytest.mark.parametrize(
    ("role", "sees"), [(Role.DISCIPLINE_HEAD, False), (Role.LEADER, False), (Role.ORG_OFFICER, True)]
)
def test_the_list_offers_the_mail_to_whom_the_page_shows_it(
    client: Client, person: Cadre, role: Role, sees: bool
) -> None:
    client.force_login(keeper(role, staff_no="8001"))
    html = client.get("/cadres/?columns=staff_no&columns=name&columns=email").content.decode()
    assert (MAIL in html) is sees
    assert ("邮箱" in html) is sees


@pytest.mark.parametrize(
    "address", ["/cadres/%00/", "/cadres/%00/edit/", "/cadres/%F0%9F/", "/cadres/..%2f/"]
)
def test_a_strange_address_is_a_page_not_found(client: Client, person: Cadre, address: str) -> None:
    client.force_login(keeper())
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("version", ["0", "-1", "9" * 30, "1.5", "x", ""])
def test_a_made_up_version_changes_nothing(client: Client, person: Cadre, version: str) -> None:
    client.force_login(keeper())
    held = Appointment.objects.get()
    for page, data in (
        (f"{PAGE}edit/", {"name": "李梅"}),
        (f"{PAGE}appointments/{held.pk}/end/", {"ended_on": "2026-05"}),
        (f"{PAGE}leave/", {"left_on": "2026-05", "left_reason": "died"}),
        (reverse("unit_rename", args=[held.post.unit_id]), {"name": "甲", "renamed_on": "2024-01-01"}),
        (reverse("post_edit", args=[held.post.unit_id, held.post_id]),
         {"title": "甲", "rank": "正职", "quota": "1"}),
    ):  # fmt: skip
        assert client.post(page, {**data, "version": version}).status_code in (200, 409), page
    assert (Cadre.objects.get().name, Cadre.objects.get().status) == ("陈静", "in")
    assert Appointment.objects.get().is_open


@pytest.mark.parametrize("value", ["\x00", "甲\x00", "\ud83d", "9" * 30])
def test_what_no_column_holds_is_refused_and_not_a_crash(client: Client, person: Cadre, value: str) -> None:
    client.force_login(keeper())
    office = Appointment.objects.get().post.unit_id
    value = value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    for page in (
        "edit",
        "numbers",
        "kin",
        "absences/new",
        f"appointments/new/?unit={office}",
        "leave",
        "reveal",
    ):
        address = f"{PAGE}{page}" if "?" in page else f"{PAGE}{page}/"
        response = client.post(address, dict.fromkeys(EVERYWHERE, value) | {"version": "2"})
        assert response.status_code == 200, page
    for unit_id in (value, f"{office}\x00"):
        assert client.get(f"{PAGE}appointments/new/", {"unit": unit_id}).status_code == 200
    assert client.get(f"{PAGE}history/", {"page": value}).status_code == 200


def test_a_relative_is_found_again_and_the_name_stays_on_its_page(client: Client, person: Cadre) -> None:
    client.force_login(keeper())
    name = "阿卜杜热西提·麦麦提托合提𠮷"
    assert client.post(f"{PAGE}kin/", {"relation": "spouse", "name": name}).status_code == 303
    assert name in client.get(f"{PAGE}kin/").content.decode()
    for page in (PAGE, f"{PAGE}history/", "/cadres/"):
        assert name not in client.get(page).content.decode(), page
    assert PAGE not in client.get("/cadres/", {"q": name}).content.decode(), "nobody is found by a relative"
