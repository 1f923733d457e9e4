"""Taking the list out: what I see, marked with who took it; unmasked with a second person's yes, once."""

from __future__ import annotations

import csv
import subprocess
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Role, RoleGrant, SecurityEvent
from cadres.models import Cadre, ExportRequest
from core import clock
from launch import tools
from tests.support.people import SINCE, user_with
from tests.support.roster import listed, unit_named

pytestmark = pytest.mark.django_db
EXPORT = "/cadres/export/"
PURPOSE = "报送年度统计"
NUMBER = "99000019850215183X"
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "=cmd|' /C calc'!A0", "|calc")


def signed_in(role: Role, staff_no: str = "90001", **grant: Any) -> Client:
    client = Client()
    user = user_with(staff_no=staff_no)
    RoleGrant.objects.create(user=user, role=role, valid_from=SINCE, **grant)
    client.force_login(user)
    return client


def book_of(answer: Any) -> list[tuple[Any, ...]]:
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values)


def events() -> list[str]:
    kinds = SecurityEvent.objects.filter(kind=SecurityEvent.Kind.EXPORT).order_by("number")
    return [event.note for event in kinds]


@pytest.fixture
def people() -> None:
    school = unit_named("机械工程学院")
    listed("10001", "阿卜杜热西提·麦麦提", unit=school, identity_no=NUMBER)
    listed("10002", "王𠮷祥", unit=school, sex="女")
    listed("10003", "张伟")


def test_the_same_rows_columns_and_order_as_on_the_page(people: None) -> None:
    client = signed_in(Role.ORG_OFFICER)
    query = "unit=机械&sort=-staff_no&columns=unit&columns=identity_no&columns=phone"
    rows = book_of(client.post(f"{EXPORT}?{query}", {"purpose": PURPOSE, "numbers": "masked"}))
    assert "由工号 90001 导出，共 2 人，号码已隐去。用途：报送年度统计" in rows[0][0]
    assert f"{clock.now():%Y-%m-%d}" in rows[0][0]
    assert rows[2] == ("工号", "姓名", "单位", "身份证号", "手机")
    assert [row[:3] for row in rows[3:]] == [
        ("10002", "王𠮷祥", "机械工程学院"),
        ("10001", "阿卜杜热西提·麦麦提", "机械工程学院"),
    ]
    assert rows[4][3:] == ("990000********183X", "199****0001")
    assert events() == ["2 人，号码已隐去；用途：报送年度统计；筛选：单位（含下级）=机械"]


def test_what_was_searched_for_stays_out_of_the_log(people: None) -> None:
    answer = signed_in(Role.ORG_OFFICER).post(f"{EXPORT}?q=张伟", {"purpose": PURPOSE, "numbers": "masked"})
    assert len(book_of(answer)) == 4
    assert events() == ["1 人，号码已隐去；用途：报送年度统计；筛选：含搜索词"]


@pytest.mark.parametrize("purpose", ["", "统计", "   ", "x" * 201])
def test_no_file_without_a_purpose(people: None, purpose: str) -> None:
    answer = signed_in(Role.ORG_OFFICER).post(EXPORT, {"purpose": purpose, "numbers": "masked"})
    assert answer.status_code == 200
    assert "请更正以下内容" in answer.content.decode()
    assert events() == []


def test_reading_the_form_takes_nothing_out(people: None) -> None:
    page = signed_in(Role.ORG_OFFICER).get(f"{EXPORT}?sex=女").content.decode()
    assert "1 人" in page
    assert "性别：女" in page
    assert events() == []


def test_a_file_that_cannot_be_logged_is_not_handed_out(
    people: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: Any) -> None:
        raise OSError("log away")

    monkeypatch.setattr("cadres.services.exports.security_event_record", fail)
    with pytest.raises(OSError, match="log away"):
        signed_in(Role.ORG_OFFICER).post(EXPORT, {"purpose": PURPOSE, "numbers": "masked"})


def test_the_discipline_office_takes_no_numbers_at_all(people: None) -> None:
    client = signed_in(Role.DISCIPLINE_HEAD)
    assert "完整号码" not in client.get(EXPORT).content.decode()
    assert client.post(f"{EXPORT}?columns=identity_no", {"purpose": PURPOSE}).status_code == 400
    rows = book_of(client.post(EXPORT, {"purpose": PURPOSE, "numbers": "full"}))
    assert "身份证号" not in rows[2]
    assert not ExportRequest.objects.exists()


