"""Units and posts in the browser: from setting up to merging, for whoever may."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, Unit, User
from cadres.models import Appointment, Post
from core import clock
from tests.support.register import appointed, cadre, keeper, post, unit

pytestmark = pytest.mark.django_db
DAY = "2024-07-01"
FORMS = (
    "unit_rename",
    "unit_move",
    "unit_edit",
    "unit_merge",
    "unit_close",
    "supervision_start",
    "post_create",
)


@pytest.fixture
def officer(client: Client) -> User:
    user = keeper()
    client.force_login(user)
    return user


def page(client: Client, url_name: str, /, *args: int, **data: object) -> str:
    address = reverse(url_name, args=args)
    response = client.post(address, data, follow=True) if data else client.get(address)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_from_a_new_unit_to_its_end(client: Client, officer: User) -> None:
    page(client, "unit_open", name="物理系", kind="二级学院")
    physics, arts = Unit.objects.get(), unit("理学院")
    page(
        client,
        "unit_rename",
        physics.pk,
        version=1,
        name="物理学系",
        renamed_on=DAY,
        document_no="校发〔2024〕3号",
    )
    page(client, "unit_move", physics.pk, version=2, parent=arts.pk)
    shown = page(client, "unit_edit", physics.pk, version=3, kind="直属单位")
    assert "物理系（至 2024-06-30）" in shown and "理学院" in shown and "直属单位" in shown

    page(client, "post_create", physics.pk, title="主任", rank="正职", quota=1, is_key="on")
    head = Post.objects.get()
    shown = page(client, "post_edit", physics.pk, head.pk, version=1, title="系主任", rank="正职", quota=1)
    assert "系主任" in shown and "关键岗位" not in shown and "空缺 1" in shown
    appointed(cadre("1001", "李梅"), head)
    appointed(cadre("1002", "王芳"), head)
    assert "超职数 1 人" in page(client, "unit", physics.pk)
    assert "超职数 1 人" in page(client, "units")
    assert "李梅" in page(client, "unit_close", physics.pk, version=4, closed_on=DAY)

    leader = keeper(Role.LEADER, arts, "9009")
    page(client, "supervision_start", physics.pk, leader=leader.pk, valid_from=DAY)
    (supervision,) = physics.supervisions.all()
    shown = page(client, "supervision_end", physics.pk, supervision.pk, version=1, valid_to="2024-08-01")
    assert "至 2024-08-01" in shown

    shown = page(
        client, "unit_merge", physics.pk, version=4, successor=arts.pk, merged_on=clock.today().isoformat()
    )
    assert "仍有 2 人" in shown
    shown = page(client, "unit_transfer", physics.pk, to=arts.pk, moved_on="2026.09")
    assert "已转入 2 人" in shown
    assert Appointment.objects.filter(ended_on="", post__unit=arts, in_post_since="2026-09").count() == 2
    Appointment.objects.filter(ended_on="").update(ended_on="2026-10")
    made = Post.objects.get(unit=arts)
    shown = page(client, "post_close", arts.pk, made.pk, version=1, closed_on=clock.today().isoformat())
    assert "已撤销的岗位" in shown


def test_a_mistake_stands_above_the_form_and_at_the_field(client: Client, officer: User) -> None:
    office = unit("教务处")
    unit("财务处")
    shown = page(client, "unit_rename", office.pk, version=1, name="财务处", renamed_on="2199-01-01")
    assert "更名日期不能晚于今天" in shown
    assert "已有同名的现存单位" in page(
        client, "unit_rename", office.pk, version=1, name="财务处", renamed_on=DAY
    )
    assert "请填写新名称" in page(client, "unit_rename", office.pk, version=1, name="", renamed_on=DAY)


def test_the_second_at_one_form_is_shown_what_changed(client: Client, officer: User) -> None:
    made = post(unit("教务处"))
    args = [made.unit_id, made.pk]
    page(client, "post_edit", *args, version=1, title="处长", rank="正职", quota=2)
    data = {"version": 1, "title": "处长", "rank": "正职", "quota": 3}
    response = client.post(reverse("post_edit", args=args), data)
    assert response.status_code == 409
    assert "许文澜改过这条记录" in response.content.decode()
    made.refresh_from_db()
    assert made.quota == 2


@pytest.mark.parametrize("name", FORMS)
def test_forms_write_only_what_they_list(client: Client, officer: User, name: str) -> None:
    """F21: state, keys and dates that a form does not show are not read from the request."""
    office, other = unit("教务处"), unit("财务处")
    before = Unit.objects.values().get(pk=office.pk)
    data = {
        "version": 1, "successor_id": other.pk, "parent_id": other.pk, "valid_to": DAY, "id": 99,
        "unit": other.pk,
        "closed_on_0": DAY, "is_active": "on", "title": "处长", "rank": "正职", "quota": 1,
    }  # fmt: skip
    client.post(reverse(name, args=[office.pk]), data)
    assert Unit.objects.values().get(pk=office.pk) | {"version": 1} == before
    assert not Post.objects.exclude(unit=office).exists()


@pytest.mark.parametrize("role", [Role.LEADER, Role.UNIT_PARTY, Role.DISCIPLINE_HEAD])
def test_who_only_looks_finds_no_button_and_no_way_round(client: Client, role: Role) -> None:
    arts, law = unit("文学院"), unit("法学院")
    client.force_login(keeper(role, arts))
    head = appointed(cadre("1001", "李梅"), post(arts)).post
    shown = page(client, "unit", arts.pk)
    assert "李梅" in shown and reverse("unit_rename", args=[arts.pk]) not in shown
    assert "法学院" not in page(client, "units")
    assert client.get(reverse("unit", args=[law.pk])).status_code == 404
    for name in FORMS:
        assert client.get(reverse(name, args=[arts.pk])).status_code == 403
        assert client.get(reverse(name, args=[law.pk])).status_code == 404
    for name in ("post_edit", "post_close"):
        assert client.get(reverse(name, args=[arts.pk, head.pk])).status_code == 403
        assert client.get(reverse(name, args=[law.pk, head.pk])).status_code == 404
    assert client.get(reverse("unit_open")).status_code == 403


def test_an_officer_of_one_college_is_offered_that_college_only(client: Client) -> None:
    arts = unit("文学院")
    institute, law = unit("古籍所", arts), unit("法学院")
    client.force_login(keeper(Role.ORG_OFFICER, arts))
    shown = page(client, "unit_move", institute.pk)
    assert "文学院" in shown and "法学院" not in shown
    refused = client.post(reverse("unit_move", args=[institute.pk]), {"version": 1, "parent": law.pk})
    assert "不在可选范围内" in refused.content.decode()
    institute.refresh_from_db()
    assert institute.parent == arts


def test_a_post_of_another_unit_is_not_reached_through_an_own_one(client: Client) -> None:
    arts, law = unit("文学院"), unit("法学院")
    client.force_login(keeper(Role.ORG_OFFICER, arts))
    foreign = post(law)
    assert client.get(reverse("post_edit", args=[arts.pk, foreign.pk])).status_code == 404


def test_a_closed_unit_is_read_only(client: Client, officer: User) -> None:
    gone = unit("物理系")
    Unit.objects.filter(pk=gone.pk).update(valid_to=date(2024, 7, 1))
    assert "已撤销" in page(client, "unit", gone.pk)
    for name in FORMS:
        assert client.get(reverse(name, args=[gone.pk])).status_code == 404
