"""Nobody who may not read a small group's mean can work it out from everything that he may read (第六条)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import Role, Unit, UnitKind, User
from appraisal.models import Cycle, Grading, Participant, Result
from appraisal.selectors.sheets import participant_of, person_sheet
from appraisal.services import cycle_open_from_file, year_score
from ballots.models import BallotLine
from ballots.selectors import BITS
from cadres.models import Appointment, Cadre, Post, PostRank
from core import clock
from evidence.selectors import profiles
from outcomes.models import BottomReview, CommendationCase, Feedback, ReminderTalk
from policy.figures import is_small
from policy.numbers import rounded
from policy.parameters import AppraisalParameters
from policy.sheet import GroupTally
from tests.support.figures import Seen, everything
from tests.support.people import user_with
from tests.support.scoring import confirmed_by_two, decided, two_officers
from tests.support.small_year import YEAR
from tests.support.subtraction import SHARES, WEIGHTS, Known, ranges
from tests.support.told_year import moved

# What is printed is arithmetic of policy/, on rows that other tests read from both databases.
pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("cheap_refusals")]


# Those whose figures give the most away, where not everybody is tried.
CORNERED = ("30003", "30007", "30008")


@pytest.fixture(autouse=True)
def computed_again() -> Iterator[None]:
    """Means over people are kept by the digest of the results; a test that changes a rule has others."""
    profiles._computed.cache_clear()
    yield
    profiles._computed.cache_clear()


# A figure is determined where less is left open than one paper's one mark less; a sheet may add nothing below
# a point. EXACT is what rounding leaves open of a group that is solved for.
NARROW, EXACT, TINY = 1.0, 0.1, 0.02
STEP = 15.0
GROUPS = list(WEIGHTS)
# Near the top, the total and the group that the regulation's rule prints leave the small one nothing but 好.
TOLD_BY_THE_RULE = {"30010", "30011"}
# A paper says the same of all dimensions but the last digit's: 好 0, 较好 1, 一般 2, 差 3.
GOOD = "0000"


def mixed(papers: int, seed: int) -> list[str]:
    """Papers that differ, never of one voice where there are two."""
    return [
        "".join(str((seed + paper * 7 + place * (paper % 3)) % 4 % 3) for place in range(4))
        for paper in range(papers)
    ]


# Person -> papers of 校领导, 中层干部, 教职工.
PEOPLE: Mapping[str, tuple[list[str], list[str], list[str]]] = {
    "30001": (mixed(1, 1), mixed(12, 2), mixed(30, 3)),  # dropped: one paper
    "30002": (mixed(2, 2), mixed(9, 1), mixed(31, 5)),  # dropped: two papers
    "30003": (mixed(4, 3), mixed(12, 1), mixed(30, 2)),
    "30004": (mixed(5, 1), mixed(12, 2), mixed(33, 1)),
    "30005": (mixed(9, 2), mixed(13, 3), mixed(30, 4)),
    "30006": (mixed(10, 3), mixed(14, 5), mixed(30, 1)),
    "30007": ([GOOD] * 9, mixed(12, 3), mixed(30, 2)),  # of one voice
    "30008": (mixed(9, 3), mixed(11, 1), ["1111"] * 30),  # of one voice, the largest
    "30009": (mixed(4, 1), mixed(4, 2), mixed(30, 5)),
    "30010": ([GOOD] * 4, [GOOD] * 11 + ["0001"], mixed(13, 1)),  # near the top
    "30011": ([GOOD] * 4, [GOOD] * 11 + ["0001"], [GOOD] * 12 + ["1000"]),  # all near the top
    "30012": (mixed(3, 2), mixed(5, 3), mixed(4, 1)),
}


@transaction.atomic
def year_of_small_groups() -> Cycle:
    """Confirmed by two, the dropped groups decided by two, everybody with an account."""
    cycle = cycle_open_from_file(year=YEAR, actor=User.objects.system())
    unit = Unit.objects.create(name="教务处", kind=UnitKind.OFFICE)
    for number, papers in PEOPLE.items():
        cadre = Cadre.objects.create(staff_no=number, name=f"乙{number[-2:]}", born="1975-03")
        post = Post.objects.create(unit=unit, title=f"第{number}处处长", rank=PostRank.CHIEF)
        Appointment.objects.create(cadre=cadre, post=post)
        Participant.objects.create(cycle=cycle, cadre=cadre, category="机关部门正职", graded=True)
        BallotLine.objects.bulk_create(
            BallotLine(
                round=cycle.round, cadre=cadre, paper=f"{group}-{place}", group=group, marks=packed(paper)
            )
            for group, of_group in enumerate(papers)
            for place, paper in enumerate(of_group)
        )
    year_score(cycle_pk=cycle.pk, actor=User.objects.system())
    cycle.refresh_from_db()
    two = two_officers(cycle)
    decided(cycle, two, "renormalise")
    cycle.refresh_from_db()
    return confirmed_by_two(cycle, two)


def packed(paper: str) -> int:
    return sum(int(mark) << BITS * place for place, mark in enumerate(paper))


@pytest.fixture(scope="module")
def year(module_db: None) -> Cycle:
    return year_of_small_groups()


def learned(seen: Iterable[Seen], people: Iterable[str] = PEOPLE) -> dict[str, Known]:
    """Every figure that a table ties to a person, a group or a dimension, whichever page it stands on."""
    found = {number: Known() for number in people}
    for answer in seen:
        of_page = next((number for number in found if _is_of(number, answer.url)), None)
        for grid in answer.grids:
            _read(grid, of_page, found)
        if of_page and answer.url.endswith("/form.docx"):
            printed = re.findall(r"([\u4e00-\u9fff]+) (\d{2}\.\d+)[；。]", answer.text)
            found[of_page].dimensions |= {name: figure for name, figure in printed if name in SHARES}
        dropped = re.search(r"(\S+)不计入，其权重由其余主体按比例分担", answer.text)
        if dropped and of_page:
            found[of_page].dropped |= set(dropped[1].split("、"))
    return found


def _is_of(number: str, url: str) -> bool:
    return f"/people/{number}/" in url or f"/panel/{number}/" in url


def _read(grid: list[list[str]], of_page: str | None, found: dict[str, Known]) -> None:
    head: list[str] = []
    for row in grid:
        if any(cell in ("测评得分", *GROUPS, "均分", "主体均分", "类别平均") for cell in row[1:]):
            head = row
            continue
        number = next((cell for cell in re.findall(r"3\d{4}", " ".join(row)) if cell in found), of_page)
        if number is None:
            continue
        known = found[number]
        for name, cell in zip(head, row, strict=False):
            figure = re.search(r"(?<![\d.])\d{2}\.\d+(?![\d%])", cell)
            if not figure:
                continue
            if name in GROUPS:
                known.means[name] = figure[0]
            elif name in ("主体均分", "均分") and row[0] in GROUPS:
                known.means[row[0]] = figure[0]
            elif name in ("主体均分", "均分") and row[0] in SHARES:
                known.dimensions[row[0]] = figure[0]
            elif "类别平均" in head and row[0] in SHARES and name not in ("维度", "类别平均"):
                known.dimensions[row[0]] = figure[0]  # the radar's own line
            elif name == "测评得分":
                known.score = figure[0]
        if row and row[0] == "测评得分" and len(row) > 1:
            known.score = row[1]


def secrets(number: str, *, own: bool = False) -> dict[str, float]:
    """The groups that must stay unknown, with their true means: small and unanimous; for the cadre, more."""
    person = sheet(number)
    rules = person.parameters
    found = {}
    for group in person.sheet.counting:
        tally = GroupTally(group.papers, tuple(line.counts for line in group.dimensions))
        hidden = is_small(tally, rules.small_figure)
        if own:
            hidden |= group.code in rules.own_hidden or group.papers < rules.own_figure
        if hidden:
            found[group.name] = float(group.mean)
    return found


def sheet(number: str):
    participant = participant_of(Cycle.objects.filter(year=YEAR), number)
    return person_sheet(participant, AppraisalParameters.from_json(participant.cycle.parameters))


def determined(known: dict[str, Known]) -> set[str]:
    """Whose small group the attack knows closer than one paper's one mark, and not by the total alone."""
    found = set()
    for number, figures in known.items():
        hidden = secrets(number)
        alone = ranges(Known(score=figures.score, dropped=figures.dropped), hidden)
        for (name, dimension), (low, high) in ranges(figures, hidden).items():
            if dimension:
                continue
            assert low - 0.01 <= hidden[name] <= high + 0.01, "the attack allows for the truth"
            step = STEP * min(SHARES.values()) / papers_of(number, name)
            if high - low < min(max(EXACT, step), alone[name, ""][1] - alone[name, ""][0] - TINY):
                found.add(number)
    return found


