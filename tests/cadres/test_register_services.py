"""People and appointments change through services: whitelisted, versioned, within the editor's own scope."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.urls import get_resolver

from accounts.models import Role, SecurityEvent, User
from cadres import services
from cadres.models import Appointment, Cadre, Kin, Post
from core.pages import RuleBroken, StaleState
from tests.support.register import appointed, cadre, keeper, post, unit

pytestmark = pytest.mark.django_db
IDENTITY = "11010519491231002X"


def system() -> User:
    return User.objects.system()


def test_a_new_person_with_a_first_post() -> None:
    officer = keeper()
    head = post(unit("教务处"))
    made = services.cadre_create(
        staff_no="1001",
        values={"name": "阿卜杜热西提·麦麦提图尔荪·阿卜杜拉", "born": "1975-03"},
        appointment={
            "post": head,
            "in_post_since": "2024-09",
            "term_starts": "2024-09",
            "term_ends": "2027-08",
        },
        actor=officer,
    )
    held = Appointment.objects.get(cadre=made)
    assert (held.kind, held.in_post_since, held.terms.get().ends) == ("primary", "2024-09", "2027-08")
    assert Cadre.objects.get(initials__startswith="abdrxt") == made
    assert made.history.get().history_user == officer


@pytest.mark.parametrize(
    "name", ["𠮷田𪚥", "李𬭊", "买买提艾力·阿卜杜热西提江·吐尔逊尼亚孜·阿布都克里木·麦麦提明", "欧" * 64]
)
def test_rare_characters_and_long_names_stay_what_they_are(name: str) -> None:
    services.cadre_create(staff_no="1001", values={"name": name}, actor=system())
    assert Cadre.objects.get(name=name).name == name


@pytest.mark.parametrize(
    "field", ["status", "identity_no", "identity_hash", "version", "left_on", "staff_no", "pinyin", "id"]
)
def test_what_an_edit_may_not_write(field: str) -> None:
    who = cadre("1001")
    with pytest.raises(ValueError, match=field):
        services.cadre_edit(cadre=who, version=1, values={field: "x"}, actor=system())


def test_two_people_at_one_form_the_second_is_told() -> None:
    cadre("1001")
    one, other = Cadre.objects.get(), Cadre.objects.get()
    services.cadre_edit(cadre=one, version=1, values={"name": "曾静"}, actor=system())
    with pytest.raises(StaleState):
        services.cadre_edit(cadre=other, version=1, values={"remark": "x"}, actor=system())
    stored = Cadre.objects.get()
    assert (stored.name, stored.initials, stored.pinyin, stored.remark) == ("曾静", "zj", "zengjing", "")


def test_a_month_stays_a_month_and_nonsense_is_refused() -> None:
    who = cadre("1001")
    services.cadre_edit(cadre=who, version=1, values={"born": "1975-10"}, actor=system())
    assert Cadre.objects.get().born == "1975-10"
    with pytest.raises(ValidationError, match="1975-03"):
        services.cadre_edit(cadre=who, version=2, values={"born": "1975-13"}, actor=system())


def test_who_leaves_keeps_the_record_and_loses_posts_and_account() -> None:
    who = cadre("1001")
    held = appointed(who, post(unit("教务处")))
    account = User.objects.create_user(staff_no="1001", name="陈静")
    services.cadre_leave(
        cadre=who,
        version=1,
        left_on="2025-06",
        left_reason="retired",
        document_no="校任〔2025〕1号",
        actor=system(),
    )
    held.refresh_from_db()
    account.refresh_from_db()
    who.refresh_from_db()
    assert (who.status, who.left_on, who.get_left_reason_display()) == ("left", "2025-06", "退休")
    assert (held.ended_on, held.end_reason, held.end_document_no) == ("2025-06", "退休", "校任〔2025〕1号")
    assert not account.is_active
    with pytest.raises(RuleBroken, match="已经离册"):
        services.cadre_leave(cadre=who, version=2, left_on="2025-06", left_reason="died", actor=system())
    with pytest.raises(RuleBroken, match="离册干部不能任职"):
        services.appointment_start(cadre=who, post=held.post, actor=system())

    services.cadre_return(cadre=who, version=2, actor=system())
    who.refresh_from_db()
    assert (who.status, who.left_on, who.left_reason) == ("in", "", "")


def test_unlisted_is_what_a_roster_says_not_a_person() -> None:
    with pytest.raises(RuleBroken, match="请选择离册原因"):
        services.cadre_leave(
            cadre=cadre("1001"), version=1, left_on="2025-06", left_reason="unlisted", actor=system()
        )


def test_nobody_is_ever_deleted() -> None:
    """Keys protect; and no URL speaks of deleting."""
    for model in apps.get_app_config("cadres").get_models():
        for field in model._meta.concrete_fields:
            remote = field.remote_field
            if isinstance(field, models.ForeignKey) and not model.__name__.startswith(
                ("Historical", "Staged")
            ):
                assert remote.on_delete is models.PROTECT, field
    who = cadre("1001")
    held = appointed(who, post(unit("教务处")))
    for row in (who, held.post, held.post.unit):
        with pytest.raises(ProtectedError):
            row.delete()
    ours = ("cadre", "unit", "post", "appointment", "absence", "kin", "supervision")
    names = [key for key in get_resolver().reverse_dict if isinstance(key, str) and key.startswith(ours)]
    assert len(names) > 20
    assert not [name for name in names if "delete" in name]


def test_one_open_primary_beside_acting_and_concurrent_ones() -> None:
    who, office = cadre("1001"), unit("教务处")
    first = services.appointment_start(cadre=who, post=post(office), actor=system(), in_post_since="2021-03")
    second = post(office, "副处长", "副职")
    with pytest.raises(ValidationError, match="已有一个现任主职"):
        services.appointment_start(cadre=who, post=second, actor=system())
    for kind in ("acting", "concurrent"):
        services.appointment_start(cadre=who, post=post(unit(kind)), kind=kind, actor=system())
    with pytest.raises(RuleBroken, match="已在任这个岗位"):
        services.appointment_start(cadre=who, post=first.post, kind="acting", actor=system())
    services.appointment_end(appointment=first, version=1, ended_on="2025-06", actor=system())
    assert services.appointment_start(cadre=who, post=second, actor=system()).kind == "primary"


def test_dates_of_different_precision_are_in_order_by_month() -> None:
    who, office = cadre("1001"), unit("教务处")
    held = services.appointment_start(
        cadre=who, post=post(office), actor=system(), in_post_since="2021-03-20"
    )
    with pytest.raises(ValidationError, match="免职时间不能早于任现职时间"):
        services.appointment_end(appointment=held, version=1, ended_on="2021-02", actor=system())
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.update(ended_on="2021-02")
    held.refresh_from_db()
    services.appointment_end(appointment=held, version=1, ended_on="2021-03", actor=system())


def test_probation_has_months_and_an_outcome() -> None:
    held = appointed(cadre("1001"), post(unit("教务处")))
    values = {"probation_from": "2024-09", "probation_to": "2025-08", "probation_outcome": "passed"}
    services.appointment_edit(appointment=held, version=1, values=values, actor=system())
    held.refresh_from_db()
    assert held.get_probation_outcome_display() == "按期转正"
    with pytest.raises(ValidationError, match="试用期止不能早于"):
        services.appointment_edit(
            appointment=held, version=2, values={"probation_to": "2024-01"}, actor=system()
        )
    held.refresh_from_db()
    with pytest.raises(RuleBroken, match="任期止不能早于"):
        services.appointment_edit(
            appointment=held,
            version=2,
            values={"term_starts": "2024-01", "term_ends": "2023-01"},
            actor=system(),
        )


def test_an_edit_that_takes_the_row_out_of_the_editors_scope_is_undone() -> None:
    arts = unit("文学院")
    officer = keeper(Role.ORG_OFFICER, arts)
    who = cadre("1001")
    held = appointed(who, post(arts, "院长"))
    with pytest.raises(RuleBroken, match="不在您的管理范围内"):
        services.appointment_end(appointment=held, version=1, ended_on="2025-06", actor=officer)
    held.refresh_from_db()
    assert (held.ended_on, held.version) == ("", 1)
    with pytest.raises(RuleBroken, match=r"法学院.*不在您的管理范围内"):
        services.appointment_start(cadre=who, post=post(unit("法学院")), kind="acting", actor=officer)
    with pytest.raises(RuleBroken, match="不在您的管理范围内"):
        services.cadre_create(staff_no="1002", values={"name": "李梅"}, actor=officer)
    assert Cadre.objects.count() == 1


def test_absences_do_not_overlap() -> None:
    who = cadre("1001")
    one = services.absence_add(cadre=who, kind="sick", starts=date(2025, 3, 1), actor=system())
    with pytest.raises(RuleBroken, match="重叠"):
        services.absence_add(cadre=who, kind="sick", starts=date(2025, 9, 1), actor=system())
    services.absence_end(absence=one, version=1, ends=date(2025, 4, 1), actor=system())
    services.absence_add(cadre=who, kind="sick", starts=date(2025, 9, 1), actor=system())
    with pytest.raises(ValidationError, match="结束日期不能早于"):
        services.absence_end(absence=one, version=2, ends=date(2025, 2, 1), actor=system())


def test_relatives_are_sealed_and_end_without_going() -> None:
    who, other = cadre("1001"), cadre("1002")
    kin = services.kin_add(
        cadre=who, relation="spouse", name="王芳", workplace="市一中", relative=other, actor=system()
    )
    assert Kin.objects.get().name == "王芳"
    raw = bytes(
        Kin.objects.annotate(raw=models.F("name")).values_list("pk", flat=True).query.sql_with_params()[0],
        "utf-8",
    )
    assert "王芳".encode() not in raw
    with pytest.raises(ValidationError, match="亲属不能是本人"):
        services.kin_add(cadre=who, relation="other", name="陈静", relative=who, actor=system())
    services.kin_remove(kin=kin, version=1, actor=system())
    assert Kin.objects.get().removed_on
    with pytest.raises(RuleBroken, match="已经停用"):
        services.kin_remove(kin=kin, version=2, actor=system())


def test_numbers_change_by_an_act_of_their_own() -> None:
    who, other = cadre("1001"), cadre("1002")
    services.identity_change(
        cadre=who, version=1, identity_no=IDENTITY.lower(), phone="13812345678", actor=system()
    )
    who.refresh_from_db()
    assert (who.identity_no, who.phone, who.secrets_changed) == (IDENTITY, "13812345678", "身份证号、手机")
    with pytest.raises(RuleBroken, match="已有在册干部使用该身份证号"):
        services.identity_change(cadre=other, version=1, identity_no=IDENTITY, actor=system())
    with pytest.raises(RuleBroken, match="身份证号"):
        services.identity_change(cadre=other, version=1, identity_no="110105194912310021", actor=system())
    services.identity_change(cadre=who, version=2, identity_no="", actor=system())
    who.refresh_from_db()
    assert (who.identity_no, who.identity_hash, who.phone) == (None, None, "13812345678")


def test_looking_at_full_numbers_takes_a_right_and_a_reason_and_leaves_a_trace() -> None:
    who = cadre("1001", identity_no=IDENTITY, phone="13812345678")
    appointed(who, post(unit("教务处")))
    officer = keeper()
    for reason in ("", "  ", "核对"):
        with pytest.raises(RuleBroken, match="至少 4 个字"):
            services.identity_reveal(cadre=who, actor=officer, reason=reason)
    for role in (Role.DISCIPLINE_HEAD, Role.LEADER, Role.CADRE, Role.SECURITY_OFFICER):
        with pytest.raises(PermissionDenied):
            services.identity_reveal(cadre=who, actor=keeper(role, staff_no=role), reason="核对出生年月")
    assert not SecurityEvent.objects.exists()
    shown = services.identity_reveal(cadre=who, actor=officer, reason="核对出生年月")
    assert (shown.identity_no, shown.phone) == (IDENTITY, "13812345678")
    assert IDENTITY not in repr(shown)
    event = SecurityEvent.objects.get()
    assert (event.kind, event.subject, event.actor) == ("reveal", "1001", officer)
    assert "核对出生年月" in event.note and IDENTITY not in event.note


def test_a_closed_post_takes_nobody() -> None:
    office = post(unit("教务处"))
    Post.objects.update(closed_on=date(2025, 1, 1))
    office.refresh_from_db()
    with pytest.raises(RuleBroken, match="已经撤销"):
        services.appointment_start(cadre=cadre("1001"), post=office, actor=system())
