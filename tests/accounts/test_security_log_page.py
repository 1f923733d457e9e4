"""安全日志 in the browser: for audit officers only, narrowed by the URL, exported with a trace."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.middleware import RefusedAccessMiddleware
from accounts.models import Role, SecurityEvent, User
from accounts.services.audit import anchor_write
from accounts.services.security_log import security_event_record
from core import clock, jobs
from core.models import Job
from tests.support.people import user_with
from tests.support.small_year import YEAR, small_year

pytestmark = pytest.mark.django_db
Kind = SecurityEvent.Kind
URL = "/security-log/"


@pytest.fixture
def auditor(client: Client) -> User:
    user = user_with(Role.AUDIT_OFFICER, staff_no="90010", name="沈审言")
    client.force_login(user)
    return user


@pytest.fixture
def officer(db: None) -> User:
    return user_with(Role.ORG_OFFICER, staff_no="20001", name="许文澜")


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.partition("<main")[2]))


def page(client: Client, query: str = "") -> str:
    response = client.get(URL + query)
    assert response.status_code == 200
    return text_of(response.content.decode())


def numbers(client: Client, query: str = "") -> list[int]:
    return [event.number for event in client.get(URL + query).context["page"].rows]


@pytest.fixture
def some_events(officer: User) -> None:
    """Five events on five days of March 2026."""
    what = [
        (Kind.SIGN_IN_FAILED, None, "20001"),
        (Kind.SIGN_IN, officer, "20001"),
        (Kind.REVEAL, officer, "20017"),
        (Kind.REFUSED, officer, "/appraisal/2025/"),
        (Kind.EXPORT, User.objects.system(), "2025年度考核结果.xlsx"),
    ]
    for day, (kind, actor, subject) in enumerate(what, 1):
        at = datetime(2026, 3, day, 23, 59, 59, tzinfo=clock.ZONE)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(clock, "now", lambda at=at: at)
            security_event_record(kind=kind, actor=actor, subject=subject, note="核对任免表")


def test_the_auditor_reads_who_did_what(client: Client, auditor: User, some_events: None) -> None:
    text = page(client)
    assert "链条完整，已核对到第 5 条" in text
    assert "3 2026-03-03 23:59:59 查看完整号码 许文澜 20001 组织部工作人员 20017 核对任免表" in text
    assert "1 2026-03-01 23:59:59 登录失败 未成功 未登录 20001" in text


@pytest.mark.parametrize("role", [role for role in Role if role != Role.AUDIT_OFFICER])
def test_nobody_else_reads_checks_or_exports_it(client: Client, some_events: None, role: Role) -> None:
    client.force_login(user_with(role, staff_no="90077"))
    assert client.get(URL).status_code == 404
    assert client.post(reverse("security_log_verify")).status_code == 404
    assert client.post(reverse("security_log_export")).status_code == 404
    assert not Job.objects.exists()
    assert not SecurityEvent.objects.filter(kind=Kind.EXPORT, actor__staff_no="90077").exists()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [5, 4, 3, 2, 1]),
        ("?kind=reveal", [3]),
        ("?staff_no=20001", [4, 3, 2, 1]),
        ("?staff_no=２０００１+", [4, 3, 2, 1]),
        ("?staff_no=20017", [3]),
        ("?since=2026-03-03", [5, 4, 3]),
        ("?until=2026-03-03", [3, 2, 1]),
        ("?since=2026-03-02&until=2026-03-02", [2]),
        ("?refused=on", [4, 1]),
        ("?staff_no=20001&refused=on&kind=refused", [4]),
        ("?before=3", [2, 1]),
        ("?before=abc", [5, 4, 3, 2, 1]),
        ("?before=99999999999999999999999", [5, 4, 3, 2, 1]),
        ("?actor__password__startswith=a&hash=0&ordering=ip", [5, 4, 3, 2, 1]),
    ],
)
def test_conditions_stand_in_the_url_and_others_do_not_count(
    client: Client, auditor: User, some_events: None, query: str, found: list[int]
) -> None:
    assert numbers(client, query) == found


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?kind=nothing", "所选的事件不在可选范围内"),
        ("?since=yesterday", "起始日期不是日期"),
        ("?since=0001-01-01", "起始日期的年份应在"),
        ("?until=9999-12-31", "截止日期的年份应在"),
        ("?since=2026-03-05&until=2026-03-01", "截止日期早于起始日期"),
    ],
)
def test_a_condition_that_cannot_be_read_is_said_and_nothing_is_shown(
    client: Client, auditor: User, some_events: None, query: str, said: str
) -> None:
    text = page(client, query)
    assert text.count(said) == 2, "above the form and at the field"
    assert "20017" not in text


def test_nothing_found_and_nothing_there_are_said_apart(client: Client, auditor: User) -> None:
    assert "还没有日志" in page(client)
    assert "没有符合条件的日志" in page(client, "?kind=grant")


def test_pages_go_back_in_time_without_loss_while_the_log_grows(
    client: Client, auditor: User, officer: User
) -> None:
    for _ in range(120):
        security_event_record(kind=Kind.SIGN_IN, actor=officer)
    seen, query = [], "?staff_no=20001"
    while True:
        response = client.get(URL + query)
        seen += [event.number for event in response.context["page"].rows]
        security_event_record(kind=Kind.SIGN_OUT, actor=officer)
        if not response.context["page"].older:
            break
        query = f"?{response.context['page'].older}"
        assert "staff_no=20001" in query
    assert seen == list(range(120, 0, -1))
    assert "最新一页" in page(client, query)


def test_as_many_queries_for_fifty_rows_as_for_one(client: Client, auditor: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as context:
            page(client)
        return len(context)

    security_event_record(kind=Kind.SIGN_IN, actor=auditor)
    one = queries()
    for i in range(60):
        security_event_record(kind=Kind.SIGN_IN, actor=user_with(Role.CADRE, staff_no=f"3{i:04}"))
    assert queries() == one
    assert one <= 12


def test_what_was_typed_to_deceive_is_shown_written_out(client: Client, auditor: User) -> None:
    """F33: right-to-left override, escape and markup in a 工号 and a note."""
    security_event_record(
        kind=Kind.SIGN_IN_FAILED, actor=None, subject="2000\u202e1\r\n\x1b[31m", note="<script>x</script>"
    )
    html = client.get(URL).content.decode()
    assert "2000\\u202e1\\u000d\\u000a\\u001b[31m" in html
    assert "&lt;script&gt;x&lt;/script&gt;" in html
    assert not {"\u202e", "\x1b"} & set(html)


def test_a_forged_row_among_the_newest_is_said_at_once(
    client: Client, auditor: User, some_events: None
) -> None:
    row = SecurityEvent.objects.get(number=5)
    row.number, row.previous_hash = 6, row.hash
    row.save(force_insert=True)  # no trigger refuses an INSERT
    text = page(client)
    assert "链条不完整" in text
    assert "第 6 条（2026-03-05 23:59:59）：内容与校验值不符" in text


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> None:
    """Jobs wait for the test to run them; anchors lie in a folder of its own."""
    monkeypatch.setattr(jobs, "wake", lambda pk: True)
    settings.VAR_DIR = tmp_path


@pytest.mark.django_db(transaction=True)
def test_the_button_checks_everything(client: Client, auditor: User, some_events: None, here: None) -> None:
    assert "全部日志尚未核对过" in page(client)
    answer = client.post(reverse("security_log_verify"), follow=True)
    assert "已开始核对" in answer.content.decode()
    client.post(reverse("security_log_verify"))
    job = Job.objects.get()
    assert "正在核对全部日志：待执行" in page(client)
    jobs.job_run(job.pk)
    assert "核对了全部 5 条，没有发现改动；但末尾是否被截去没有核对：找不到锚点文件" in page(client)
    anchor_write()
    client.post(reverse("security_log_verify"))
    jobs.job_run(Job.objects.latest("pk").pk)
    assert "核对了全部 5 条，没有发现改动，与 1 个锚点相符" in page(client)


def export(client: Client, **conditions: str) -> Any:
    response = client.post(reverse("security_log_export"), conditions)
    assert response.status_code == 200, response["Location"]
    return openpyxl.load_workbook(io.BytesIO(response.getvalue())).active


def test_an_export_holds_what_is_seen_names_its_taker_and_is_an_event(
    client: Client, auditor: User, some_events: None
) -> None:
    security_event_record(kind=Kind.REVEAL, actor=None, subject="=HYPERLINK(1)", note="@x")
    rows = list(export(client, kind="reveal").iter_rows(values_only=True))
    assert rows[0][0].startswith("导出人工号 90010，")
    assert rows[1][0] == "条件：查看完整号码；共 2 条"
    assert [row[0] for row in rows[2:]] == ["编号", 6, 3]
    assert rows[3][6] == "=HYPERLINK(1)"
    assert rows[4][:8] == (
        3,
        "2026-03-03 23:59:59",
        "20001",
        "组织部工作人员",
        "查看完整号码",
        "成功",
        "20017",
        "核对任免表",
    )
    event = SecurityEvent.objects.first()
    assert event is not None
    assert (event.kind, event.actor, event.subject) == (Kind.EXPORT, auditor, "安全日志")
    assert event.note == "2 条；条件：查看完整号码"


def test_an_export_too_large_is_refused_with_a_way_out(
    client: Client, auditor: User, some_events: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accounts.views.security_log.MOST", 4)
    answer = client.post(reverse("security_log_export"), follow=True)
    assert "请按日期分段导出" in answer.content.decode()
    assert SecurityEvent.objects.count() == 5


# What is refused


def last() -> SecurityEvent:
    event = SecurityEvent.objects.first()
    assert event is not None
    return event


def test_an_invisible_page_is_recorded_with_its_path_and_without_its_query(
    client: Client, officer: User
) -> None:
    cadre = user_with(Role.CADRE, staff_no="20055")
    client.force_login(cadre)
    assert client.get("/appraisal/2025/?q=secret", REMOTE_ADDR="192.0.2.9").status_code == 404
    event = last()
    assert (event.kind, event.actor, event.refused) == (Kind.REFUSED, cadre, True)
    assert (event.subject, event.ip) == ("/appraisal/2025/", "192.0.2.9")
    assert "打开被拒（404）" in event.note
    assert len(event.request_id) == 32


def test_a_forbidden_step_is_recorded(rf: RequestFactory, officer: User) -> None:
    def view(request: Any) -> HttpResponse:
        return HttpResponse(status=403)

    request = rf.post("/cadres/7/", {"q": "secret"})
    request.user = officer
    assert RefusedAccessMiddleware(view)(request).status_code == 403
    assert (last().subject, "提交被拒（403）" in last().note) == ("/cadres/7/", True)
    request.without_person = True
    RefusedAccessMiddleware(view)(request)
    assert SecurityEvent.objects.count() == 1, "where nobody may be named, nobody is"


def test_a_form_without_token_is_recorded_for_who_is_signed_in(officer: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/sign-in/", {}).status_code == 403
    before = SecurityEvent.objects.count()
    strict.force_login(officer)
    assert strict.post(reverse("sign_out")).status_code == 403
    assert SecurityEvent.objects.count() == before + 1
    assert (last().actor, last().subject) == (officer, reverse("sign_out"))


def test_typing_errors_and_strangers_leave_no_event(client: Client, officer: User) -> None:
    client.get("/appraisal/2025/")
    client.force_login(officer)
    before = SecurityEvent.objects.count()
    assert client.get("/no-such-page/").status_code == 404
    assert client.get("/").status_code == 200
    assert SecurityEvent.objects.count() == before


def test_a_refusal_stays_one_when_it_cannot_be_recorded(
    client: Client, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(user_with(Role.CADRE, staff_no="20055"))
    monkeypatch.setattr("accounts.middleware.security_event_record", lambda **given: 1 / 0)
    answer = client.get("/appraisal/2025/")
    assert answer.status_code == 404
    assert "没有找到" in answer.content.decode()


def test_taking_the_results_of_a_year_is_an_event(client: Client, officer: User) -> None:
    small_year(5)
    client.force_login(officer)
    client.get(reverse("year_results", args=[YEAR])).getvalue()
    assert (last().kind, last().actor, last().subject) == (Kind.EXPORT, officer, f"{YEAR}年度考核结果.xlsx")