def papers_of(number: str, name: str) -> int:
    return len(PEOPLE[number][GROUPS.index(name)])


def added(known: dict[str, Known], *, own: bool = False) -> list[str]:
    """What the sheets tell beyond the total and, for departments, the results' group means: under a point."""
    found = []
    for number, figures in known.items():
        hidden = secrets(number, own=own)
        means = {} if own else figures.means
        before = ranges(Known(score=figures.score, dropped=figures.dropped, means=means), hidden)
        for key, (low, high) in ranges(figures, hidden).items():
            if high - low < min(NARROW, before[key][1] - before[key][0] - TINY):
                found.append(f"{number} {''.join(key)} {low:.2f}–{high:.2f}")
    return found


# Pages of the appraisal that others than the two departments open, each for what is theirs; no figure of a
# year stands there. One page more here is one more to look at.
FACTS = (r"key-tasks/(export/)?", r"unit-results/(export/)?", r"observations/(export/)?")
TALKS = r"talks/(talks\.xlsx|\d+/(record/|record\.docx|scan/)?)?"
NOTICES = r"\d{4}/feedback(/|\.xlsx)|\d{4}/feedback/\d+/(hand-over/|refusal/)?"
OWN_NOTICE = r"\d{4}/feedback/(mine/|\d+/(sign/|notice\.docx|review/)?)"
PUTS_FORWARD = r"candidates/|\d{4}/commendations/\d+/((evidence|files/add)/)?"
OPEN: dict[Role, tuple[str, ...]] = {
    Role.LEADER: (*FACTS, TALKS, NOTICES, r"reports/"),
    Role.UNIT_PARTY: (*FACTS, r"reports/", r"\d{4}/reports/unit/", PUTS_FORWARD),
    Role.CADRE: (
        *FACTS,
        TALKS,
        OWN_NOTICE,
        r"integrity/mine/",
        r"reports/",
        r"\d{4}/reports/mine/",
        r"\d{4}/mine(/|\.xlsx)",
    ),
}
OWN_FIGURES = re.compile(r"/mine(/|\.xlsx)$|/cadres/|/feedback/\d+/(notice\.docx)?")


