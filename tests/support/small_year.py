"""A scored year small enough for every test of a page, scored by the product's own service.

Its one category is merged, since it has too few deputies. Person i (from 0) is better than person i + 1:
their papers hold i marks 较好, all others are 好.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction

from accounts.models import Unit, UnitKind, User
from appraisal.models import Cycle, Participant
from appraisal.services import cycle_open_from_file, year_score
from ballots.models import BallotLine
from ballots.selectors import BITS
from cadres.models import Appointment, Cadre, Post, PostRank
from matters.models import Mark, Matter

YEAR = 2025
CATEGORY = "机关部门正职"
DEPUTIES = "机关部门副职"
MERGED = "机关部门（正副职合并）"
GROUPS, QUESTIONS, PAPERS = 3, 4, 5
MOST = GROUPS * QUESTIONS * PAPERS
GOOD, FAIR = 0, 1


def staff_no(i: int) -> str:
    return f"{20001 + i}"


@transaction.atomic
def small_year(
    people: int,
    *,
    same: Mapping[int, int] | None = None,
    ungraded: Mapping[int, str] | None = None,
    marked: Mapping[int, str] | None = None,
    without_leaders: tuple[int, ...] = (),
    deputies: tuple[int, ...] = (),
) -> Cycle:
    """A scored year of at most `MOST` people.

    same: person -> person whose papers they share; ungraded: person -> 不确定等次原因;
    without_leaders: whom no 校领导 has marked; deputies: who are 副职, below five of them merged;
    marked: person -> measure of the year, with 0.05 points: less than lies between two people.
    """
    same, ungraded, marked = same or {}, ungraded or {}, marked or {}
    assert people <= MOST
    cycle = cycle_open_from_file(year=YEAR, actor=User.objects.system())
    unit = Unit.objects.create(name="教务处", kind=UnitKind.OFFICE)
    cadres = _cadres(unit, people)
    Participant.objects.bulk_create(
        Participant(
            cycle=cycle,
            cadre=cadre,
            category=DEPUTIES if i in deputies else CATEGORY,
            graded=i not in ungraded,
            ungraded_reason=ungraded.get(i, ""),
        )
        for i, cadre in enumerate(cadres)
    )
    lines = []
    for i, cadre in enumerate(cadres):
        lines += [
            BallotLine(round=cycle.round, cadre=cadre, paper=f"{group}-{paper}", group=group, marks=marks)
            for group, paper, marks in _papers(same.get(i, i))
            if group > 0 or i not in without_leaders
        ]
        if i in marked:
            _mark(cadre, i, marked[i])
    BallotLine.objects.bulk_create(lines)
    return year_score(cycle_pk=cycle.pk, actor=User.objects.system())


def _cadres(unit: Unit, people: int) -> list[Cadre]:
    """In one act, and so without copies in their history: most of these people nobody ever changes."""
    places = range(people)
    cadres = Cadre.objects.bulk_create(
        Cadre(staff_no=staff_no(i), name=f"甲{i}", born="1975-03") for i in places
    )
    posts = Post.objects.bulk_create(
        Post(unit=unit, title=f"第{i}处处长", rank=PostRank.CHIEF) for i in places
    )
    Appointment.objects.bulk_create(
        Appointment(cadre=cadre, post=post) for cadre, post in zip(cadres, posts, strict=True)
    )
    return cadres


def _papers(fair: int) -> list[tuple[int, int, int]]:
    """(group, paper, packed marks) of all papers; `fair` marks are 较好, dealt to the groups in turn."""
    found = []
    for group in range(GROUPS):
        for paper in range(PAPERS):
            places = [((paper * QUESTIONS) + question) * GROUPS + group for question in range(QUESTIONS)]
            marks = [FAIR if place < fair else GOOD for place in places]
            found.append((group, paper, sum(mark << BITS * q for q, mark in enumerate(marks))))
    return found


def _mark(cadre: Cadre, i: int, measure: str) -> None:
    Mark.objects.create(
        matter=Matter.objects.create(number=f"SX{YEAR}{i:03d}"),
        cadre=cadre,
        measure=measure,
        decided_on=date(YEAR, 5, 6),
        points=Decimal("0.05"),
        file_year=YEAR,
    )
