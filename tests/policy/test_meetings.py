"""What a meeting may do, by table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from policy.meetings import (
    Attendance,
    Choice,
    Entry,
    Item,
    Shares,
    Votes,
    departures,
    late_entry,
    may_add_item,
    may_finalise,
    may_hold,
    quorum,
    result_verdict,
)
from policy.verdict import Verdict

TODAY = date(2026, 3, 2)
CHOICES = {
    "yes": Choice("表彰", chosen=True),
    "no": Choice("不表彰"),
    "later": Choice("另行研究", needs_reason=True),
}


def rules(verdict: Verdict) -> list[str]:
    return [reason.rule for reason in verdict.reasons]


def attendance(kind: str, voters: int, present: int) -> Attendance:
    return Attendance(kind, "党委常委会", voters, present)


@pytest.mark.parametrize(
    ("kind", "voters", "present", "found"),
    [
        ("standing", 9, 6, []),  # exactly two thirds
        ("standing", 9, 5, ["meeting.two_thirds"]),
        ("standing", 10, 7, []),
        ("standing", 10, 6, ["meeting.two_thirds"]),
        ("plenary", 25, 17, []),
        ("plenary", 25, 16, ["meeting.two_thirds"]),
        ("special", 9, 5, []),  # more than half
        ("special", 8, 4, ["meeting.half"]),  # exactly half is not
        ("department", 1, 1, []),
        ("department", 0, 0, ["meeting.voters"]),
    ],
)
def test_who_has_to_be_there(kind: str, voters: int, present: int, found: list[str]) -> None:
    assert rules(quorum(attendance(kind, voters, present))) == found


def test_the_rulebook_may_ask_for_more() -> None:
    more = Shares(people=9, others=8, majority=8)
    three_quarters = replace(attendance("standing", 9, 6), shares=more)
    assert "不足四分之三" in quorum(three_quarters).reasons[0].text
    assert "至少 7 人" in quorum(three_quarters).reasons[0].text
    assert quorum(replace(three_quarters, present=7)).ok
    assert "没有超过三分之二" in quorum(replace(attendance("special", 9, 6), shares=more)).reasons[0].text
    assert quorum(replace(attendance("special", 9, 7), shares=more)).ok
    six_of_nine = replace(entry(), votes=Votes(6, 3, 0), voters=9, entitled=9)
    assert result_verdict(item(six_of_nine)).ok
    assert "的三分之二，不能形成" in result_verdict(replace(item(six_of_nine), shares=more)).reasons[0].text


def test_the_reason_says_how_many_are_missing() -> None:
    said = quorum(attendance("standing", 11, 7)).reasons[0]
    assert "应到 11 人，实到 7 人" in said.text
    assert "至少 8 人" in said.text
    assert "干部选拔任用" in said.article


@pytest.mark.parametrize(
    ("state", "supplementary", "ok"),
    [
        ("preparing", "", True),
        ("agenda_set", "", False),
        ("agenda_set", "学校临时通知", True),
        ("held", "学校临时通知", False),
        ("final", "学校临时通知", False),
        ("cancelled", "学校临时通知", False),
    ],
)
def test_items_come_before_the_meeting(state: str, supplementary: str, ok: bool) -> None:
    assert may_add_item(state=state, supplementary=supplementary).ok is ok


@pytest.mark.parametrize(
    ("held_on", "present", "recusals", "found"),
    [
        (TODAY, 9, (), []),
        (date(2026, 3, 3), 9, (), ["meeting.too_early"]),
        (TODAY, 5, (), ["meeting.two_thirds"]),
        (TODAY, 9, ("王建国（本人）",), ["meeting.recusal"]),
    ],
)
def test_when_a_meeting_counts_as_held(
    held_on: date, present: int, recusals: tuple[str, ...], found: list[str]
) -> None:
    verdict = may_hold(
        attendance("standing", 9, present), held_on=held_on, today=TODAY, open_recusals=recusals
    )
    assert rules(verdict) == found


def entry(key: int = 1, **given: object) -> Entry:
    base = Entry(
        key=key, label=f"人员{key}", position=key, proposal="yes", outcome="yes", voters=9, entitled=9
    )
    return replace(base, **({"votes": Votes(9, 0, 0)} | given))  # type: ignore[arg-type]


def item(*entries: Entry, ordered: bool = True, **given: object) -> Item:
    base = Item("审议表彰", "第七条", CHOICES, entries, ordered=ordered)
    return replace(base, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("votes", "found"),
    [
        (Votes(9, 0, 0), []),
        (Votes(5, 2, 2), []),  # five of nine
        (Votes(4, 3, 2), ["meeting.majority"]),
        (Votes(8, 0, 0), ["meeting.votes_sum"]),
        (Votes(9, 1, 0), ["meeting.votes_sum"]),
        (Votes(10, -1, 0), ["meeting.votes"]),
        (None, ["meeting.votes"]),
    ],
)
def test_votes_add_up_to_those_present_less_recused(votes: Votes | None, found: list[str]) -> None:
    assert rules(result_verdict(item(replace(entry(), votes=votes)))) == found


def test_the_majority_is_of_all_members_not_of_those_who_came() -> None:
    """Five of six who came agreed; the committee has twelve members."""
    found = entry(voters=6, entitled=12)
    verdict = result_verdict(item(replace(found, votes=Votes(5, 1, 0))))
    assert rules(verdict) == ["meeting.majority"]
    assert "应到会成员" in verdict.reasons[0].text


def test_a_refusal_needs_no_majority_but_a_reason_where_it_departs() -> None:
    refused = replace(entry(outcome="no"), votes=Votes(3, 6, 0))
    assert rules(result_verdict(item(refused))) == ["meeting.proposal"]
    assert result_verdict(item(replace(refused, reason="近期有信访正在核实"))).ok


def test_a_person_without_an_outcome_is_named() -> None:
    verdict = result_verdict(item(entry(), entry(2, outcome="")))
    assert [reason.text for reason in verdict.reasons] == ["人员2：请选择结果。"]


@pytest.mark.parametrize(
    ("outcomes", "tied", "keys"),
    [
        (("yes", "yes", "yes"), {}, {}),
        (("yes", "yes", "no"), {}, {3: ["meeting.proposal"]}),
        (("no", "yes", "yes"), {}, {1: ["meeting.proposal"], 2: ["meeting.order"], 3: ["meeting.order"]}),
        (("yes", "yes", "no"), {2: 1, 3: 1}, {2: ["meeting.tie"], 3: ["meeting.proposal"]}),
        (("yes", "no", "yes"), {2: 1, 3: 1}, {2: ["meeting.proposal"], 3: ["meeting.tie"]}),
        (
            ("yes", "later", "no"),
            {},
            {2: ["meeting.proposal", "meeting.outcome_reason"], 3: ["meeting.proposal"]},
        ),
    ],
)
def test_departing_from_the_proposal_or_the_order_has_a_reason(
    outcomes: tuple[str, ...], tied: dict[int, int], keys: dict[int, list[str]]
) -> None:
    rows = [entry(n, outcome=outcome, tied=tied.get(n)) for n, outcome in enumerate(outcomes, 1)]
    found = {key: [reason.rule for reason in why] for key, why in departures(item(*rows)).items()}
    assert found == keys


def test_an_unordered_list_has_no_order_to_depart_from() -> None:
    rows = (entry(1, outcome="no", proposal=""), entry(2))
    assert departures(item(*rows, ordered=False)) == {}


def test_a_reason_settles_a_departure() -> None:
    rows = (entry(1, outcome="no", reason="本人提出不参加"), entry(2, reason="前一名本人不参加"))
    assert result_verdict(item(*rows)).ok


def test_a_collective_decision_says_what_was_decided() -> None:
    decided = item(replace(entry(), votes=None), by_vote=False)
    assert rules(result_verdict(decided)) == ["meeting.text"]
    assert result_verdict(replace(decided, text="同意考核组意见")).ok


def test_an_open_recusal_stops_the_result() -> None:
    assert rules(result_verdict(item(entry(), open_recusals=("李明（王建国，亲属）",)))) == [
        "meeting.recusal"
    ]


@pytest.mark.parametrize(
    ("undecided", "finaliser", "scan_missing", "found"),
    [
        ((), 2, False, []),
        (("方案",), 2, False, ["meeting.undecided"]),
        ((), 1, False, ["meeting.two_people"]),
        ((), 2, True, ["meeting.scan"]),
    ],
)
def test_minutes_are_made_final_by_a_second_person(
    undecided: tuple[str, ...], finaliser: int, scan_missing: bool, found: list[str]
) -> None:
    verdict = may_finalise(
        undecided=undecided, recorders={1}, finaliser=finaliser, proxy_without_scan=scan_missing
    )
    assert rules(verdict) == found


@pytest.mark.parametrize(
    ("held_on", "reason", "ok"),
    [
        (TODAY, "", True),
        (date(2026, 3, 3), "", True),
        (date(2026, 3, 1), "", False),
        (date(2026, 3, 1), "纸质记录", True),
    ],
)
def test_a_late_entry_says_why(held_on: date, reason: str, ok: bool) -> None:
    assert late_entry(held_on=held_on, today=TODAY, reason=reason).ok is ok


def test_every_reason_is_a_whole_sentence_with_its_source() -> None:
    rows = (entry(1, outcome="no"), entry(2, votes=Votes(1, 1, 1)), entry(3, outcome=""))
    for reason in result_verdict(item(*rows, open_recusals=("甲",))).reasons:
        assert reason.text.endswith("。")
        assert reason.article