def opened(role: Role, seen: list[Seen]) -> list[Seen]:
    """The pages and files of the appraisal that this role was shown; all of them known to be open to it."""
    found = [a for a in seen if a.url.startswith("/appraisal/") and a.status == 200]
    known = re.compile(f"/appraisal/({'|'.join(OPEN[role])})")
    assert not [answer.url for answer in found if not known.fullmatch(answer.url)]
    return found


def told_of(seen: list[Seen]) -> set[str]:
    """Names of the URLs that are somewhere at all for whoever saw these."""
    return {answer.name for answer in seen if answer.status != 404}


def figures_of(numbers: Iterable[str]) -> set[str]:
    """Every figure that the year holds of these people, with the decimals it is printed with somewhere."""
    found: set[Decimal | Fraction] = set()
    for number in numbers:
        person = sheet(number).sheet
        result = Result.objects.get(participant__cadre__staff_no=number)
        found |= {value for value in (result.total, result.score) if value is not None}
        found |= {Decimal(figure["mean"]) for figure in result.group_means.values() if figure["mean"]}
        for group in person.counting:
            found |= {group.mean} | {line.mean for line in group.dimensions}
        found |= {mean for _, _, mean in person.dimensions if mean is not None}
    return {str(rounded(Fraction(value), places)) for value in found for places in (1, 2)}


def decimals(answer: Seen) -> set[str]:
    """What may be a figure of a year; a share in percent is a place in a picture, a month is no figure."""
    return set(re.findall(r"(?<![\d.])\d{1,3}\.\d+(?![\d.%])", answer.text))


def told(cycle: Cycle) -> list[int]:
    """The year is decided and told, with a candidate, a talk and notices: the keys of all that."""
    people = list(Participant.objects.filter(cycle=cycle).select_related("cadre").order_by("cadre"))
    for person in people:
        Grading.objects.create(
            participant=person, decided="称职", decided_on=date(YEAR + 1, 3, 2), meeting="甲", revision=1
        )
    Cycle.objects.filter(pk=cycle.pk).update(source=Cycle.Source.PLAN)
    moved(cycle, Cycle.State.FEEDBACK)
    leader = User.objects.filter(grants__role=Role.LEADER).first() or user_with(Role.LEADER, staff_no="95009")
    case = CommendationCase.objects.create(participant=people[0])
    review = BottomReview.objects.create(participant=people[5])
    talk = ReminderTalk.objects.create(
        review=review, leader=leader, state=ReminderTalk.State.WAITING, due_on=clock.today()
    )
    notices = Feedback.objects.filter(participant__in=(people[0], people[5])).values_list("pk", flat=True)
    return sorted({case.pk, review.pk, talk.pk, *notices})


