"""The score sheet of one person: who reads which, what it replays, and what is written down about it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Role, SecurityEvent, User
from appraisal.models import Cycle, GapDecision, Participant, Result, ScoringOfficer
from appraisal.services import year_score
from core import clock
from matters.models import Mark, Matter, Relief
from tests.support.people import user_with
from tests.support.scoring import confirmed_as_if
from tests.support.small_year import YEAR, small_year, staff_no

pytestmark = pytest.mark.django_db


def url(name: str, i: int = 0) -> str:
    return reverse(name, args=[YEAR, staff_no(i)])


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.partition("<main")[2] or html))


def page(client: Client, name: str, i: int = 0) -> str:
    answer = client.get(url(name, i))
    assert answer.status_code == 200, answer.status_code
    return text_of(answer.content.decode())


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(user_with(Role.ORG_OFFICER))
    return client


def counter(cycle: Cycle, role: Role = Role.ORG_OFFICER, number: str = "90002") -> Client:
    """Signed in as the 计分人 of the year."""
    user = user_with(role, staff_no=number, name="吴计")
    ScoringOfficer.objects.create(
        cycle=cycle, user=user, duty=ScoringOfficer.Duty.COUNTER, named_by=User.objects.system()
    )
    client = Client()
    client.force_login(user)
    return client


def marked(i: int, measure: str, points: str, matter: str, *, lifted: str = "") -> None:
    owner = Participant.objects.get(cadre__staff_no=staff_no(i)).cadre
    found, _ = Matter.objects.get_or_create(number=matter)
    Mark.objects.create(
        matter=found, cadre=owner, measure=measure, decided_on=date(YEAR, 5, 6), points=Decimal(points),
        file_year=YEAR,
    )  # fmt: skip
    if lifted:
        Relief.objects.create(matter=found, cadre=owner, kind=lifted, source="认定书", file_year=YEAR)


def test_the_full_sheet_replays_the_total_from_the_counts_and_each_look_is_recorded() -> None:
    cycle = small_year(12)
    said = page(counter(cycle), "score_sheet_full", 7)
    # Person 7: seven marks 较好, dealt to the groups in turn: 3, 2, 2 on five papers of four dimensions.
    assert "校领导 政治素质 4 1 0 0 0 5 435 87 30% 26.1" in said
    assert "主体均分（收回 5 张）" in said
    stored = Result.objects.get(participant__cadre__staff_no=staff_no(7))
    assert f"核对：与系统总分一致 按现有的测评票、权重和扣分从头重算，得 {stored.total}" in said
    assert "本次查看已记入安全日志" in said
    event = SecurityEvent.objects.get(kind=SecurityEvent.Kind.SCORE_SHEET)
    assert (event.subject, event.actor_staff_no, event.note) == (
        staff_no(7), "90002", f"{YEAR} 年度完整计分表",
    )  # fmt: skip


def test_only_the_scoring_officer_of_the_year_reads_the_full_sheet(officer: Client) -> None:
    cycle = small_year(5)
    assert officer.get(url("score_sheet_full")).status_code == 403
    assert officer.get(url("score_sheet_full_export")).status_code == 403
    assert not SecurityEvent.objects.filter(kind=SecurityEvent.Kind.SCORE_SHEET).exists()
    counting = counter(cycle)
    assert counting.get(url("score_sheet_full")).status_code == 200
    ScoringOfficer.objects.update(ended_at=clock.now())
    assert counting.get(url("score_sheet_full")).status_code == 403


def test_the_departments_read_no_count_and_no_small_or_unanimous_group(officer: Client) -> None:
    small_year(12)
    said = page(officer, "score_sheet", 4)
    for word in ("较好", "弃权", "有效票", "收回"):
        assert word not in said
    # Person 2 has one 较好 from 校领导 and 中层干部 each: 教职工 are of one voice, and another is hidden too.
    hidden = page(officer, "score_sheet", 2)
    rows = re.findall(r"(校领导|中层干部|教职工) \d+% \d+% (\S+)", hidden)
    assert [mean for _, mean in rows].count("—") >= 2
    assert "核对：与系统总分一致" in hidden


def test_deductions_say_what_was_counted_and_what_was_lifted(officer: Client) -> None:
    cycle = small_year(6)
    marked(3, "黄牌", "2", "SX1")
    marked(3, "扣分", "0.5", "SX1")
    marked(3, "通报批评", "1", "SX2", lifted="免除责任")
    year_score(cycle_pk=cycle.pk, actor=User.objects.system())
    said = page(officer, "score_sheet", 3)
    assert "黄牌 SX1 2.00 2.00 计入" in said, said
    assert "扣分 SX1 0.50 0.00 不扣分" in said, said
    assert "通报批评 SX2 1.00 0.00 已认定免除责任" in said, said
    assert "同一事项的多项措施只扣最高的一项" in said
    assert "与系统总分一致" in said


def test_a_difference_to_the_stored_total_is_said_aloud(officer: Client) -> None:
    small_year(6)
    marked(3, "黄牌", "2", "SX9")
    said = page(officer, "score_sheet", 3)
    assert "核对：与系统总分不一致" in said
    assert "扣分：系统计分为 0，现在重算为 2；总分：" in said
    assert "由组织部重新计分" in said
    assert "各维度均分不公布" in said


def test_a_finding_that_ends_after_the_confirmation_changes_no_sheet_of_that_year(officer: Client) -> None:
    cycle = small_year(6)
    marked(3, "黄牌", "2", "SX9", lifted="免除责任")
    year_score(cycle_pk=cycle.pk, actor=User.objects.system())
    cycle.refresh_from_db()
    confirmed_as_if(cycle)
    Cycle.objects.filter(pk=cycle.pk).update(scored_at=clock.now() - timedelta(days=40))
    Relief.objects.update(valid_to=clock.today() - timedelta(days=1))
    assert "核对：与系统总分一致" in page(officer, "score_sheet", 3)
    marked(3, "扣分", "3", "SX10")
    said = page(officer, "score_sheet", 3)
    assert "现在重算为 3" in said
    assert "已经两人确认" in said
    assert "重新计分" not in said, "nobody can score a confirmed year again"


def test_gaps_and_own_category_hide_every_figure(client: Client) -> None:
    small_year(8, without_leaders=(7,))
    user = user_with(Role.ORG_OFFICER, staff_no=staff_no(1))
    client.force_login(user)
    waiting = page(client, "score_sheet", 0)
    assert "1 人缺票待核尚未核定" in waiting
    assert client.get(url("score_sheet_export")).status_code == 404
    result = Result.objects.get(participant__cadre__staff_no=staff_no(7))
    GapDecision.objects.create(
        participant=result.participant, groups=result.missing, remedy="unranked", reason="不再补测",
        state="confirmed", proposed_by=User.objects.system(), decided_by=user,
    )  # fmt: skip
    own = page(client, "score_sheet", 0)
    assert "的参加考核人员，党委决定前不显示本类别的数字" in own
    assert not re.search(r"\d\d\.\d", waiting + own)


def test_the_cadre_reads_the_own_sheet_of_a_confirmed_year(client: Client) -> None:
    cycle = small_year(12)
    client.force_login(user_with(Role.CADRE, staff_no=staff_no(4)))
    mine = reverse("own_score_sheet", args=[YEAR])
    early = client.get(mine)
    assert early.status_code == 404
    assert "尚未确认，确认后您可以在这里看到" in early.content.decode()
    confirmed_as_if(cycle)
    said = text_of(client.get(mine).content.decode())
    total = Result.objects.get(participant__cadre__staff_no=staff_no(4)).total
    assert f"总分 {total}" in said
    assert "等次 未录入" in said
    assert "本次考核没有扣分" in said
    assert not re.search(r"(校领导|中层干部|教职工) \d+% \d+% \d", said), (
        "five papers are too few for the cadre"
    )
    for word in ("较好", "弃权", "拟表彰", "第 5 名"):
        assert word not in said
    other = Client()
    other.force_login(user_with(Role.CADRE, staff_no="77777"))
    assert other.get(mine).status_code == 404


def test_the_cadre_takes_the_own_sheet_along_and_it_hides_the_same(client: Client) -> None:
    cycle = small_year(12)
    client.force_login(user_with(Role.CADRE, staff_no=staff_no(5), name="甲5"))
    address = reverse("own_score_sheet_export", args=[YEAR])
    assert client.get(address).status_code == 404, "not before two have confirmed"
    confirmed_as_if(cycle)
    answer = client.get(address)
    book = load_workbook(BytesIO(answer.getvalue()))
    said = " ".join(str(c) for sheet in book for row in sheet.iter_rows(values_only=True) for c in row if c)
    for word in ("校领导", "不向本人公布", "总分"):
        assert word in said
    for word in ("名次", "系统建议", "较好", "收回"):
        assert word not in said
    rows = [row for row in book["各类主体"].iter_rows(values_only=True) if row[0] == "校领导"]
    assert [row[3] for row in rows] == ["—"]
    event = SecurityEvent.objects.get(kind=SecurityEvent.Kind.EXPORT)
    assert (event.subject, event.note) == (staff_no(5), f"{YEAR} 年度计分表")
    assert address in client.get(reverse("own_score_sheet", args=[YEAR])).content.decode()


def test_the_workbook_holds_the_same_as_the_page_and_is_recorded(officer: Client) -> None:
    cycle = small_year(12)
    answer = officer.get(url("score_sheet_export", 2))
    book = load_workbook(BytesIO(answer.getvalue()))
    assert book.sheetnames == ["计分表", "各类主体", "各维度（各类主体合计）", "扣分与认定", "总分"]
    means = [row[3] for row in book["各类主体"].iter_rows(min_row=2, max_row=4, values_only=True)]
    assert means.count("—") >= 2
    assert SecurityEvent.objects.get(kind=SecurityEvent.Kind.EXPORT).note == f"{YEAR} 年度计分表"
    full = load_workbook(BytesIO(counter(cycle).get(url("score_sheet_full_export", 2)).getvalue()))
    counts = full["各类主体各维度的票数和均分"]
    assert [cell.value for cell in counts[2]][:8] == ["校领导", "政治素质", 4, 1, 0, 0, 0, 5]
    assert all(cell.data_type != "f" for sheet in full for row in sheet.iter_rows() for cell in row)


def test_at_most_twelve_queries_whoever_else_takes_part_and_whatever_counts(officer: Client) -> None:
    cycle = small_year(50, marked={0: "黄牌", 1: "黄牌"})
    counting = counter(cycle)

    def queries(client: Client, name: str, i: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            page(client, name, i)
        return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in captured)

    assert {queries(officer, "score_sheet", i) for i in (0, 1, 30)} == {11}
    page(counting, "score_sheet_full")  # the first line of the security log takes more
    # The same and those of the security log.
    of_one = queries(counting, "score_sheet_full", 0)
    assert of_one == queries(counting, "score_sheet_full", 30) <= 16


def test_one_person_alone_takes_as_many_queries(officer: Client) -> None:
    small_year(1)
    with CaptureQueriesContext(connection) as captured:
        page(officer, "score_sheet")
    assert len(captured) == 11
