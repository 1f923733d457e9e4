"""述职 in the words of those who do it: written, handed in, checked, sent back, published, hidden again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Role, Unit, User
from appraisal.models import Cycle, CycleState, Participant, Plan
from core import clock
from evidence.models import SelfReport, SelfReportEvent
from evidence.services import reports_publish
from notices.selectors import inbox_of
from policy.self_report import SECTIONS
from tests.support.register import unit
from tests.support.reports import (
    TEXTS,
    handed_in,
    moved,
    own_url,
    reporting_cycle,
    signed_in,
    somebody,
    taking_part,
    typed,
)

pytestmark = pytest.mark.django_db
S = SelfReport.State
JSON = {"accept": "application/json"}


@pytest.fixture
def office() -> Unit:
    return unit("教务处")


@pytest.fixture
def cycle(office: Unit) -> Cycle:
    return reporting_cycle()


@pytest.fixture
def chen(cycle: Cycle, office: Unit) -> tuple[Participant, User]:
    return taking_part(cycle, of=office)


@pytest.fixture
def secretary(office: Unit) -> User:
    return somebody(Role.UNIT_PARTY, "9201", "钱书记", office)


@pytest.fixture
def officer() -> User:
    return somebody(Role.ORG_OFFICER, "9001", "许文澜")


def kinds_of(user: User) -> list[str]:
    return [item.duty.kind for item in inbox_of(user, clock.today()).waiting]


def test_from_the_empty_page_to_the_publicity_and_out_of_sight_again(
    cycle: Cycle, chen: tuple[Participant, User], secretary: User, officer: User, office: Unit
) -> None:
    person, author = chen
    leader = somebody(Role.LEADER, "9100", "校领导甲")
    assert "evidence.report_write" in kinds_of(author)
    cadre = signed_in(author)
    page = cadre.get(own_url(cycle))
    assert page.status_code == 200
    assert "工作实绩" in page.content.decode()
    # Saved by the button, handed in with the same form.
    assert cadre.post(own_url(cycle), typed(person, 0)).status_code == 303
    report = SelfReport.objects.get()
    answer = cadre.post(own_url(cycle, "report_submit"), typed(person, report.version), follow=True)
    assert "等待单位党组织审核" in answer.content.decode()
    assert kinds_of(author) == []
    assert "evidence.report_check" in kinds_of(secretary)
    # The unit reads and sends back with a comment; the cadre finds it in the inbox.
    unit_desk = signed_in(secretary)
    report.refresh_from_db()
    assert unit_desk.get(report.get_absolute_url()).status_code == 200
    note = {"version": str(report.version), "note": "实绩部分请写明数据"}
    assert unit_desk.post(own_url(cycle, "report_return", report.pk), note).status_code == 303
    assert "evidence.report_write" in kinds_of(author)
    page = cadre.get(own_url(cycle))
    assert "实绩部分请写明数据" in page.content.decode()
    # Mended, handed in again, passed.
    report.refresh_from_db()
    better = TEXTS | {"results": "新开课程 12 门。"}
    cadre.post(own_url(cycle, "report_submit"), typed(person, report.version, better))
    report.refresh_from_db()
    unit_desk.post(own_url(cycle, "report_check", report.pk), {"version": str(report.version)})
    report.refresh_from_db()
    assert report.state == S.CHECKED
    assert report.checked_by == secretary
    # Before it is published the raters see nothing; then everything, for three days; then nothing.
    reader = signed_in(leader)
    assert reader.get(report.get_absolute_url()).status_code == 404
    moved(cycle, CycleState.REPORT_PUBLIC)
    assert reports_publish(cycle_pk=cycle.pk, actor=officer) == 1
    assert reports_publish(cycle_pk=cycle.pk, actor=officer) == 0
    report.refresh_from_db()
    assert report.public_until == clock.today() + timedelta(days=3)
    seen = reader.get(report.get_absolute_url()).content.decode()
    assert "新开课程 12 门" in seen
    assert "请写明数据" not in seen  # the way to it is nobody's business who only reads
    assert "陈静" in reader.get(reverse("reports_reading")).content.decode()
    SelfReport.objects.update(
        public_from=clock.today() - timedelta(days=4), public_until=clock.today() - timedelta(days=1)
    )
    assert reader.get(report.get_absolute_url()).status_code == 404
    assert signed_in(secretary).get(report.get_absolute_url()).status_code == 404
    for who in (author, officer):
        assert signed_in(who).get(report.get_absolute_url()).status_code == 200
    told = [event.to_state for event in SelfReportEvent.objects.order_by("pk")]
    assert told == [S.DRAFT, S.SUBMITTED, S.RETURNED, S.SUBMITTED, S.CHECKED, S.PUBLIC]


def test_it_saves_itself_and_two_windows_lose_nothing(cycle: Cycle, chen: tuple[Participant, User]) -> None:
    person, author = chen
    cadre = signed_in(author)
    first = cadre.post(own_url(cycle), typed(person, 0, TEXTS | {"lacks": "甲窗口"}), headers=JSON)
    assert first.status_code == 200
    version = first.json()["version"]
    # The same again, also with an old version, is no conflict: a double click.
    again = cadre.post(own_url(cycle), typed(person, 0, TEXTS | {"lacks": "甲窗口"}), headers=JSON)
    assert again.json()["version"] == version
    # A second window that began with nothing: told apart for the script, with both texts for the reader.
    other = typed(person, 0, TEXTS | {"lacks": "乙窗口"})
    assert cadre.post(own_url(cycle), other, headers=JSON).status_code == 409
    page = cadre.post(own_url(cycle), other)
    assert page.status_code == 409
    words = page.content.decode()
    assert "甲窗口" in words
    assert "乙窗口" in words
    assert SelfReport.objects.get().texts["lacks"] == "甲窗口"
    # The reader decides; the other text stays as an old copy.
    cadre.post(own_url(cycle), typed(person, version, TEXTS | {"lacks": "乙窗口"}, over="on"))
    assert SelfReport.objects.get().texts["lacks"] == "乙窗口"
    assert "甲窗口" in cadre.get(own_url(cycle)).content.decode()


def test_a_stale_window_cannot_hand_in(cycle: Cycle, chen: tuple[Participant, User]) -> None:
    person, author = chen
    cadre = signed_in(author)
    cadre.post(own_url(cycle), typed(person, 0))
    answer = cadre.post(own_url(cycle, "report_submit"), typed(person, 0, TEXTS | {"lacks": "旧窗口"}))
    assert answer.status_code == 409
    assert "旧窗口" in answer.content.decode()
    assert SelfReport.objects.get().state == S.DRAFT


def test_handing_in_twice_is_once(cycle: Cycle, chen: tuple[Participant, User]) -> None:
    person, author = chen
    cadre = signed_in(author)
    for _ in range(2):
        answer = cadre.post(own_url(cycle, "report_submit"), typed(person, 0), follow=True)
        assert answer.status_code == 200
        assert "报告已提交" in answer.content.decode()
    assert SelfReportEvent.objects.filter(to_state=S.SUBMITTED).count() == 1


def test_an_empty_section_is_named_and_the_text_is_kept(cycle: Cycle, chen: tuple[Participant, User]) -> None:
    person, author = chen
    answer = signed_in(author).post(
        own_url(cycle, "report_submit"), typed(person, 0, TEXTS | {"conduct": "  "})
    )
    assert answer.status_code == 200
    assert "“作风建设”还没有内容" in answer.content.decode()
    report = SelfReport.objects.get()
    assert report.state == S.DRAFT
    assert report.texts["results"] == TEXTS["results"]


def test_somebody_else_signed_in_meanwhile(
    cycle: Cycle, chen: tuple[Participant, User], office: Unit
) -> None:
    """The page of one cadre, sent with the session of another, touches neither report."""
    person, _ = chen
    _, other = taking_part(cycle, "20002", "李强", of=office)
    answer = signed_in(other).post(own_url(cycle), typed(person, 0), headers=JSON)
    assert answer.status_code == 409
    assert answer.json() == {"elsewhere": True}
    assert not SelfReport.objects.exists()


def test_late_is_late_and_says_so(
    cycle: Cycle, chen: tuple[Participant, User], officer: User, secretary: User
) -> None:
    person, author = chen
    Plan.objects.update(report_due=clock.today() - timedelta(days=1))
    assert "已逾期" in signed_in(author).get(own_url(cycle)).content.decode()
    desk = signed_in(officer)
    listed = desk.get(reverse("reports", args=[cycle.code]) + "?status=overdue").content.decode()
    assert "陈静" in listed
    assert "逾期" in listed
    assert "evidence.report_ask" in kinds_of(officer)
    report = handed_in(person, author)
    assert report.late
    assert "逾期提交" in desk.get(report.get_absolute_url()).content.decode()
    assert "evidence.report_ask" not in kinds_of(officer)


def test_on_the_last_day_it_is_in_time(cycle: Cycle, chen: tuple[Participant, User]) -> None:
    Plan.objects.update(report_due=clock.today())
    assert not handed_in(*chen).late


def test_nobody_checks_the_own_report_and_the_department_steps_in(
    cycle: Cycle, chen: tuple[Participant, User], office: Unit, officer: User
) -> None:
    person, author = chen
    somebody(Role.UNIT_PARTY, author.staff_no, over=office)
    report = handed_in(person, author)
    own = signed_in(author)
    url = own_url(cycle, "report_check", report.pk)
    assert own.post(url, {"version": str(report.version)}).status_code == 403
    assert "evidence.report_check" in kinds_of(officer)
    assert "evidence.report_check" not in kinds_of(author)
    assert signed_in(officer).post(url, {"version": str(report.version)}).status_code == 303
    report.refresh_from_db()
    assert report.checked_by == officer


def test_where_the_unit_has_another_member_the_department_stays_out(
    cycle: Cycle, chen: tuple[Participant, User], secretary: User, officer: User
) -> None:
    report = handed_in(*chen)
    url = own_url(cycle, "report_check", report.pk)
    assert signed_in(officer).post(url, {"version": str(report.version)}).status_code == 403
    stranger = somebody(Role.UNIT_PARTY, "9202", "外单位", unit("科研处"))
    assert signed_in(stranger).post(url, {"version": str(report.version)}).status_code == 404
    for _ in range(2):  # a double click
        answer = signed_in(secretary).post(url, {"version": str(report.version)})
        assert answer.status_code == 303
    assert SelfReportEvent.objects.filter(to_state=S.CHECKED).count() == 1


def test_who_looks_at_an_older_text_checks_nothing(
    cycle: Cycle, chen: tuple[Participant, User], secretary: User
) -> None:
    person, author = chen
    report = handed_in(person, author)
    cadre = signed_in(author)
    cadre.post(own_url(cycle, "report_withdraw"), {"version": str(report.version)})
    again = SelfReport.objects.get()
    cadre.post(own_url(cycle, "report_submit"), typed(person, again.version, TEXTS | {"lacks": "改过"}))
    answer = signed_in(secretary).post(
        own_url(cycle, "report_check", report.pk), {"version": str(report.version)}
    )
    assert answer.status_code == 409
    assert SelfReport.objects.get().state == S.SUBMITTED


def test_while_it_is_rewritten_others_read_what_was_handed_in(
    cycle: Cycle, chen: tuple[Participant, User], secretary: User, officer: User
) -> None:
    person, author = chen
    report = handed_in(person, author)
    cadre = signed_in(author)
    cadre.post(own_url(cycle, "report_withdraw"), {"version": str(report.version)})
    version = SelfReport.objects.get().version
    cadre.post(own_url(cycle), typed(person, version, TEXTS | {"lacks": "只给自己看的草稿"}))
    for who in (secretary, officer):
        words = signed_in(who).get(report.get_absolute_url()).content.decode()
        assert "只给自己看的草稿" not in words
        assert TEXTS["lacks"] in words


def test_after_the_vote_has_begun_nothing_is_written_any_more(
    cycle: Cycle, chen: tuple[Participant, User]
) -> None:
    person, author = chen
    cadre = signed_in(author)
    cadre.post(own_url(cycle), typed(person, 0))
    moved(cycle, CycleState.VOTING)
    words = cadre.get(own_url(cycle)).content.decode()
    assert "撰写述职报告的环节已经结束" in words
    assert TEXTS["results"] in words
    answer = cadre.post(own_url(cycle, "report_submit"), typed(person, 1))
    assert answer.status_code == 200
    assert SelfReport.objects.get().state == S.DRAFT


def test_the_list_says_who_is_where(
    cycle: Cycle, chen: tuple[Participant, User], secretary: User, officer: User, office: Unit
) -> None:
    handed_in(*chen)
    taking_part(cycle, "20002", "李强", of=office)
    taking_part(cycle, "20003", "王芳", of=unit("科研处"))
    desk = signed_in(officer)
    url = reverse("reports", args=[cycle.code])
    waiting = desk.get(url + "?status=waiting").content.decode()
    assert "陈静" in waiting
    assert "李强" not in waiting
    missing = desk.get(url + "?status=missing").content.decode()
    assert "李强" in missing
    assert "王芳" in missing
    own_unit = signed_in(secretary).get(reverse("reports_unit", args=[cycle.code])).content.decode()
    assert "李强" in own_unit
    assert "王芳" not in own_unit
    book = desk.get(reverse("reports_export", args=[cycle.code]))
    assert book["Content-Disposition"].startswith("attachment")
    assert book.getvalue().startswith(b"PK")


def test_every_section_of_article_six_is_asked_for() -> None:
    assert [section.title for section in SECTIONS][:4] == [
        "政治素质",
        "工作实绩",
        "作风建设",
        "重大决策部署执行",
    ]
