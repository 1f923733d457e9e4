"""The pages of a scored year at 10,000 cadres, against the bare view of `bench.lists`."""

from __future__ import annotations

from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import Role, RoleGrant, User
from appraisal.models import Cycle, GapDecision, Result
from appraisal.selectors import sight_of, unsettled
from bench.lists import page
from bench.measure import Ratio
from policy.outcomes import COMMEND

SECOND = 1.0


def year_pages() -> list[Ratio]:
    """Ranking, lists, why page and sheet of one person; gaps decided first, or there is nothing to show."""
    cycle = Cycle.objects.get()
    user = User.objects.create_user(staff_no="90011", name="周敏")
    RoleGrant.objects.create(user=user, role=Role.ORG_HEAD, valid_from="2020-01-01")
    settle(cycle, user)
    assert sight_of(user, cycle).figures
    with override_settings(ROOT_URLCONF="bench.lists"):
        client = Client(headers={"host": "localhost"})
        client.force_login(user)
        pages = [page(client, name, url) for name, url in _pages(cycle)]
        whole = page(client, "year at a glance", reverse("year", args=[cycle.year]), rounds=5)
    note = "limit in seconds, so the floor is one"
    return [*pages, Ratio(whole.name, whole.ours, SECOND, 1, note)]


def _pages(cycle: Cycle) -> list[tuple[str, str]]:
    listed = Result.objects.filter(cycle=cycle, suggestion=COMMEND).order_by("pk").first()
    assert listed is not None
    ranking, category = reverse("year_ranking", args=[cycle.year]), listed.category
    who = listed.participant.cadre
    one = [cycle.year, who.staff_no]
    return [
        ("ranking", ranking),
        ("ranking, page 100", f"{ranking}?page=100"),
        ("ranking, by total", f"{ranking}?sort=-total"),
        ("ranking of a category", f"{ranking}?category={category}"),
        ("ranking, one suggestion", f"{ranking}?suggestion={COMMEND}"),
        ("ranking, search by name", f"{ranking}?q={who.name[0]}"),
        ("the two lists", reverse("year_lists", args=[cycle.year])),
        ("the two lists, a category", f"{reverse('year_lists', args=[cycle.year])}?category={category}"),
        ("why on the list", reverse("year_person", args=one)),
        ("score sheet", reverse("score_sheet", args=one)),
    ]


def settle(cycle: Cycle, user: User) -> None:
    """Everybody with missing votes stays without a rank, by the word of two people."""
    other = User.objects.create_user(staff_no="90012", name="秦守正")
    open_gaps = unsettled(Result.objects.filter(cycle=cycle))
    GapDecision.objects.bulk_create(
        GapDecision(
            participant_id=participant,
            groups=missing,
            remedy=GapDecision.Remedy.UNRANKED,
            reason="测量",
            state=GapDecision.State.CONFIRMED,
            proposed_by=user,
            decided_by=other,
        )
        for participant, missing in open_gaps.values_list("participant_id", "missing")
    )
