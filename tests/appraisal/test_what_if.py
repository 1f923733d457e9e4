"""试算: last year under other parameters, through the viewer's sight, never on votes still undecided."""

from __future__ import annotations

from io import BytesIO
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role, SecurityEvent, User
from appraisal.models import Cycle, Result
from appraisal.selectors import parameters_of, year_facts
from appraisal.services import what_if as service
from appraisal.services.what_if import Tried, what_if_run
from appraisal.tables.what_if import remarks
from ballots.models import Round
from core.pages import RuleBroken
from policy.appraisal import appraise
from policy.parameters import AppraisalParameters
from policy.what_if import YearState, base_year, compare, may_try
from tests.policy.builders import all_groups, barred, cadre, parameters
from tests.support.people import user_with
from tests.support.rules import open_draft
from tests.support.scoring import confirmed_as_if
from tests.support.small_year import YEAR, small_year, staff_no

PAGE = "what_if"
OFFICES = "机关部门（正副职合并）"


def state(year: int, *, approved: bool = True, confirmed: bool = False) -> YearState:
    return YearState(year, approved, confirmed)


@pytest.mark.parametrize(
    ("years", "base", "rule"),
    [
        ([], None, "what_if.no_year"),
        ([state(2025)], None, "what_if.no_year"),
        ([state(2025, confirmed=True)], 2025, None),
        ([state(2024, confirmed=True), state(2025, confirmed=True)], 2025, None),
        ([state(2025, confirmed=True), state(2026, approved=False)], 2025, None),
        # Confirmed before the year is over: these are this year's votes, and nobody has decided on them.
        ([state(2026, confirmed=True)], None, "what_if.no_year"),
        ([state(2025, confirmed=True), state(2026, confirmed=True)], 2025, "what_if.closed"),
        ([state(2025, confirmed=True), state(2026)], 2025, "what_if.closed"),
        ([state(2025, confirmed=True), state(2026), state(2027, approved=False)], 2025, "what_if.closed"),
    ],
)
def test_which_year_may_be_tried_and_until_when(
    years: list[YearState], base: int | None, rule: str | None
) -> None:
    found, verdict = base_year(years, this_year=2026)
    assert found == base
    assert [reason.rule for reason in verdict.reasons] == ([rule] if rule else [])


def trial(people: list[Any], *, own: tuple[str, ...] = (), **changes: Any) -> Any:
    frozen, tried = parameters(min_category=1), parameters(**{"min_category": 1} | changes)
    before, after = (appraise(people, year=2025, parameters=p) for p in (frozen, tried))
    return compare(people, before, after, frozen=frozen, tried=tried, own_categories=own)


def test_more_seats_let_more_people_in() -> None:
    people = [cadre(i, total=str(90 - i)) for i in range(10)]
    found = trial(people, top_share="40")
    assert [(move.key, move.list_name, move.enters, move.after) for move in found.moves] == [
        (2, "表彰名单", True, "拟表彰人选"),
        (3, "表彰名单", True, "拟表彰人选"),
    ]
    (category,) = found.categories
    assert (category.before.top_seats, category.after.top_seats, category.rank_changes) == (2, 4, 0)


def test_the_same_parameters_change_nothing() -> None:
    people = [cadre(i, total=str(90 - i)) for i in range(10)] + [barred(11, total="90")]
    found = trial(people)
    assert (found.moves, found.rank_changes, found.newly_ranked, found.guarded) == ((), 0, 0, ())


def test_who_sees_no_figure_of_the_own_category_sees_no_trial_of_it() -> None:
    mine = [cadre(i, total=str(90 - i)) for i in range(10)]
    others = [cadre(i + 20, "二级学院正职", total=str(90 - i)) for i in range(10)]
    found = trial(mine + others, own=("机关部门副职",), top_share="40")
    assert {move.key for move in found.moves} == {22, 23}
    assert [item.name for item in found.categories] == ["二级学院（正副职合并）"]
    assert found.left_out == ("机关部门（正副职合并）",)
    # Another merge that swallows the own category is left out with it, and with it the others in it.
    more = [cadre(i + 40, "直属单位副职", total=str(90 - i)) for i in range(3)]
    merged = trial(mine + others + more, own=("机关部门副职",), merge="across_kind", min_category=5)
    assert "机关及直属单位副职" in merged.left_out
    assert not {move.key for move in merged.moves} & {about.key for about in mine + more}


def varied(key: int, good: int, **other: Any) -> Any:
    return cadre(key, tallies=all_groups(good, 20 - good, 0, 0), **other)


