"""Worlds of random marks and cards, and a picture of everything that they may move (第十四条)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from accounts.models import Unit, User
from alerts.models import Card
from alerts.registry import RULES
from appraisal.models import Cycle, Participant
from appraisal.selectors import parameters_of, year_facts
from cadres.models import Cadre
from core import clock
from matters.models import Mark, Matter
from matters.selectors import bars_in, bars_on, influences_of, record_of, states_on
from matters.services.periods import influence_refresh
from outcomes.selectors.standing import capped_now
from policy.alerts_steps import measure_of
from policy.appraisal import appraise
from policy.bars import blocking
from policy.influence import TABLE
from policy.influence_table import USES
from policy.limits import limit_of
from policy.measures import judge_marks
from tests.support.small_year import YEAR

MATTERS, MARKS, CARDS = 4, 16, 8
WORDS = [*TABLE, "黄牌", "扣分", "批评教育", "政务开除"]
# kind -> states of a card that runs or has run.
HANDLED = {
    "yellow": ("planning", "mending", "lifted"),
    "inquiry": ("awaiting",),
    "admonition": ("criticism", "following"),
}
# What is the same where a matter is lifted and where its marks never were.
PARTS = (
    "figures", "lists", "caps", "bars", "periods", "eligible", "commendable", "files", "states", "cards",
    "signals",
)  # fmt: skip
# Of these everybody else's part is a world's own.
OF_CADRES = ("periods", "eligible", "commendable", "files", "states", "cards", "signals")
Picture = dict[str, Any]


def peopled(seed: int, *, file_born: bool = True) -> None:
    """Marks of all kinds and of five years, on line and from the year's file, several people on a matter."""
    random = Random(seed)
    matters = [Matter.objects.create(number=f"W{place}") for place in range(MATTERS)]
    cadres = list(Cadre.objects.order_by("pk"))
    for place in range(MARKS):
        # Half of them around the year, the others as far back as a measure may reach.
        reach = date(YEAR - 1, 6, 1) if place % 2 else date(YEAR - 3, 1, 1)
        Mark.objects.create(
            matter=random.choice(matters),
            cadre=random.choice(cadres),
            measure=random.choice(WORDS),
            decided_on=reach + timedelta(days=random.randrange(600)),
            points=Decimal(random.choice(("0", "0.05", "1", "2.5"))),
            file_year=random.choice((None, YEAR, YEAR - 1)) if file_born else None,
        )
    influence_refresh([one.pk for one in cadres])