def test_who_may_export_in_one_unit_only_does_not_export_another(people: None) -> None:
    school = unit_named("机械工程学院")
    client = signed_in(Role.DISCIPLINE_OFFICER, unit=school)
    assert len(book_of(client.post(EXPORT, {"purpose": PURPOSE}))) == 5
    other = unit_named("教务处")
    RoleGrant.objects.create(
        user_id=client.session["_auth_user_id"], role=Role.LEADER, unit=other, valid_from=SINCE
    )
    assert client.post(EXPORT, {"purpose": PURPOSE}).status_code == 403


# Formulas (F26)


def formula_names() -> None:
    for number, name in enumerate(FORMULAS):
        listed(f"2000{number}", name)


def test_a_name_like_a_formula_is_text(people: None) -> None:
    formula_names()
    answer = signed_in(Role.ORG_OFFICER).post(
        f"{EXPORT}?q=2000", {"purpose": "=1+1 的用途", "numbers": "masked"}
    )
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    cells = [row[1] for row in sheet.iter_rows(min_row=4)]
    # openpyxl leaves the escape of a carriage return as it stands in the file; LibreOffice reads it below.
    assert [cell.value.replace("_x000D_", "\r") for cell in cells] == list(FORMULAS)
    assert all((cell.data_type, cell.quotePrefix, cell.number_format) == ("s", True, "@") for cell in cells)


@pytest.mark.office
def test_libreoffice_shows_the_list_and_computes_nothing(people: None, tmp_path: Path) -> None:
    formula_names()
    answer = signed_in(Role.ORG_OFFICER).post(EXPORT, {"purpose": PURPOSE, "numbers": "masked"})
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"".join(answer.streaming_content))
    done = subprocess.run(
        [
            tools.office(),
            "--headless",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,1",
            "--outdir",
            str(tmp_path / "out"),
            str(path),
        ],
        capture_output=True,
        timeout=120,
        check=False,
    )
    made = list((tmp_path / "out").glob("*.csv"))
    assert len(made) == 1, done.stderr.decode(errors="replace")
    with made[0].open(encoding="utf-8", newline="") as file:
        shown = list(csv.reader(file))
    names = [row[1].replace("\r", "\n") for row in shown[3:]]
    assert names == [
        "阿卜杜热西提·麦麦提",
        "王𠮷祥",
        "张伟",
        *(name.replace("\r", "\n") for name in FORMULAS),
    ]


# Unmasked


@pytest.fixture
def asked(people: None) -> tuple[Client, ExportRequest]:
    requester = signed_in(Role.ORG_OFFICER)
    answer = requester.post(
        f"{EXPORT}?unit=机械&columns=identity_no", {"purpose": PURPOSE, "numbers": "full"}
    )
    request = ExportRequest.objects.get()
    assert answer["Location"] == reverse("export_request", args=[request.pk])
    return requester, request


def step(client: Client, name: str, request: ExportRequest, **data: str) -> Any:
    return client.post(reverse(f"export_request_{name}", args=[request.pk]), data)


def state(request: ExportRequest) -> str:
    request.refresh_from_db()
    return request.state


def test_asking_deciding_and_downloading_once(asked: tuple[Client, ExportRequest]) -> None:
    requester, request = asked
    assert (request.row_count, request.state) == (2, "waiting")
    assert step(requester, "file", request).status_code == 303, "not approved yet"
    head = signed_in(Role.ORG_HEAD, "90002")
    assert PURPOSE in head.get("/cadres/export-requests/").content.decode()
    step(head, "approval", request)
    assert state(request) == "approved"
    assert step(head, "file", request).status_code == 403, "only the requester"
    rows = book_of(step(requester, "file", request))
    assert "经工号 90002 批准，含完整号码" in rows[0][0]
    assert rows[3][2] == NUMBER
    again = step(requester, "file", request)
    assert again.status_code == 409
    assert state(request) == "downloaded"
    assert [note[:6] for note in events()] == ["申请完整号码", "批准 900", "下载完整号码"]
    assert NUMBER not in "".join(events())