def test_other_weights_name_nobody_where_a_figure_is_too_small_to_print() -> None:
    weights = [("leaders", "校领导", "100"), ("peers", "中层干部", "0"), ("staff", "教职工", "0")]
    groups = [{"code": code, "name": name, "weight": weight} for code, name, weight in weights]
    best, worst = (all_groups(20, 0, 0, 0)["leaders"], all_groups(1, 2, 0, 0)["leaders"])
    people = [varied(i, 19 - i) for i in range(9)]
    people.append(cadre(9, tallies=all_groups(2, 18, 0, 0) | {"leaders": worst}))
    swapped = [
        cadre(10, tallies=all_groups(9, 11, 0, 0)),
        cadre(11, tallies=all_groups(19, 1, 0, 0) | {"leaders": best}),
    ]
    open_category = [varied(i + 20, 19 - i, category="二级学院正职") for i in range(10)]
    found = trial(people + swapped + open_category, groups=groups)
    assert found.guarded == (OFFICES,)
    assert not [move for move in found.moves if move.category == OFFICES]
    closed = next(item for item in found.categories if item.name == OFFICES)
    assert (closed.rank_changes, closed.before.ranked) == (None, 12)
    # The control: shares move nobody's score, and then names may be told.
    assert trial(people + swapped, top_share="40").moves


@pytest.mark.parametrize(
    ("changes", "guarded"),
    [
        ({"groups": ("20", "40", "40")}, False),
        ({"dimensions": ("40", "30", "20", "10")}, False),
        ({"groups": ("20", "40", "40"), "dimensions": ("40", "30", "20", "10")}, True),
        ({"marks": ("100", "0", "0", "0")}, True),
        ({"same_matter": "sum"}, False),
    ],
)
def test_what_would_read_back_single_cells_names_nobody_anywhere(
    changes: dict[str, Any], guarded: bool
) -> None:
    """Points, and both kinds of weights at once, could isolate one group's one dimension, or one mark."""
    whole = parameters().to_json()
    for key, values in changes.items():
        if isinstance(values, tuple):
            field = "points" if key == "marks" else "weight"
            changes[key] = [row | {field: new} for row, new in zip(whole[key], values, strict=True)]  # type: ignore[call-overload]
    people = [varied(i, 2 + i * 3 % 17, category="二级学院正职") for i in range(12)]
    found = trial(people, **changes)
    assert bool(found.guarded) is guarded
    assert (found.categories[0].rank_changes is None) is guarded


@pytest.mark.parametrize(
    "changes", [{"min_marks": 1}, {"missing_group": "renormalise"}], ids=["fewer marks", "shared weights"]
)
def test_who_first_gets_a_total_in_a_trial_is_not_placed_by_the_ranks_of_others(
    changes: dict[str, Any],
) -> None:
    """Nothing is printed of who has no rank: with two papers of one group, the place would tell them."""
    people = [varied(i, 2 + i, category="二级学院正职") for i in range(12)]
    few = all_groups(19, 1, 0, 0) | {"leaders": all_groups(1, 1, 0, 0)["leaders"]}
    found = trial([*people, cadre(12, "二级学院正职", tallies=few)], **changes)
    assert (found.newly_ranked, found.rank_changes, found.moves) == (1, 0, ())
    assert found.categories[0].rank_changes is None
    # The control: where everybody has a total already, the same change hides nothing.
    assert not trial(people, **changes).guarded


def test_changes_in_guarded_categories_are_told_in_tens_and_by_themselves() -> None:
    """An exact count, or one from which the open categories can be taken, says when an order turns."""
    points = [row | {"points": new} for row, new in zip(_marks(), ("40", "90", "60", "0"), strict=True)]
    people = [varied(i, 2 + i, category="二级学院正职") for i in range(12)]
    cycle: Any = SimpleNamespace(year=2025)

    def said(found: Any) -> str:
        return "".join(remarks(Tried(cycle=cycle, changes=[], trial=found, drift=0, names={})))

    turned = trial(people, marks=points)
    assert (turned.guarded_moves, turned.guarded_rank_changes) == (4, 12)
    assert "这些类别合计不到 10 人次进出名单，10 多人名次变化" in said(turned)
    same = trial(people, marks=[row | {"points": str(int(row["points"]) + 1)} for row in _marks()])
    assert same.guarded_rank_changes == 0
    assert "不到 10 人次进出名单，不到 10 人名次变化" in said(same)


def _marks() -> list[dict[str, str]]:
    return parameters().to_json()["marks"]  # type: ignore[return-value]