def carded(seed: int) -> None:
    """Cards of the last year on few people, so that some have two: yellow ones, 函询 and 诫勉."""
    random, actor, unit = Random(seed), User.objects.system(), Unit.objects.first()
    matters = list(Matter.objects.order_by("pk"))
    people = list(Cadre.objects.order_by("pk"))[: CARDS // 2]
    for place in range(CARDS):
        kind = random.choice(("yellow", "yellow", "yellow", "inquiry", "admonition"))
        day = clock.today() - timedelta(days=40 * place + random.randrange(1, 40))
        who, about = people[place % len(people)], random.choice(matters)
        points = Decimal(random.choice(("0", "1"))) if kind == "yellow" else Decimal(0)
        mark = Mark.objects.create(
            matter=about, cadre=who, measure=measure_of(kind), decided_on=day, points=points
        )
        said = {"title": "采购验收不规范", "facts": "未按程序验收。"} if kind == "yellow" else {}
        state = random.choice(HANDLED[kind])
        Card.objects.create(
            kind=kind, cadre=who, unit=unit, matter=about, mark=mark, state=state, points=points,
            drafted_by=actor, drafted_on=day, issuer=actor, issued_on=day, document_no=f"纪〔2026〕{place}号",
            approver="王书记" if kind == "admonition" else "", approved_on=day,
            due_on=None if state == "lifted" else day,
            ended_on=clock.today() - timedelta(days=190) if state == "lifted" else None,
            **said,
        )  # fmt: skip
    influence_refresh([one.pk for one in people])


def never_there(*, matter: Matter, cadre: Cadre) -> None:
    """The world in which that cadre has nothing on that matter."""
    Card.objects.filter(matter=matter, cadre=cadre).delete()
    Mark.objects.filter(matter=matter, cadre=cadre).delete()
    influence_refresh([cadre.pk])


def picture(cycle: Cycle) -> Picture:
    """Everything that marks may move: outcomes of the year, caps, bars, periods, cards and signals."""
    parameters = parameters_of(cycle)
    facts = year_facts(cycle, parameters)
    persons = appraise(facts, year=cycle.year, parameters=parameters, merged=cycle.fixed_merge)
    caps = {}
    for one in facts:
        judged = judge_marks(one.marks, one.lifted, year=cycle.year, parameters=parameters)
        caps[one.key] = (judged.ungraded, judged.barred, judged.deducted)
    return {
        "persons": {one.key: one for one in persons.persons},
        "figures": {one.key: figures(one) for one in persons.persons},
        "lists": [(c.name, c.top_seats, c.top_listed, c.bottom_seats, c.ranked) for c in persons.categories],
        "caps": caps,
        **barring(),
        **warning(),
    }


def barring() -> Picture:
    """Bars, periods and what everybody may be considered for, on several days."""
    everybody = Cadre.objects.values("pk")
    today = clock.today()
    days = (today, today + timedelta(days=200))
    periods = influences_of(everybody, on=today)
    bars = {day: bars_on(everybody, day) for day in days}
    keys = list(everybody.order_by("pk").values_list("pk", flat=True))
    states: dict[int, list[Any]] = defaultdict(list)
    relieved: set[int] = set()
    told = states_on(Mark.objects.all(), on=today)
    for pk, cadre in Mark.objects.order_by("pk").values_list("pk", "cadre"):
        code = told[pk].code if pk in told else ""
        if code == "relieved":
            relieved.add(pk)
        elif code not in ("", "dropped"):
            states[cadre].append((pk, told[pk]))
    return {
        "bars": bars,
        "eligible": {
            cadre: tuple(not blocking(found.get(cadre, ()), use) for found in bars.values() for use in USES)
            for cadre in keys
        },
        # Whoever may be commended for the year, by what counts today, with the reasons why not.
        "commendable": {
            one.cadre_id: capped_now([one])
            for one in Participant.objects.select_related("cadre", "cycle").order_by("pk")
        },
        "periods": {cadre: [(p.mark, p.influence) for p in some] for cadre, some in periods.items()},
        "states": dict(states),
        "relieved": relieved,
        "files": {cadre: _file_of(cadre) for cadre in keys},
    }


def _file_of(cadre: int) -> Any:
    """What the person file counts, and what it says that it bars."""
    today = clock.today()
    record = record_of(cadre, on=today)
    return [one for one in record if one.counts], bars_in(cadre, record, today)


def warning() -> Picture:
    """The cards that count and the signals that a scan would find, of each cadre."""
    today = clock.today()
    cards: dict[int, list[int]] = defaultdict(list)
    for pk, cadre in Card.objects.counted().order_by("pk").values_list("pk", "cadre"):
        cards[cadre].append(pk)
    signals: dict[int, list[Any]] = defaultdict(list)
    for code, rule in sorted(RULES.items()):
        rows = rule.rows(today, {key: limit_of(key, {}) for key in rule.limits})
        for cadre, unit, key, said in sorted(rows, key=str):
            signals[cadre].append((code, unit, key, said))
    return {"cards": dict(cards), "signals": dict(signals)}


def figures(one: Any) -> tuple[Any, ...]:
    """What is decided on, without the sentence that a matter was lifted."""
    return (one.category, one.rank, one.score, one.deducted, one.total, one.distance, one.suggestion)