def test_nobody_decides_on_the_own_request(people: None) -> None:
    head = signed_in(Role.ORG_HEAD)
    head.post(f"{EXPORT}?columns=phone", {"purpose": PURPOSE, "numbers": "full"})
    request = ExportRequest.objects.get()
    assert step(head, "approval", request).status_code == 403
    assert step(head, "rejection", request, note="自己退回").status_code == 403
    with pytest.raises(IntegrityError), transaction.atomic():
        ExportRequest.objects.update(
            state="approved", decider=request.requester, decided_at=clock.now(), expires_at=clock.now()
        )
    assert state(request) == "waiting"


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.ORG_OFFICER, 404), (Role.DISCIPLINE_HEAD, 404), (Role.LEADER, 404), (Role.AUDIT_OFFICER, 404)],
)
def test_nobody_but_a_head_sees_or_decides(
    asked: tuple[Client, ExportRequest], role: Role, status: int
) -> None:
    other = signed_in(role, "90003")
    for name in ("approval", "rejection", "file"):
        assert step(other, name, asked[1], note="理由充分").status_code == status
    assert other.get(reverse("export_request", args=[asked[1].pk])).status_code == status
    assert state(asked[1]) == "waiting"


def test_a_head_of_another_unit_cannot_approve(asked: tuple[Client, ExportRequest]) -> None:
    head = signed_in(Role.ORG_HEAD, "90002", unit=unit_named("教务处"))
    step(head, "approval", asked[1])
    assert state(asked[1]) == "waiting"


def test_a_reason_goes_back_with_the_request(asked: tuple[Client, ExportRequest]) -> None:
    requester, request = asked
    head = signed_in(Role.ORG_HEAD, "90002")
    assert step(head, "rejection", request, note="无").status_code == 200, "too short"
    assert state(request) == "waiting"
    step(head, "rejection", request, note="用途不明，请写清报送单位")
    assert state(request) == "rejected"
    page = requester.get(reverse("export_request", args=[request.pk])).content.decode()
    assert "用途不明，请写清报送单位" in page
    assert step(head, "approval", request).status_code == 409
    step(requester, "file", request)
    assert state(request) == "rejected"


def test_after_a_day_the_yes_is_worth_nothing(asked: tuple[Client, ExportRequest]) -> None:
    requester, request = asked
    step(signed_in(Role.ORG_HEAD, "90002"), "approval", request)
    ExportRequest.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    answer = requester.post(reverse("export_request_file", args=[request.pk]), follow=True)
    assert "批准已失效" in answer.content.decode()
    assert state(request) == "approved"


def test_another_list_than_was_approved_is_not_handed_out(asked: tuple[Client, ExportRequest]) -> None:
    requester, request = asked
    step(signed_in(Role.ORG_HEAD, "90002"), "approval", request)
    gone = Cadre.objects.get(staff_no="10002")
    gone.appointments.update(ended_on="2026-01")
    listed("10009", "新人", unit=unit_named("机械工程学院"))
    answer = requester.post(reverse("export_request_file", args=[request.pk]), follow=True)
    assert "名册有变动" in answer.content.decode()
    assert state(request) == "approved", "the one download is not used up"


def test_who_lost_the_role_downloads_nothing(asked: tuple[Client, ExportRequest]) -> None:
    requester, request = asked
    step(signed_in(Role.ORG_HEAD, "90002"), "approval", request)
    RoleGrant.objects.filter(role=Role.ORG_OFFICER).update(valid_to="2021-01-01")
    assert step(requester, "file", request).status_code in (302, 404)
    assert state(request) == "approved"


def test_full_numbers_need_a_column_that_shows_them(people: None) -> None:
    answer = signed_in(Role.ORG_OFFICER).post(EXPORT, {"purpose": PURPOSE, "numbers": "full"})
    assert "当前的列中没有身份证号和手机" in answer.content.decode()
    assert not ExportRequest.objects.exists()


def test_what_a_client_adds_to_the_form_changes_nothing(people: None) -> None:
    """F21: state, count, owner and term come from the service alone."""
    client = signed_in(Role.ORG_OFFICER)
    extra = {
        "state": "approved",
        "row_count": "0",
        "requester": "1",
        "decider": "1",
        "expires_at": "2099-01-01",
    }
    client.post(f"{EXPORT}?columns=phone", {"purpose": PURPOSE, "numbers": "full", **extra})
    request = ExportRequest.objects.get()
    assert (request.state, request.row_count, request.decider, request.expires_at) == (
        "waiting",
        3,
        None,
        None,
    )
    assert request.requester.staff_no == "90001"
