"""述职 in the words of those who do it: written, handed in, checked, sent back, published, hidden again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, Unit, User
from appraisal.models import Cycle, CycleState, Participant, Plan
from core import clock
from evidence.models import SelfReport, SelfReportEvent, SelfReportFile
from evidence.services import reports_publish
from notices.selectors import inbox_of
from policy.self_report import SECTIONS
from tests.support.register import unit
from tests.support.reports import (
    PDF,
    TEXTS,
    docx,
    handed_in,
    moved,
    reporting_cycle,
    somebody,
    taking_part,
    upload,
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


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def typed(
    person: Participant, version: int, texts: dict[str, str] | None = None, **more: str
) -> dict[str, str]:
    return {"participant": str(person.pk), "version": str(version), **(texts or TEXTS), **more}


def own_url(cycle: Cycle, name: str = "report_own", *args: object) -> str:
    return reverse(name, args=[cycle.code, *args])


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


def test_a_word_report_is_read_by_its_headings(cycle: Cycle, chen: tuple[Participant, User]) -> None:
    person, author = chen
    cadre = signed_in(author)
    cadre.post(own_url(cycle), typed(person, 0, {"results": "先前写的"}))
    content = docx(
        ["述职报告", "一、政治素质", "坚持学习。", "二、工作实绩", "完成三项改革。", "不足是有的。"]
    )
    data = {"version": "1", "file": upload(content, "述职.docx")}
    answer = cadre.post(own_url(cycle, "report_word"), data, follow=True)
    words = answer.content.decode()
    assert "已从文档读入：政治素质 5 字" in words
    assert "没有找到：作风建设、重大决策部署执行、存在问题与改进" in words
    assert "标题之前的 1 段" in words
    report = SelfReport.objects.get()
    assert report.texts["results"] == "完成三项改革。\n不足是有的。"
    assert report.texts["lacks"] == ""
    assert [copy.lines for copy in report.copies.all()] == [[("工作实绩", "先前写的")]]
    # The whole document stays with it, and is enough to hand in.
    cadre.post(own_url(cycle, "report_submit"), typed(person, report.version, report.texts))
    assert SelfReport.objects.get().state == S.SUBMITTED


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("报告.docx", docx(parts={"word/vbaProject.bin": b"x"}), "宏"),
        ("报告.docx", docx(parts={"word/media/a.bin": b"\0" * 3_000_000}), "压缩炸弹"),
        ("报告.docx", docx(parts={"word/embeddings/a.bin": b"x"}), "嵌有"),
        ("报告.docx", docx(parts={"../a.xml": b"<a/>"}), "不合规"),
        ("报告.docx", docx(parts={"word/a.xml": b"<!DOCTYPE a><a/>"}), "DTD"),
        (
            "报告.docx",
            docx(
                relations='<Relationship Id="r" Type="x/attachedTemplate" Target="http://x/" '
                'TargetMode="External"/>'
            ),
            "外部的文件",
        ),
        ("报告.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 .doc"),
        ("报告.docx", PDF, "内容却不是"),
        ("报告.docx", b"", "空的"),
        ("报告.pdf", PDF, "不能上传这种文件"),
    ],
    ids=["macro", "bomb", "embedded", "path", "dtd", "template", "old", "pdf", "empty", "ending"],
)
def test_a_wrong_word_file_is_refused_in_words(
    cycle: Cycle, chen: tuple[Participant, User], name: str, content: bytes, said: str
) -> None:
    data = {"version": "0", "file": upload(content, name)}
    answer = signed_in(chen[1]).post(own_url(cycle, "report_word"), data)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not SelfReportFile.objects.exists()


def test_a_link_in_a_word_file_is_harmless(cycle: Cycle, chen: tuple[Participant, User]) -> None:
    link = '<Relationship Id="r" Type="x/hyperlink" Target="mailto:a@b" TargetMode="External"/>'
    data = {"version": "0", "file": upload(docx(["正文"], relations=link), "报告.docx")}
    answer = signed_in(chen[1]).post(own_url(cycle, "report_word"), data, follow=True)
    assert "没有认出各部分的标题" in answer.content.decode()


def test_ten_attachments_and_no_more(cycle: Cycle, chen: tuple[Participant, User]) -> None:
    cadre = signed_in(chen[1])
    wrong = cadre.post(own_url(cycle, "report_attach"), {"file": upload(b"MZ" + PDF, "a.exe")})
    assert "不能上传这种文件" in wrong.content.decode()
    for number in range(11):
        answer = cadre.post(own_url(cycle, "report_attach"), {"file": upload(PDF, f"证明{number}.pdf")})
    assert answer.status_code == 200
    assert "最多 10 个" in answer.content.decode()
    assert SelfReportFile.objects.count() == 10
    # Taken away again, twice.
    gone = SelfReportFile.objects.first()
    assert gone is not None
    url = own_url(cycle, "report_file_drop", gone.pk)
    assert cadre.post(url).status_code == 303
    assert cadre.post(url).status_code == 404
    assert SelfReportFile.objects.count() == 9


def test_a_file_is_for_who_sees_the_report(
    cycle: Cycle, chen: tuple[Participant, User], secretary: User, office: Unit, officer: User
) -> None:
    person, author = chen
    cadre = signed_in(author)
    cadre.post(own_url(cycle, "report_attach"), {"file": upload(PDF, "证明\u202efdp.pdf")})
    attached = SelfReportFile.objects.get()
    report = attached.report
    url = own_url(cycle, "report_file", report.pk, attached.pk)
    answer = cadre.get(url)
    assert answer.getvalue() == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "\u202e" not in attached.file.name
    _, other = taking_part(cycle, "20002", "李强", of=office)
    for who in (other, secretary, officer):  # not handed in yet
        assert signed_in(who).get(url).status_code == 404
    cadre.post(own_url(cycle, "report_submit"), typed(person, report.version))
    assert signed_in(secretary).get(url).getvalue() == PDF
    assert signed_in(other).get(url).status_code == 404
    # Not under another report's address either.
    theirs = handed_in(*taking_part(cycle, "20003", "王芳", of=office))
    assert signed_in(secretary).get(own_url(cycle, "report_file", theirs.pk, attached.pk)).status_code == 404


def test_a_paper_report_is_entered_with_its_scan_and_marked(
    cycle: Cycle, chen: tuple[Participant, User], secretary: User, officer: User
) -> None:
    person, author = chen
    signed_in(author).post(own_url(cycle), typed(person, 0, {"results": "自己写了一半"}))
    desk = signed_in(officer)
    url = own_url(cycle, "report_enter", person.cadre.staff_no)
    assert desk.get(url).status_code == 200
    assert "自己写了一半" not in desk.get(url).content.decode()
    missing = desk.post(url, {"note": "在外挂职"})
    assert "请选择签字扫描件" in missing.content.decode()
    answer = desk.post(url, {**TEXTS, "note": "在外挂职", "scan": upload(PDF, "签字.pdf")}, follow=True)
    words = answer.content.decode()
    assert "代录" in words
    assert "自己写了一半" not in words
    report = SelfReport.objects.get()
    assert report.state == S.SUBMITTED
    assert report.entered_by == officer
    assert report.texts["results"] == "自己写了一半"
    # Who entered it does not check it.
    check = own_url(cycle, "report_check", report.pk)
    assert desk.post(check, {"version": str(report.version)}).status_code == 403
    assert signed_in(secretary).post(check, {"version": str(report.version)}).status_code == 303


def test_readers_of_the_publicity_do_not_get_the_signed_scan(
    cycle: Cycle, chen: tuple[Participant, User], secretary: User, officer: User
) -> None:
    desk = signed_in(officer)
    person, author = chen
    url = own_url(cycle, "report_enter", person.cadre.staff_no)
    desk.post(url, {**TEXTS, "note": "在外挂职", "scan": upload(PDF, "签字.pdf")})
    report = SelfReport.objects.get()
    signed_in(secretary).post(own_url(cycle, "report_check", report.pk), {"version": str(report.version)})
    moved(cycle, CycleState.REPORT_PUBLIC)
    reports_publish(cycle_pk=cycle.pk, actor=officer)
    scan = own_url(cycle, "report_file", report.pk, SelfReportFile.objects.get().pk)
    leader = signed_in(somebody(Role.LEADER, "9100", "校领导甲"))
    assert leader.get(report.get_absolute_url()).status_code == 200
    assert leader.get(scan).status_code == 404
    assert signed_in(author).get(scan).status_code == 200


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
