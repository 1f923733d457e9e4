"""Papers for the Party committee: numbered copies, made by who may see the whole year, and got back."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Role, SecurityEvent, User
from appraisal.duties.counting import copies_to_collect
from appraisal.models import Cycle, CycleEvent, GapDecision, PrintDocument, PrintedCopy, PrintRun
from appraisal.services import copy_collect, copy_report_missing, prints_make, year_score
from appraisal.tables.prints import paper_of
from core import clock
from core.pages import RuleBroken
from matters.models import Mark, Matter
from notices.registry import Audience
from tests.support.people import user_with
from tests.support.prints import printed
from tests.support.small_year import CATEGORY, YEAR, small_year, staff_no

pytestmark = pytest.mark.django_db
RUNS = f"/appraisal/{YEAR}/prints/"
NEW = f"{RUNS}new/"


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(user_with(Role.ORG_OFFICER, staff_no="91002"))
    return client


def text_of(html: str) -> str:
    body = html.partition("<body>")[2] or html
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def asked(**changes: str) -> dict[str, str]:
    given = {"document": "ranking", "meeting": "党委常委会", "meeting_on": "2026-01-20", "copies": "3"}
    return given | {"holders": "王书记\n\n李校长"} | changes


def test_a_run_is_numbered_and_noted(officer: Client) -> None:
    cycle = small_year(6)
    answer = officer.post(NEW, asked())
    run = PrintRun.objects.get()
    assert answer["Location"] == reverse("print_run", args=[YEAR, run.pk])
    assert [(copy.number, copy.holder) for copy in run.numbered.all()] == [
        (1, "王书记"),
        (2, ""),
        (3, "李校长"),
    ]
    assert (run.outcome_sha256, run.meeting_on) == (cycle.outcome_sha256, date(2026, 1, 20))
    assert CycleEvent.objects.order_by("pk").last().note == "印制排序总表 3 份，用于党委常委会"
    event = SecurityEvent.objects.order_by("number").last()
    assert (event.kind, event.actor_staff_no) == ("export", "91002")
    assert "印制 3 份" in event.note


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"copies": "61"}, "份数不能大于 60，请核对。"),
        ({"copies": "0"}, "份数不能小于 1，请核对。"),
        ({"copies": "两份"}, "份数只能写整数，请核对。"),
        ({"copies": "2"}, "只印 2 份，持有人却写了 3 行。请增加份数，或删去多余的行。"),
        ({"meeting": ""}, "请填写会议或用途。"),
        ({"meeting_on": "2026年"}, "会议日期不是日期"),
        ({"holders": "长" * 41}, "第 1 行有 41 个字，持有人最多 40 个字，请删减。"),
        ({"document": "votes"}, "所选的材料不在可选范围内，请重新选择。"),
    ],
)
def test_what_does_not_fit_is_said_and_what_was_typed_stays(
    officer: Client, changes: dict[str, str], said: str
) -> None:
    small_year(2)
    page = officer.post(NEW, asked(**changes)).content.decode()
    assert said in text_of(page)
    assert "李校长" in page or "holders" in changes
    assert not PrintRun.objects.exists()


def test_no_paper_while_gaps_are_open(officer: Client) -> None:
    small_year(6, without_leaders=(2,))
    for answer in (officer.get(NEW), officer.get(f"{RUNS}ranking/export/")):
        assert answer.status_code == 409
        assert "还有 1 人缺票待核尚未核定" in answer.content.decode()
    page = officer.get(RUNS).content.decode()
    assert "还有 1 人缺票待核尚未核定" in text_of(page)
    assert NEW not in page
    assert "ranking/export/" not in page
    assert "请先办理缺票核定" in text_of(officer.post(NEW, asked()).content.decode())
    assert not PrintRun.objects.exists()


def test_no_whole_paper_for_who_takes_part(client: Client) -> None:
    small_year(6)
    run = printed()
    client.force_login(user_with(Role.ORG_HEAD, staff_no=staff_no(0)))
    papers = reverse("print_papers", args=[YEAR, run.pk])
    for address in (NEW, papers, f"{papers}1/", f"{RUNS}summary/export/", f"{RUNS}ranking/export/"):
        answer = client.get(address)
        assert answer.status_code == 409, address
        assert f"您是本年度“{CATEGORY}" in answer.content.decode()
        assert "甲1" not in answer.content.decode()
    assert "不显示本类别的数字" in text_of(client.post(NEW, asked()).content.decode())
    assert PrintRun.objects.count() == 1


def test_copies_come_back_once_whoever_ticks_twice(officer: Client) -> None:
    small_year(3)
    run = printed()
    collect, back = (reverse(name, args=[YEAR, run.pk]) for name in ("print_collect", "print_run"))
    ticked = {"numbers": ["3", "1"]}
    for sent, said in (
        ({}, "请先勾选收回的份号，再点“收回所选”。"),
        (ticked, "已收回 2 份：第 1、3 号。"),
        (ticked, "所选的各份先前已经收回。"),
    ):
        page = officer.post(collect, sent, follow=True, headers={"referer": f"http://testserver{back}"})
        assert said in text_of(page.content.decode())
    assert [copy.collected_by_id is not None for copy in run.numbered.all()] == [True, False, True]
    assert CycleEvent.objects.filter(note__startswith="收回").count() == 1
    with pytest.raises(RuleBroken, match="只能勾选这次印制的份号"):
        copy_collect(run_pk=run.pk, numbers=[2, 9], actor=run.printed_by)
    assert not run.numbered.get(number=2).collected_at


def test_a_missing_copy_needs_words_and_may_be_found(officer: Client) -> None:
    small_year(3)
    run = printed()
    missing = reverse("print_missing", args=[YEAR, run.pk, 2])
    assert "遗失情况至少 4 个字" in text_of(officer.post(missing, {"note": "丢"}).content.decode())
    officer.post(missing, {"note": "会后未交回，已书面说明"})
    copy = run.numbered.get(number=2)
    assert (copy.state_word, copy.is_out) == ("报告遗失", False)
    assert officer.get(missing).status_code == 409
    with pytest.raises(RuleBroken, match="已经报告遗失"):
        copy_report_missing(run_pk=run.pk, number=2, note="再报一次", actor=run.printed_by)
    copy_collect(run_pk=run.pk, numbers=[2], actor=run.printed_by)
    copy.refresh_from_db()
    assert (copy.state_word, copy.missing_note) == ("遗失后找回", "会后未交回，已书面说明")
    with pytest.raises(RuleBroken, match="已经收回"):
        copy_report_missing(run_pk=run.pk, number=2, note="又丢了一次", actor=run.printed_by)


def test_copies_of_other_results_are_void(officer: Client) -> None:
    cycle = small_year(6)
    run = printed()
    papers = reverse("print_papers", args=[YEAR, run.pk])
    assert officer.get(papers).status_code == 200
    Mark.objects.create(
        matter=Matter.objects.create(number="SX2025900"),
        cadre=cycle.participants.earliest("pk").cadre,
        measure="扣分",
        decided_on=date(YEAR, 6, 1),
        points=3,
        file_year=YEAR,
    )
    year_score(cycle_pk=cycle.pk, actor=User.objects.system())
    assert officer.get(papers).status_code == 409
    for page in (RUNS, reverse("print_run", args=[YEAR, run.pk])):
        assert "结果已变动，此件作废" in text_of(officer.get(page).content.decode())
    assert papers not in officer.get(reverse("print_run", args=[YEAR, run.pk])).content.decode()
    # What is out has to come back all the same.
    assert copy_collect(run_pk=run.pk, numbers=[1], actor=run.printed_by) == [1]


def test_the_ranking_paper_says_what_the_year_found() -> None:
    cycle = small_year(41, ungraded={40: "任职不满半年"}, marked={2: "诫勉"}, same={7: 8})
    paper = paper_of(cycle, PrintDocument.RANKING, on=date(2026, 1, 20))
    (part,) = paper.parts
    rows = list(part.rows)
    results = list(cycle.results.order_by("rank", "participant__cadre__staff_no"))
    ranked = [result for result in results if result.rank]
    assert [row[0] for row in rows] == [*(result.rank for result in ranked), None]
    assert [(row[4], row[5], row[6]) for row in rows[:-1]] == [
        (result.total, result.distance, result.suggestion) for result in ranked
    ]
    assert "表彰名额 8 个（限额 8），研判名额 1 个（限额 1.2）" in part.said
    assert rows[2][6] == "不得评优"
    assert rows[2][7].startswith("在本类别表彰名额 8 个以内，但受措施限制不得评优")
    assert "任职不满半年" in rows[-1][7]
    assert not any("总分 " in row[7] or "列第" in row[7] for row in rows), "columns say that already"
    assert rows[20][7] == ""
    assert part.printed[-1][0] == ("number", "—")
    assert "尚未经计分人和监票人两人确认" in paper.confirmed


def test_the_summary_shows_means_only_where_the_year_does() -> None:
    cycle = small_year(5)
    paper = paper_of(cycle, PrintDocument.SUMMARY, on=date(2026, 1, 20))
    found = {row[0]: row for part in paper.parts for row in part.rows}
    for result in cycle.results.select_related("participant__cadre"):
        shown = [
            float(mean["mean"]) if mean["shown"] else None
            for mean in (result.group_means[code] for code in ("leaders", "peers", "staff"))
        ]
        row = found[result.participant.cadre.name]
        assert [None if cell is None else float(cell) for cell in row[3:6]] == shown
    assert None in [cell for row in found.values() for cell in row[3:6]], "some group is too small here"
    assert [(item.group, item.returned, item.valid) for item in paper.turnout] == [
        ("校领导", 5, 5),
        ("中层干部", 5, 5),
        ("教职工", 5, 5),
    ]


@pytest.mark.parametrize("document", PrintDocument.values)
def test_the_workbook_holds_what_the_paper_prints(officer: Client, document: str) -> None:
    cycle = small_year(12, ungraded={11: "援派挂职"}, marked={3: "诫勉"})
    answer = officer.post(f"{RUNS}{document}/export/", {"purpose": "党委会材料"})
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    paper = paper_of(cycle, PrintDocument(document), on=date(2026, 1, 20))
    assert paper.title in rows[0][0]
    assert "工号 91002 导出。用途：党委会材料" in rows[0][0]
    assert rows[2] == ["考核类别", *(column.header for column in paper.columns)]
    expected = [
        [
            part.name,
            *(
                column.shown(None) or None
                if cell in (None, "")
                else cell
                if isinstance(cell, str)
                else float(cell)
                for column, cell in zip(paper.columns, row, strict=True)
            ),
        ]
        for part in paper.parts
        for row in part.rows
    ]
    assert rows[3:] == expected
    event = SecurityEvent.objects.order_by("number").last()
    assert event.subject.startswith(f"{YEAR}年度{paper.document.label}-")
    assert "党委会材料" in event.note


def test_the_register_of_copies_as_a_workbook(officer: Client) -> None:
    small_year(3)
    run = printed()
    copy_collect(run_pk=run.pk, numbers=[1], actor=run.printed_by)
    answer = officer.get(f"{RUNS}register.xlsx")
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    header, *rows = sheet.iter_rows(values_only=True)
    at = [header.index(name) for name in ("编号", "持有人", "情况", "是否作废")]
    assert [tuple(row[place] for place in at) for row in rows] == [
        (1, "王书记", "已收回", None),
        (2, "李校长", "未收回", None),
        (3, None, "未收回", None),
    ]


def test_a_run_too_long_for_one_page_is_printed_copy_by_copy(officer: Client) -> None:
    small_year(60)
    page = officer.get(reverse("print_papers", args=[YEAR, printed(copies=51).pk])).content.decode()
    assert "请逐份打开打印" in page
    assert page.count("/papers/") == 51
    assert "<article" not in page


def test_forms_write_what_they_list_and_nothing_else(officer: Client) -> None:
    """F21: every other column is sent along."""
    cycle = small_year(2)
    other = user_with(Role.ORG_HEAD, staff_no="91006").pk
    hostile = {
        **{
            "id": "999",
            "pk": "999",
            "cycle": "999",
            "run": "999",
            "printed_by": str(other),
            "state": "draft",
        },
        **{"outcome_sha256": "0" * 64, "printed_at": "1999-09-09", "collected_at": "1999-09-09"},
        **{"collected_by": str(other), "missing_by": str(other), "missing_at": "1999-09-09", "number": "3"},
    }
    officer.post(NEW, hostile | {"missing_note": "越权"} | asked())
    run = PrintRun.objects.get()
    assert (run.cycle_id, run.outcome_sha256, run.printed_by.staff_no) == (
        cycle.pk,
        cycle.outcome_sha256,
        "91002",
    )
    assert run.printed_at.year > 1999
    assert {copy.state_word for copy in run.numbered.all()} == {"未收回"}
    missing = reverse("print_missing", args=[YEAR, run.pk, 1])
    officer.post(missing, hostile | {"holder": "越权", "note": "会后未交回"})
    officer.post(
        reverse("print_collect", args=[YEAR, run.pk]),
        hostile | {"holder": "越权", "missing_note": "越权", "numbers": "2"},
    )
    first, second, third = run.numbered.all()
    assert (first.state_word, first.holder, first.missing_by.staff_no) == ("报告遗失", "王书记", "91002")
    assert (second.state_word, second.holder, second.collected_by.staff_no) == ("已收回", "", "91002")
    assert (third.state_word, third.missing_note) == ("未收回", "")
    assert Cycle.objects.get().state == Cycle.State.SCORED


def test_what_is_out_waits_for_whoever_printed_it() -> None:
    small_year(2)
    run = printed()
    PrintRun.objects.update(meeting_on=date(2026, 1, 20))

    def waiting(user_id: int | None) -> list[tuple[str, date | None]]:
        found = copies_to_collect(Audience(clock.today(), user_id))
        return [(duty.about, duty.due) for duty in found]

    said = "2025 年度排序总表 {} 份未收回（党委常委会第 21 次会议）"
    assert waiting(run.printed_by_id) == waiting(None) == [(said.format(3), date(2026, 1, 21))]
    assert waiting(user_with(Role.ORG_HEAD, staff_no="91005").pk) == []
    copy_collect(run_pk=run.pk, numbers=[1], actor=run.printed_by)
    copy_report_missing(run_pk=run.pk, number=2, note="已书面说明", actor=run.printed_by)
    assert waiting(None) == [(said.format(1), date(2026, 1, 21))]
    copy_collect(run_pk=run.pk, numbers=[3], actor=run.printed_by)
    assert waiting(None) == []


def test_the_discipline_office_reads_and_changes_nothing(client: Client) -> None:
    small_year(3)
    run = printed()
    client.force_login(user_with(Role.DISCIPLINE_HEAD, staff_no="91003"))
    page = client.get(reverse("print_run", args=[YEAR, run.pk]))
    assert page.status_code == 200
    assert "收回所选" not in page.content.decode()
    for name, args in (("print_collect", []), ("print_missing", [1]), ("print_uncollect", [1])):
        assert client.post(reverse(name, args=[YEAR, run.pk, *args]), {"numbers": "1"}).status_code == 403
    assert client.post(NEW, asked()).status_code == 403
    assert not PrintedCopy.objects.exclude(collected_at=None).exists()


@pytest.mark.parametrize(
    "wrong", [{"collected_at": "2026-01-01T00:00Z"}, {"missing_note": "丢失"}, {"number": 0}, {"number": 1}]
)
def test_the_database_refuses_what_cannot_be(wrong: dict[str, object]) -> None:
    small_year(1)
    run = printed(copies=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        run.numbered.filter(number=2).update(**wrong)


def test_the_service_guards_without_the_form() -> None:
    cycle = small_year(1)
    actor = user_with(Role.ORG_HEAD, staff_no="91004")
    with pytest.raises(RuleBroken, match="份数应在 1 至 60 之间"):
        prints_make(
            cycle_pk=cycle.pk,
            document=PrintDocument.SUMMARY,
            meeting="会",
            meeting_on=None,
            copies=61,
            actor=actor,
        )
    Cycle.objects.filter(pk=cycle.pk).update(state="voting")
    with pytest.raises(RuleBroken, match="尚未汇总计分"):
        printed()
    assert not GapDecision.objects.exists()
