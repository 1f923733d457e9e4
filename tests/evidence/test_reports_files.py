"""Files of a self-report: Word read by its headings, attachments, the signed scan of one on paper."""

from __future__ import annotations

import pytest

from accounts.models import Role, Unit, User
from appraisal.models import Cycle, CycleState, Participant
from evidence.models import SelfReport, SelfReportFile
from evidence.services import reports_publish
from tests.support.register import unit
from tests.support.reports import (
    PDF,
    TEXTS,
    docx,
    handed_in,
    moved,
    own_url,
    reporting_cycle,
    signed_in,
    somebody,
    taking_part,
    typed,
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
