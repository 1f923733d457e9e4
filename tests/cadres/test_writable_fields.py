"""F21 for every form of the register: all columns of all tables are sent along, only the listed change."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from accounts.models import RoleGrant, Supervision, Unit, UnitName, User
from cadres import urls, urls_units
from cadres.models import Absence, Appointment, Cadre, Kin, Post, Term
from cadres.services import absence_add, kin_add
from core.pages import Guarded
from tests.support.register import appointed, cadre, keeper, post, supervised, unit

pytestmark = pytest.mark.django_db
TABLES = (Unit, UnitName, Supervision, Post, Cadre, Appointment, Term, Absence, Kin, User, RoleGrant)
PATTERNS = {
    path.name: path.callback.view_class
    for path in (*urls.urlpatterns, *urls_units.urlpatterns)
    if issubclass(view := getattr(path.callback, "view_class", object), Guarded)
    and not view.__module__.endswith((".cadre_list", ".exports"))  # those have tests of their own
}
DAY = "2024-07-01"


@pytest.fixture
def scene(client: Client) -> SimpleNamespace:
    """Something of everything that a form can be opened on, and a bystander of each."""
    client.force_login(keeper())
    office, other = unit("教务处"), unit("财务处")
    leader = supervised()
    merged = Unit.objects.create(name="考务办", kind="机关部门", successor=office, valid_to=date(2024, 6, 30))
    who, bystander, left = cadre("1001"), cadre("1002"), cadre("1003", status="left", left_reason="retired")
    appointed(cadre("1004"), post(merged, "主任"))
    held = appointed(who, post(office))
    appointed(bystander, post(other))
    system = User.objects.system()
    return SimpleNamespace(
        office=office, other=other, merged=merged, supervision=leader, who=who, left=left, held=held,
        free=post(office, "副处长", "副职"), bystander=bystander,
        away=absence_add(cadre=who, kind="study", starts=date(2026, 1, 1), actor=system),
        kin=kin_add(cadre=who, relation="spouse", name="林一诺", actor=system),
    )  # fmt: skip


# form -> (what stands in its address, what is sent, columns that may change, rows that may be new)
Sent = dict[str, str]
FORMS: dict[str, tuple[str, Sent, set[str], set[str]]] = {
    "unit_open": ("", {"name": "科研处", "kind": "机关部门"}, set(), {"Unit"}),
    "unit_rename": (
        "office",
        {"name": "教务部", "renamed_on": DAY, "document_no": "甲"},
        {"Unit.name", "Unit.document_no"},
        {"UnitName"},
    ),
    "unit_move": ("office", {"parent": "{other.pk}"}, {"Unit.parent_id"}, set()),
    "unit_edit": ("office", {"kind": "直属单位"}, {"Unit.kind"}, set()),
    "unit_merge": (
        "office",
        {"successor": "{other.pk}", "merged_on": DAY},
        {"Unit.successor_id", "Unit.valid_to"},
        set(),
    ),
    "unit_close": ("bare", {"closed_on": DAY}, {"Unit.valid_to"}, set()),
    "unit_transfer": (
        "merged",
        {"to": "{office.pk}", "moved_on": "2024-07"},
        {"Appointment.ended_on", "Appointment.end_reason"},
        {"Post", "Appointment"},
    ),
    "supervision_start": ("other", {"leader": "{leader}", "valid_from": DAY}, set(), {"Supervision"}),
    "supervision_end": ("office supervision", {"valid_to": DAY}, {"Supervision.valid_to"}, set()),
    "post_create": ("office", {"title": "科长", "rank": "正职", "quota": "2"}, set(), {"Post"}),
    "post_edit": (
        "office free",
        {"title": "副部长", "rank": "副职", "quota": "1"},
        {"Post.title"},
        set(),
    ),
    "post_close": ("office free", {"closed_on": DAY}, {"Post.closed_on"}, set()),
    "cadre_new": ("", {"staff_no": "2001", "name": "李梅"}, set(), {"Cadre"}),
    "cadre_edit": ("who", {"name": "陈静"}, set(), set()),
    "cadre_identity": (
        "who",
        {"phone": "13812345678", "reason": "核对证件"},
        {"Cadre.phone", "Cadre.phone_hash", "Cadre.secrets_changed"},
        set(),
    ),
    "cadre_reveal": ("who", {"reason": "办理因公出国审批"}, set(), set()),
    "cadre_leave": (
        "who",
        {"left_on": "2026-07", "left_reason": "retired"},
        {
            "Cadre.status",
            "Cadre.left_on",
            "Cadre.left_reason",
            "Appointment.ended_on",
            "Appointment.end_reason",
        },
        set(),
    ),
    "cadre_return": ("left", {"reason": "返聘任职"}, {"Cadre.status", "Cadre.left_reason"}, set()),
    "cadre_kin": ("who", {"relation": "child", "name": "陈一"}, set(), {"Kin"}),
    "kin_remove": ("who kin", {}, {"Kin.removed_on", "Kin.secrets_changed"}, set()),
    "appointment_start": (
        "who ?unit={office.pk}",
        {"post": "{free.pk}", "kind": "concurrent", "in_post_since": "2026-05"},
        set(),
        {"Appointment"},
    ),
    "appointment_edit": (
        "who held",
        {"kind": "primary", "document_no": "甲"},
        {"Appointment.document_no", "Appointment.in_post_since"},
        set(),
    ),
    "appointment_end": ("who held", {"ended_on": "2026-05"}, {"Appointment.ended_on"}, set()),
    "absence_add": ("who", {"kind": "sick", "starts": "2026-05-01"}, set(), {"Absence"}),
    "absence_end": ("who away", {"ends": "2026-06-30"}, {"Absence.ends"}, set()),
}


def test_every_form_of_the_register_stands_in_the_table() -> None:
    assert set(FORMS) == set(PATTERNS)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_writes_what_it_lists_and_nothing_else(
    client: Client, scene: SimpleNamespace, name: str
) -> None:
    place, data, may_change, may_add = FORMS[name]
    scene.leader = _another_leader().pk
    scene.bare = unit("空单位")
    before = stored()
    response = client.post(address(name, place, scene), sent(name, data, scene))
    assert response.status_code == (200 if name == "cadre_reveal" else 303), response.content.decode()[-3000:]
    after = stored()
    assert not before.keys() - after.keys()
    added = {key[0] for key in after.keys() - before.keys()}
    changed = {
        f"{key[0]}.{column}"
        for key, row in before.items()
        for column, value in row.items()
        if after[key][column] != value and column != "version"
    }
    assert (added, changed) == (may_add, may_change)
    for key in after.keys() - before.keys():
        _no_hostile_value(key, after[key], data)
    untouched = [key for key in before if key == ("Cadre", scene.bystander.pk)]
    assert all(after[key] == before[key] for key in untouched)


def stored() -> dict[tuple[str, int], dict[str, Any]]:
    """Every row of every table of the register, with all its columns."""
    return {
        (model.__name__, row.pk): {
            field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields
        }
        for model in TABLES
        for row in model._default_manager.all()
    }


def hostile() -> dict[str, str]:
    """A value for each column of each table, such as its own form would accept."""
    found = {}
    for model in TABLES:
        for field in model._meta.concrete_fields:
            value = "越权"
            if isinstance(field, models.BooleanField):
                value = "on"
            elif isinstance(field, models.DateField):
                value = "1999-09-09"
            elif isinstance(field, models.ForeignKey | models.IntegerField | models.AutoField):
                value = "1"
            found |= {field.name: value, field.attname: value}
    return found


def sent(name: str, data: Sent, scene: SimpleNamespace) -> dict[str, str]:
    listed = set(PATTERNS[name].form_class.base_fields)
    extras = {key: value for key, value in hostile().items() if key not in listed}
    version = {"kin_remove": scene.kin.version, "cadre_return": scene.left.version}.get(name, 1)
    own = {"version": str(version)} if "version" in listed else {}
    return extras | own | {key: value.format(**vars(scene)) for key, value in data.items()}


def address(name: str, place: str, scene: SimpleNamespace) -> str:
    path, _, query = place.partition("?")
    rows = [getattr(scene, word) for word in path.split()]
    args = [row.staff_no if isinstance(row, Cadre) else row.pk for row in rows]
    return reverse(name, args=args) + (f"?{query.format(**vars(scene))}" if query else "")


def _no_hostile_value(key: tuple[str, int], row: dict[str, Any], data: Sent) -> None:
    for column, value in row.items():
        assert value not in ("越权", date(1999, 9, 9)), (key, column)
        if isinstance(value, bool):
            assert not value or column in ("is_active",), (key, column)


def _another_leader() -> User:
    return keeper(role="leader", staff_no="9200")  # type: ignore[arg-type]