def test_names_under_an_overall_list_are_not_told_either() -> None:
    groups = [
        {"code": "leaders", "name": "校领导", "weight": "60"},
        {"code": "peers", "name": "中层干部", "weight": "20"},
        {"code": "staff", "name": "教职工", "weight": "20"},
    ]
    small = [cadre(i, total=str(90 - i)) for i in range(40)]  # unanimous
    others = [varied(i + 50, 19 - i % 19, category="二级学院正职") for i in range(40)]
    found = trial(small + others, groups=groups, bottom_scope="overall")
    assert found.bottom_guarded
    assert {move.list_name for move in found.moves} <= {"表彰名单"}


def test_who_had_no_rank_is_counted_and_not_named() -> None:
    measures = parameters().to_json()["measures"]
    assert isinstance(measures, dict)
    people = [cadre(i, total=str(80 - i)) for i in range(9)]
    people.append(cadre(9, marks=(barred(0, total="1").marks[0],)))
    frozen = parameters(measures=measures | {"诫勉": {"effect": "ungraded", "years": 1}}, min_category=1)
    tried = parameters(measures=measures | {"诫勉": {"effect": "points", "years": 0}}, min_category=1)
    before, after = (appraise(people, year=2025, parameters=p) for p in (frozen, tried))
    found = compare(people, before, after, frozen=frozen, tried=tried)
    assert after.persons[9].suggestion == "拟表彰人选"
    assert (found.newly_ranked, found.no_longer_ranked) == (1, 0)
    assert 9 not in {move.key for move in found.moves}


def test_papers_that_the_parameters_cannot_read_are_not_tried() -> None:
    people = [cadre(1, marks=(barred(0, total="1").marks[0],))]
    marks = [{"code": "A", "word": "好", "points": "90"}, {"code": "B", "word": "差", "points": "40"}]
    tried = parameters(
        marks=marks,
        kinds=["二级学院"],
        merge_kinds={"name": "学院", "kinds": ["二级学院"]},
        measures={"扣分": {"effect": "points", "years": 0}},
    )
    found = may_try(people, parameters(), tried)
    rules = [reason.rule for reason in found.reasons]
    assert rules == ["what_if.paper", "what_if.categories", "what_if.measures"]


def confirmed(people: int = 12, **given: Any) -> Cycle:
    return confirmed_as_if(small_year(people, **given))


@pytest.fixture
def head(client: Client) -> User:
    user = user_with(Role.ORG_HEAD)
    client.force_login(user)
    return user


def page_of(client: Client, **asked: str) -> str:
    response = client.get(reverse(PAGE), asked)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.django_db
def test_without_a_confirmed_year_the_page_says_why(client: Client, head: User) -> None:
    small_year(12)
    page = page_of(client, top_share="40")
    assert "还没有计分经两人确认的以前年度" in page
    assert 'name="top_share"' not in page


@pytest.mark.django_db
def test_a_confirmed_year_is_tried_and_nothing_is_stored(client: Client, head: User) -> None:
    cycle = confirmed()
    before = list(Result.objects.order_by("pk").values())
    page = page_of(client, source="", top_share="50")
    assert "试算不改变任何结果" in page
    assert "拟表彰人选" in page
    # 12 people, 20 % are 2 seats; 50 % are 6: four more come in.
    assert "名单上有 4 人次进出" in page
    assert staff_no(5) in page
    assert staff_no(6) not in page
    assert list(Result.objects.order_by("pk").values()) == before
    assert Cycle.objects.get().outcome_sha256 == cycle.outcome_sha256
    assert not SecurityEvent.objects.filter(kind=SecurityEvent.Kind.EXPORT).exists()


@pytest.mark.django_db
def test_a_draft_and_a_version_can_be_tried_and_drafts_only_by_their_department(client: Client) -> None:
    confirmed()
    draft = open_draft(top_share="50")
    client.force_login(user_with(Role.ORG_OFFICER))
    assert "名单上有 4 人次进出" in page_of(client, source=f"d{draft.pk}")
    assert "名单上没有人进出" in page_of(client, source="v1")
    client.force_login(user_with(Role.DISCIPLINE_HEAD, staff_no="90002"))
    page = page_of(client, source=f"d{draft.pk}")
    assert "不在可选范围内" in page
    assert "名单上有" not in page
    assert "名单上没有人进出" in page_of(client, source="v1")