def signed_in(*roles: Role, staff_no: str = "95001") -> Client:
    client = Client()
    client.force_login(user_with(*roles, staff_no=staff_no, name="王查"))
    return client


def test_the_departments_cannot_subtract_a_small_group(year: Cycle) -> None:
    seen = everything(signed_in(Role.ORG_OFFICER), PEOPLE)
    known = learned(seen)
    assert all(figures.score for figures in known.values()), "the attack reads every score"
    assert known["30001"].dropped == {"校领导"}
    assert known["30006"].means.keys() == set(GROUPS)
    assert known["30006"].dimensions.keys() == set(SHARES)
    assert sum(len(answer.grids) > 0 for answer in seen if answer.status == 200) > 20
    assert determined(known) == TOLD_BY_THE_RULE
    assert added(known) == []
    assert not known["30010"].dimensions and not known["30011"].dimensions
    for number in PEOPLE:
        about = " ".join(answer.text for answer in seen if f"/people/{number}/" in answer.url)
        for name, mean in secrets(number).items():
            assert f"{mean:.2f}" not in about, (number, name)
    # The other department reads the same figures, and so subtracts no more.
    other = everything(signed_in(Role.DISCIPLINE_HEAD, staff_no="95002"), CORNERED)
    assert learned(other, CORNERED) == {number: known[number] for number in CORNERED}


def test_a_cadre_cannot_subtract_a_group_from_the_own_sheet(year: Cycle) -> None:
    """One asks for everything there is; the others for what that one was not told to be nowhere."""
    found = {}
    names = None
    for number in PEOPLE:
        client = signed_in(Role.CADRE, staff_no=number)
        seen = everything(client, [number], names=names)
        names = names or told_of(seen)
        own = [answer for answer in seen if re.search(r"\d/mine(/|\.xlsx)$", answer.url)]
        assert [answer.status for answer in own] == [200, 200], "the page and its workbook"
        for answer in opened(Role.CADRE, seen):
            assert not decimals(answer) or answer in own, answer.url
        known = {number: Known()}
        for answer in seen:
            for grid in answer.grids:
                _read(grid, number, known)
            if "校领导不计入" in answer.text:
                known[number].dropped.add("校领导")
        assert known[number].score
        assert "校领导" not in known[number].means
        found[number] = known[number]
    assert any(figures.dimensions for figures in found.values())
    assert any(figures.means for figures in found.values())
    assert added(found, own=True) == []


@pytest.mark.parametrize("role", [Role.LEADER, Role.UNIT_PARTY])
def test_leaders_and_secondary_party_organisations_read_no_figure_at_all(year: Cycle, role: Role) -> None:
    client = signed_in(role)
    secret = figures_of(PEOPLE)
    assert len(secret) > 100
    for keys in ([], told(year)):
        seen = everything(client, CORNERED, keys)
        assert len(opened(role, seen)) > 5
        assert not [(answer.url, decimals(answer)) for answer in opened(role, seen) if decimals(answer)]
        assert not [answer.url for answer in seen if secret & decimals(answer)]
    if role == Role.LEADER:
        assert [answer for answer in opened(role, seen) if re.search(r"/talks/\d+/$", answer.url)]


def test_a_told_cadre_reads_no_figure_of_anybody_else(year: Cycle) -> None:
    keys = told(year)
    names = None
    for number in ("30001", "30006"):
        seen = everything(signed_in(Role.CADRE, staff_no=number), (number, *CORNERED), keys, names=names)
        names = told_of(seen)
        assert [a for a in opened(Role.CADRE, seen) if re.search(r"/feedback/\d+/$", a.url)]
        others = figures_of(PEOPLE.keys() - {number}) - figures_of([number])
        assert not [answer.url for answer in seen if others & decimals(answer)]
        told_own = [answer for answer in seen if figures_of([number]) & decimals(answer)]
        assert told_own and all(OWN_FIGURES.search(answer.url) for answer in told_own)
