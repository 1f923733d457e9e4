"""Why somebody is, or is not, on a list of one year."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from policy.outcomes import COMMEND, JUDGE, NONE, UNGRADED, WITHHELD

from ..models import Cycle, Participant
from ..selectors import parameters_of, sight_of
from ..selectors.pending import pending_totals
from ..tables.person import asked, why_page
from .seen import no_figures, seen_cycle


@require_safe
def year_person(request: HttpRequest, code: str, staff_no: str) -> HttpResponse:
    """为什么（不）在名单上, in large type and whole sentences; who takes no part has no such page."""
    cycle = seen_cycle(request, code)
    sight = sight_of(request.user, cycle)
    if not sight.figures:
        people = Participant.objects.filter(cycle=cycle, cadre__staff_no=staff_no)
        name = people.values_list("cadre__name", flat=True).first()
        if name is None:
            raise Http404
        return no_figures(request, cycle, sight, f"{name}为什么在或不在名单上")
    person = asked(cycle, sight, staff_no)
    if person is None:
        raise Http404
    hidden = not sight.shows(person.category) or not sight.shows(person.listed)
    on_a_list = {COMMEND: "在", JUDGE: "在", NONE: "不在", UNGRADED: "不在", WITHHELD: "不在"}
    which = "名单" if sight.last else "表彰名单"
    title = f"{person.name}为什么{on_a_list.get(person.word, '在或不在')}{which}上"
    context = {
        "title": f"{person.name}为什么在或不在{which}上" if hidden else title,
        "cycle": cycle,
        "sight": sight,
        "person": person,
        "page": None if hidden else why_page(cycle, sight, person, parameters_of(cycle)),
        "pending": "" if hidden else _pending(cycle, staff_no),
    }
    return render(request, "appraisal/person.html", context)


def _pending(cycle: Cycle, staff_no: str) -> str:
    """What is under an open tolerance case, with the total without it; "" where nothing is."""
    own = Participant.objects.filter(cycle=cycle, cadre__staff_no=staff_no).values_list("pk", flat=True)
    found = pending_totals(cycle, parameters_of(cycle))
    return next((found[pk].words for pk in own if pk in found), "")
