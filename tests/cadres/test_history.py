"""What changed, field by field: by hand and by file, without a secret, and never rewritten."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Unit, User
from appraisal.services import year_import_apply
from cadres import services
from cadres.models import Absence, Appointment, Cadre, Kin, Post, Term
from cadres.selectors import Change, history_of
from tests.support import tiny
from tests.support.append_only import guarded
from tests.support.register import appointed, cadre, keeper, post, unit

pytestmark = pytest.mark.django_db
IDENTITY = "11010519491231002X"
KEPT = (Absence, Appointment, Cadre, Kin, Post, Term, Unit)


def system() -> User:
    return User.objects.system()


def told(changes: list[Change]) -> list[tuple[str, str, str, str]]:
    return [(change.subject, change.field, change.old, change.new) for change in changes]


def test_person_appointment_term_and_absence_in_one_list() -> None:
    officer = keeper()
    who = services.cadre_create(staff_no="1001", values={"name": "陈静"}, actor=officer)
    head = post(unit("教务处"), "教务处处长")
    held = services.appointment_start(cadre=who, post=head, actor=officer, in_post_since="2021-03")
    services.cadre_edit(
        cadre=who,
        version=1,
        values={"born": "1975-03", "double_role": True},
        actor=officer,
        reason="核对档案",
    )
    services.appointment_edit(
        appointment=held,
        version=1,
        values={"in_post_since": "2021-04", "term_ends": "2026-03"},
        actor=officer,
    )
    services.absence_add(cadre=who, kind="study", starts=date(2025, 3, 1), actor=officer)
    changes = history_of(who)
    assert set(told(changes)) == {
        ("基本情况", "登记", "", "新增"),
        ("任职：教务处处长", "登记", "", "新增"),
        ("基本情况", "出生年月", "", "1975-03"),
        ("基本情况", "是否双肩挑", "否", "是"),
        ("任职：教务处处长", "任现职时间", "2021-03", "2021-04"),
        ("任期：教务处处长", "登记", "", "新增"),
        ("离岗：学习", "登记", "", "新增"),
    }
    assert [change.at for change in changes] == sorted((change.at for change in changes), reverse=True)
    (born,) = [change for change in changes if change.field == "出生年月"]
    assert (born.who, born.reason) == ("许文澜（9001）", "核对档案")


def test_numbers_and_relatives_leave_no_copy() -> None:
    who = cadre("1001")
    services.identity_change(cadre=who, version=1, identity_no=IDENTITY, phone="13812345678", actor=system())
    services.cadre_edit(cadre=who, version=2, values={"remark": "x"}, actor=system())
    services.kin_add(cadre=who, relation="spouse", name="王芳", workplace="市一中", actor=system())
    assert [row for row in told(history_of(who)) if row[2] == "（不显示）"] == [
        ("基本情况", "备注", "（不显示）", "已更改"),
        ("基本情况", "身份证号", "（不显示）", "已更改"),
        ("基本情况", "手机", "（不显示）", "已更改"),
    ]
    assert ("亲属：配偶", "登记", "", "新增") in told(history_of(who, sensitive=True))
    assert not [row for row in told(history_of(who)) if row[0].startswith("亲属")]
    secret = {"identity_no", "identity_hash", "phone", "phone_hash", "workplace"}
    for model in KEPT:
        kept = {field.name for field in model.history.model._meta.get_fields()}
        assert not kept & secret
    assert "name" not in {field.name for field in Kin.history.model._meta.get_fields()}


def test_the_same_queries_for_1_change_and_50() -> None:
    who, office = cadre("1001"), unit("教务处")

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            history_of(who, sensitive=True)
        return len(caught)

    held = appointed(who, post(office))
    services.kin_add(cadre=who, relation="child", name="甲", actor=system())
    few = queries()
    for number in range(25):
        services.cadre_edit(cadre=who, version=1 + number, values={"remark": f"第{number}次"}, actor=system())
        services.appointment_edit(
            appointment=held, version=1 + number, values={"document_no": f"{number}号"}, actor=system()
        )
    assert queries() == few <= 8
    assert len(history_of(who)) == 52


@pytest.mark.parametrize("model", KEPT)
def test_every_table_of_the_register_keeps_a_history_that_only_grows(model: type) -> None:
    assert guarded(model.history.model._meta.db_table)


def test_a_copy_cannot_be_rewritten() -> None:
    who = cadre("1001")
    for act in (lambda: who.history.update(name="x"), lambda: who.history.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def _bring(folder: Path, spoil: tiny.Spoil) -> None:
    result = tiny.stage(tiny.write(folder, kinds=["roster"], roster=spoil))
    assert not result.rows_bad
    year_import_apply(result, year=None, actor=system())


def test_a_roster_writes_copies_of_new_and_changed_people_only(tmp_path: Path) -> None:
    _bring(tmp_path / "a", {})
    assert Cadre.history.count() == 6 and Appointment.history.count() == 6 and Term.history.count() == 6
    born, remark = (
        {(2, "出生年月"): "1976.10", (2, "身份证号"): tiny.identity(0, born="19761005")},
        {(3, "备注"): "借调"},
    )
    _bring(tmp_path / "b", born | remark)
    assert Cadre.history.count() == 8 and Appointment.history.count() == 6 and Term.history.count() == 6
    changes = history_of(Cadre.objects.get(staff_no="1001"))
    assert told(changes)[:2] == [
        ("基本情况", "出生年月", "1975-03", "1976-10"),
        ("基本情况", "身份证号", "（不显示）", "已更改"),
    ]
    assert (changes[0].who, changes[0].reason) == (str(system()), "导入 roster.csv")
    assert told(history_of(Cadre.objects.get(staff_no="1002"), sensitive=True))[0] == (
        "基本情况",
        "备注",
        "",
        "借调",
    )
    assert len(history_of(Cadre.objects.get(staff_no="1003"))) == 3

    _bring(tmp_path / "c", born | remark)
    assert Cadre.history.count() == 8, "the same file again changes nothing"


def test_a_swap_of_numbers_is_told_of_both(tmp_path: Path) -> None:
    _bring(tmp_path / "a", {})
    _bring(tmp_path / "b", {(2, "身份证号"): tiny.identity(1), (3, "身份证号"): tiny.identity(0)})
    for staff_no in ("1001", "1002"):
        row = told(history_of(Cadre.objects.get(staff_no=staff_no)))[0]
        assert row == ("基本情况", "身份证号", "（不显示）", "已更改")
    assert Cadre.objects.get(staff_no="1001").identity_no == tiny.identity(1)


def test_who_is_not_on_the_roster_leaves_and_the_account_closes(tmp_path: Path) -> None:
    _bring(tmp_path / "a", {})
    account = User.objects.create_user(staff_no="1006", name="Anna Smith")
    _bring(tmp_path / "b", lambda rows: rows.pop())
    gone = Cadre.objects.get(staff_no="1006")
    assert (gone.status, gone.left_reason) == ("left", "unlisted")
    assert ("基本情况", "离册原因", "", "未列入名册") in told(history_of(gone))
    account.refresh_from_db()
    assert not account.is_active
    _bring(tmp_path / "c", {})
    gone.refresh_from_db()
    assert (gone.status, gone.left_reason) == ("in", "")


def test_a_later_post_ends_the_one_before_and_a_correction_does_not(tmp_path: Path) -> None:
    _bring(tmp_path / "a", {})
    _bring(tmp_path / "b", {(2, "现任职务"): "甲主任"})
    assert Appointment.objects.count() == 6, "the same month: the title was put right"
    _bring(tmp_path / "c", {(2, "现任职务"): "乙主任", (2, "任现职时间"): "2024.09"})
    held = Appointment.objects.filter(cadre__staff_no="1001").order_by("pk")
    assert [(one.post.title, one.in_post_since, one.ended_on) for one in held] == [
        ("甲主任", "2021-03", "2024-09"),
        ("乙主任", "2024-09", ""),
    ]
    assert Appointment.objects.count() == 7


def test_names_are_found_as_people_type_them_after_an_import(tmp_path: Path) -> None:
    _bring(
        tmp_path / "a", {(2, "姓名"): "单 雄信", (3, "姓名"): "𠮷田吕", (4, "姓名"): "阿卜杜热西提·麦麦提"}
    )
    found = dict(Cadre.objects.values_list("staff_no", "pinyin"))
    assert (found["1001"], found["1002"]) == ("shanxiongxin", "tianlv")
    assert Cadre.objects.get(initials="abdrxtmmt").name == "阿卜杜热西提·麦麦提"
    assert Cadre.objects.get(staff_no="1002").name == "𠮷田吕"