@pytest.mark.django_db
def test_once_the_next_plan_is_approved_nothing_is_tried_any_more(client: Client, head: User) -> None:
    cycle = confirmed()
    next_year = Cycle.objects.create(year=YEAR + 1)
    assert "试算结果" in page_of(client, source="", top_share="50")
    next_year.approve(policy=cycle.policy, parameters=cycle.parameters, round=_round())
    next_year.save()
    page = page_of(client, source="", top_share="50")
    assert f"{YEAR + 1} 年度的考核方案已经审定" in page
    assert "试算结果" not in page
    assert client.get(reverse("what_if_export"), {"top_share": "50"}).status_code == 409
    with pytest.raises(RuleBroken, match="方案已经审定"):
        what_if_run(parameters=parameters_of(cycle), actor=head)


def _round() -> Round:
    return Round.objects.create(title="下一年", paper={})


@pytest.mark.django_db
def test_the_service_reads_no_vote_of_an_unconfirmed_year(
    head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle = small_year(12)
    read: list[int] = []

    def reading(found: Cycle, p: AppraisalParameters) -> Any:
        read.append(found.year)
        return year_facts(found, p)

    monkeypatch.setattr(service.selectors, "year_facts", reading)
    with pytest.raises(RuleBroken, match="还没有计分经两人确认的以前年度"):
        what_if_run(parameters=parameters_of(cycle), actor=head)
    assert read == []
    confirmed_as_if(cycle)
    what_if_run(parameters=parameters_of(cycle), actor=head)
    assert read == [YEAR]


@pytest.mark.django_db
def test_nobody_outside_the_two_departments_tries_anything(client: Client) -> None:
    cycle = confirmed()
    cadre_user = user_with(Role.CADRE, staff_no=staff_no(0))
    with pytest.raises(RuleBroken, match="您现在的角色不能试算"):
        what_if_run(parameters=parameters_of(cycle), actor=cadre_user)
    client.force_login(cadre_user)
    assert client.get(reverse(PAGE)).status_code == 404
    assert client.get(reverse("what_if_export")).status_code == 404


@pytest.mark.django_db
def test_a_head_who_was_appraised_sees_nothing_of_the_own_category(client: Client) -> None:
    confirmed()
    client.force_login(user_with(Role.ORG_HEAD, staff_no=staff_no(3)))
    page = page_of(client, source="", top_share="50")
    assert "您是该年度参加考核人员" in page
    assert not [i for i in range(12) if i != 3 and staff_no(i) in page]
    assert "名单上没有人进出" in page


@pytest.mark.django_db
def test_wrong_values_are_said_at_their_field_and_stay(client: Client, head: User) -> None:
    confirmed()
    page = page_of(client, source="", top_share="二十", groups_0="50")
    assert "表彰名额比例（%）只能写数字，请核对。" in page
    assert 'value="二十"' in page
    assert "两个比例" not in page
    page = page_of(client, source="", top_share="99")
    assert "“表彰名额比例”与“研判名额比例”之和不得超过 100" in page
    page = page_of(client, source="", groups_0="50")
    assert "测评主体权重之和是 120%，应为 100%" in page


@pytest.mark.django_db
def test_what_is_taken_out_is_what_the_page_shows_and_is_written_down(client: Client, head: User) -> None:
    confirmed()
    url = reverse("what_if_export") + "?source=&top_share=50"
    assert "4 人次" in client.get(url).content.decode()
    answer = client.post(url, {"purpose": "研究表彰比例"})
    book = openpyxl.load_workbook(BytesIO(answer.getvalue()), read_only=True)
    assert book.sheetnames == ["参数", "人数和名额", "名单变化"]
    moves = list(book["名单变化"].iter_rows(values_only=True))
    assert [row[2] for row in moves[1:]] == [staff_no(i) for i in (2, 3, 4, 5)]
    assert "试算不改变任何结果" in next(book["参数"].iter_rows(values_only=True))[0]
    event = SecurityEvent.objects.get(kind=SecurityEvent.Kind.EXPORT)
    assert "研究表彰比例" in event.note


@pytest.mark.django_db
def test_records_that_changed_since_are_said_aloud(head: User) -> None:
    cycle = confirmed()
    assert what_if_run(parameters=parameters_of(cycle), actor=head).drift == 0
    Result.objects.filter(rank=1).update(total="12.34")
    assert what_if_run(parameters=parameters_of(cycle), actor=head).drift == 1


@pytest.mark.django_db
def test_the_same_number_of_questions_for_few_and_for_fifty(client: Client, head: User) -> None:
    cycle = confirmed(50)
    few = questions(client, top_share="22")
    assert questions(client, top_share="80") == few
    assert cycle.participants.count() == 50


def questions(client: Client, **asked: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        page = page_of(client, source="", **asked)
    assert "人次进出" in page or "没有人进出" in page
    return len(seen)
