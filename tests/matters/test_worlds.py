"""Random worlds: a relief of one cadre on one matter is exactly the world without those marks (第十四条)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from accounts.models import User
from appraisal.models import Cycle, Grading, Participant, Result
from cadres.models import Cadre
from core import clock
from matters.models import Mark, Matter, Relief
from matters.services import (
    GivenMeasure,
    mark_cancel,
    mark_record,
    matter_create,
    measures_replace,
    relief_record,
    relief_revoke,
)
from outcomes.models import StaleResult
from outcomes.selectors.standing import capped_now
from outcomes.services import stale_keep
from tests.support.people import user_with
from tests.support.small_year import YEAR, small_year, staff_no
from tests.support.told_year import confirmed, told_year
from tests.support.worlds import (
    OF_CADRES,
    PARTS,
    Picture,
    barring,
    carded,
    never_there,
    peopled,
    picture,
)

pytestmark = pytest.mark.django_db
PEOPLE = 8


def others(of: Picture, cadre: int) -> Picture:
    """The same of everybody else."""
    return {key: value for key, value in of.items() if key != cadre}


def without(act: Callable[[], Any], cycle: Cycle) -> Picture:
    """The picture after an act that is then undone."""
    with transaction.atomic():
        act()
        found = picture(cycle)
        transaction.set_rollback(True)
    return found


def pairs() -> list[tuple[int, int]]:
    rows = Mark.objects.order_by("cadre", "matter").values_list("cadre_id", "matter_id").distinct()
    return list(dict.fromkeys(rows))


@pytest.fixture
def actor() -> User:
    return User.objects.system()


@pytest.mark.parametrize("seed", [7, *(pytest.param(seed, marks=pytest.mark.once) for seed in (19, 88))])
def test_a_relief_is_the_world_without_those_marks(seed: int, actor: User) -> None:
    cycle = small_year(PEOPLE)
    peopled(seed)
    carded(seed)
    full = picture(cycle)
    moved: dict[str, int] = dict.fromkeys(PARTS, 0)
    for cadre, matter in pairs():
        about = {"matter": Matter.objects.get(pk=matter), "cadre": Cadre.objects.get(pk=cadre)}
        kind = (Relief.Kind.EXEMPT, Relief.Kind.CLARIFIED)[matter % 2]
        lifted = without(partial(relief_record, kind=kind, source="党委会", actor=actor, **about), cycle)
        gone = without(partial(never_there, **about), cycle)
        for part in PARTS:
            assert lifted[part] == gone[part], (cadre, matter, part)
            moved[part] += lifted[part] != full[part]
        # What is lifted is still shown, and as that.
        own_marks = set(Mark.objects.filter(**about).values_list("pk", flat=True))
        assert lifted["relieved"] and lifted["relieved"] <= own_marks
        own = Participant.objects.get(cycle=cycle, cadre=cadre).pk
        for key, one in lifted["persons"].items():
            assert key == own or one == gone["persons"][key]
        # Whoever was part of the same matter keeps every mark.
        assert {k: v for k, v in lifted["caps"].items() if k != own} == {
            k: v for k, v in full["caps"].items() if k != own
        }
        for part in OF_CADRES:
            assert others(lifted[part], cadre) == others(full[part], cadre), (cadre, matter, part)
    assert min(moved.values()) >= 1, moved  # the worlds are not empty of what counts


def test_cancelled_is_gone_replaced_is_what_was_given_and_revoked_is_as_before(actor: User) -> None:
    cycle = small_year(PEOPLE)
    peopled(3, file_born=False)
    full = picture(cycle)
    mark = Mark.objects.order_by("pk")[0]
    gone = without(lambda: Mark.objects.filter(pk=mark.pk).delete(), cycle)
    assert (
        without(lambda: mark_cancel(mark=mark, on=clock.today(), reason="误记", actor=actor), cycle) == gone
    )
    about = {"matter": mark.matter, "cadre": mark.cadre}
    given = GivenMeasure("诫勉", date(YEAR, 5, 6), Decimal(1))

    def replaced() -> None:
        measures_replace(given=[given], source="党委会", on=clock.today(), kind="减轻", actor=actor, **about)

    def instead() -> None:
        Mark.objects.filter(**about).delete()
        Mark.objects.create(measure="诫勉", decided_on=given.decided_on, points=1, **about)

    assert without(replaced, cycle)["figures"] == without(instead, cycle)["figures"]

    def there_and_back() -> None:
        relief = relief_record(kind=Relief.Kind.EXEMPT, source="党委会", actor=actor, **about)
        relief_revoke(relief=relief, on=clock.today(), document_no="1号", reason="弄虚作假", actor=actor)

    assert without(there_and_back, cycle) == full


def test_after_the_decision_only_the_persons_own_world_changes(actor: User) -> None:
    """Stored results stay; the own score, cap and bars change; accomplices are unchanged."""
    cycle = told_year(PEOPLE)
    matter, alone = Matter.objects.create(number="W0"), Matter.objects.create(number="W1")
    people = list(Cadre.objects.order_by("pk"))
    for who, about, points in ((0, matter, "0.05"), (1, matter, "0.05"), (0, alone, "0.05")):
        Mark.objects.create(
            matter=about,
            cadre=people[who],
            measure="诫勉",
            decided_on=date(YEAR, 5, 6),
            points=Decimal(points),
        )
    before = list(Result.objects.filter(cycle=cycle).order_by("pk").values())
    grades = list(Grading.objects.order_by("pk").values())
    marked = barring()
    for about in (matter, alone):
        relief_record(matter=about, cadre=people[0], kind="免除责任", source="党委会", actor=actor)
    assert list(Result.objects.filter(cycle=cycle).order_by("pk").values()) == before
    assert list(Grading.objects.order_by("pk").values()) == grades
    cases = StaleResult.objects.filter(participant__cadre=people[0])
    assert cases.count() == 2 and StaleResult.objects.count() == 2
    now = barring()
    assert people[0].pk not in now["periods"]
    assert now["periods"][people[1].pk] == marked["periods"][people[1].pk]
    for part in ("eligible", "commendable"):
        assert others(now[part], people[0].pk) == others(marked[part], people[0].pk)
    assert now["commendable"][people[0].pk].ok and not now["commendable"][people[1].pk].ok
    told = {str(case.would_be["total"]) for case in cases}
    Mark.objects.filter(cadre=people[0]).delete()
    gone = barring()
    assert [gone[part] for part in ("bars", "eligible")] == [now[part] for part in ("bars", "eligible")]
    own = Participant.objects.get(cycle=cycle, cadre=people[0]).pk
    world = picture(cycle)["persons"][own]
    assert told == {str(world.total)}


def test_a_decided_result_waits_where_a_mark_is_cancelled_replaced_or_counts_again(actor: User) -> None:
    cycle = told_year(PEOPLE, best=0, marked={0: "诫勉", 1: "扣分"})
    first, second = Mark.objects.select_related("matter", "cadre").order_by("cadre")
    mark_cancel(mark=first, on=clock.today(), reason="查无此事", document_no="纪〔2026〕9号", actor=actor)
    case = StaleResult.objects.get()
    assert (case.cause, case.relief, case.would_be["commended"]) == ("撤销记录", None, True)
    assert "纪〔2026〕9号" in case.source and not case.is_worse
    given = GivenMeasure("批评教育", date(YEAR, 6, 1))
    about = {"matter": second.matter, "cadre": second.cadre, "on": clock.today()}
    measures_replace(given=[given], source="党委会", kind="减轻", actor=actor, **about)
    lighter = StaleResult.objects.get(participant__cadre=second.cadre)
    assert (lighter.cause, lighter.is_worse, lighter.would_be["deducted"]) == ("认定减轻", False, "0.0000")
    # What is recorded late makes nothing of a decided result worse: it is told, and noted.
    late = matter_create(title="迟到的登记", description="", actor=actor)
    third = Cadre.objects.get(staff_no=staff_no(2))
    mark_record(matter=late, cadre=third, measure="党内警告", decided_on=date(YEAR, 9, 1), actor=actor)
    worse = StaleResult.objects.get(participant__cadre=third)
    assert worse.is_worse and worse.cause == "补登记录"
    # A mark of another year concerns nothing of this one.
    mark_record(
        matter=late, cadre=third, measure="黄牌", decided_on=date(YEAR + 1, 1, 5), points=2, actor=actor
    )
    assert StaleResult.objects.filter(participant__cadre=third).count() == 1
    head = user_with("org_head", staff_no="90100")  # type: ignore[arg-type]
    kept = stale_keep(pk=worse.pk, version=worse.version, note="已知悉，按管理权限另行研究", actor=head)
    assert kept.state == "settled"
    assert cycle.pk


def test_nobody_is_commended_against_what_counts_today(actor: User) -> None:
    cycle = told_year(PEOPLE)
    person = Participant.objects.select_related("cadre", "cycle").get(
        cycle=cycle, cadre__staff_no=staff_no(0)
    )
    assert capped_now([person]).ok
    matter = matter_create(title="迟到的登记", description="", actor=actor)
    about = {"matter": matter, "cadre": person.cadre}
    mark_record(measure="诫勉", decided_on=date(YEAR, 9, 1), actor=actor, **about)
    (reason,) = capped_now([person]).reasons
    assert reason.text.startswith("甲0：") and "不得评为优秀" in reason.text
    relief_record(kind="免除责任", source="党委会", actor=actor, **about)
    assert capped_now([person]).ok


def test_an_open_year_is_scored_again_where_it_feels_the_mark_and_only_there(actor: User) -> None:
    cycle = small_year(PEOPLE)
    confirmed(cycle)
    matter = matter_create(title="甲", description="", actor=actor)
    one = Cadre.objects.order_by("pk")[0]
    about = {"matter": matter, "cadre": one, "actor": actor}
    mark_record(measure="黄牌", decided_on=date(YEAR + 1, 1, 5), points=2, **about)
    cycle.refresh_from_db()
    assert cycle.confirmed_at is not None
    mark_record(measure="黄牌", decided_on=date(YEAR, 11, 5), points=2, **about)
    cycle.refresh_from_db()
    assert (cycle.confirmed_at, cycle.state) == (None, Cycle.State.VOTING)
