"""A head of department reads aloud why somebody is, or is not, on a list; the year came in by four files."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from appraisal.models import Cycle, Result
from tests.support.aloud import aloud, signed_in, words
from tests.support.settled import settle_gaps
from tests.support.years import DATA, appraise

# The reasons are sentences of policy/; test_year_by_file.py reads the rows from both databases.
pytestmark = [pytest.mark.once, pytest.mark.django_db]
TELLING = json.loads((DATA / "telling_people.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def year(module_db: None, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The sample year with its gap decided."""
    appraise(tmp_path_factory.mktemp("year") / "results.xlsx")
    settle_gaps(Cycle.objects.get(year=2025))


@pytest.fixture
def head(year: None) -> Client:
    """The head of the organization department."""
    return signed_in()


def test_every_page_says_what_was_scored(head: Client) -> None:
    for result in Result.objects.select_related("participant__cadre"):
        said = aloud(head, result.participant.cadre.staff_no)
        assert "（第六条）" in said
        assert result.participant.cadre.name in said
        if result.rank is None:
            assert f"{result.suggestion}，不参加排名，不在两个名单上" in said
            assert not re.search(r"\d\d\.\d\d", said), "no score, no total"
        else:
            assert f"总分 {result.total} 分" in said or f"= {result.total} 分" in said
            assert f"第 {result.rank} 名" in said
            assert (result.suggestion or "不在表彰名单上，也不在研判名单上") in said


def test_every_telling_person_is_told_as_by_hand(head: Client) -> None:
    for person in TELLING:
        said, expected = aloud(head, person["staff_no"]), person["expected"]
        if expected["名次"]:
            assert f"第 {expected['名次']} 名" in said, person["why"]
            assert expected["总分"] in said, person["why"]
        assert (expected["建议"] or "不在表彰名单上") in said, person["why"]


def test_two_people_tied_on_the_line(head: Client) -> None:
    for staff_no in ("20637", "20686"):
        said = aloud(head, staff_no)
        assert "与 1 人总分相同，并列第 9 名" in said
        assert "名额线上有 2 人总分同为 86.60，余下的名额不够，由党委研究；其后一名总分 85.73" in said
        assert "机关部门副职得到余下名额中的 1 个，本类别表彰名额共 9 个" in said


def test_who_got_the_last_seat_and_who_did_not(head: Client) -> None:
    listed, not_listed = aloud(head, "20154"), aloud(head, "20504")
    for said in (listed, not_listed):
        assert "各类别的整数合计 21 个，余下 2 个依次给小数部分最大的类别，小数部分相同的先给人数多的" in said
        assert "给了机关部门副职（44 人，折算 8.8 人）、二级学院正职（22 人，折算 4.4 人）" in said
    assert "二级学院正职得到余下名额中的 1 个，本类别表彰名额共 5 个" in listed
    assert "二级学院副职没有得到余下的名额，本类别表彰名额共 4 个" in not_listed
    assert "不在表彰名额以内" in not_listed


def test_barred_within_the_seats(head: Client) -> None:
    said = aloud(head, "20413")
    assert "事项 SX2025005 的诫勉（2025年9月9日，组〔2025〕7号）影响评优" in said
    assert "不得评为优秀，也不得列为表彰人选（第八条）" in said
    assert "在本类别表彰名额 9 个以内，但受措施限制不得评优，保留名次，名额不递补（第七条）" in said
    assert "空缺 1 个，其后可以表彰的是第 11 名，总分 85.73" in said


def test_relieved_of_responsibility(head: Client) -> None:
    said = aloud(head, "20322")
    assert said.count("该事项对其已认定免除责任，措施和扣分均不产生影响（第十四条）") == 2
    assert "组〔2025〕8号" in said
    assert "测评得分 83.83 分，没有扣分，总分 83.83 分" in said
    assert "认定减轻" not in said
    lighter = aloud(head, "20028")
    assert "认定为减轻，不免除扣分" in lighter
    assert "总分 85.16 − 1 = 84.16 分" in lighter


def test_without_a_grade_and_without_votes(head: Client) -> None:
    assert "原因是任职不满半年" in aloud(head, "20126")
    assert "政务记大过（2024年11月20日，纪〔2024〕8号）使其决定当年起 2 个年度不确定等次" in aloud(
        head, "20112"
    )
    withheld = aloud(head, "20553")
    assert "经两名计分人员核定不排名" in withheld
    assert "校领导没有收回对其测评的票" in withheld
    assert "核定的理由是：任职时间短，校领导没有测评（第六条）" in withheld


def test_a_lower_total_that_is_not_listed(head: Client) -> None:
    last = aloud(head, "20056")
    assert "机关部门正职没有得到余下的名额，本类别今年没有研判名额" in last
    assert "研判名单中没有人的总分高于本人" in last, "72.68 is above 70.73"
    listed = aloud(head, "20266")
    assert "研判名单中总分最高的是二级学院副职的 70.73 分，高于本人" in listed
    assert "须先经党委研判，研判认为需要的，再由分管领导进行谈话提醒（第七条）" in listed


def test_the_lists_name_everybody_whom_the_results_name(head: Client) -> None:
    html = head.get("/appraisal/2025/lists/").content.decode()
    named = set(re.findall(r'href="/appraisal/2025/people/(\d+)/"', html))
    listed = Result.objects.exclude(suggestion__in=("", "不确定等次", "缺票待核"))
    staff_nos = set(listed.values_list("participant__cadre__staff_no", flat=True))
    assert staff_nos <= named
    said = words(html)
    assert "空缺 1 个，其后可以表彰的是第 11 名" in said
    assert (
        Result.objects.get(rank=11, category="机关部门副职").participant.cadre.staff_no in named - staff_nos
    )


def test_an_officer_who_takes_part_reads_nothing_of_the_own_category(head: Client) -> None:
    own = signed_in("20637")
    assert "党委决定前这里不显示得分、名次、建议和理由" in aloud(own, "20686")
    assert not re.search(r"\d\d\.\d\d", aloud(own, "20686"))
    other = aloud(own, "20266")
    assert "68.17" in other
    assert "70.07" not in other, "the total of two listed of the own category"
    assert "与其他类别总分的比较，党委决定前不向您显示" in other
