"""The panel's page: one participant after the other, report, scores and facts side by side."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import User
from appraisal.access import PROPOSE_GRADE, may
from appraisal.models import Cycle, Grading, Participant
from appraisal.selectors import parameters_of, shown_reason, sight_of
from appraisal.selectors.grades import grade_count, words_of
from appraisal.selectors.register import reads_reasons
from appraisal.selectors.sheets import participant_of, person_sheet
from appraisal.services import grade_propose
from appraisal.views.common import visible_years
from appraisal.views.seen import no_figures, seen_cycle
from core import clock
from core.pages import FormPage, RuleBroken, StaleState
from policy.grades import EXCELLENT

from ..access.facts import SEE_DEFERRED, steps_of
from ..forms.panel import GradeForm
from ..panel_parts import parts_of
from ..selectors.panel import YEARS_BACK, neighbours, panel_facts, panel_order, years_before
from ..selectors.profiles import category_common, dimension_names, unit_profiles
from ..tables.panel import (
    PanelPage,
    heat_of,
    hidden_why,
    opinion_of,
    radar_of,
    scores_of,
    term_parts,
    trend_of,
)
from .base_facts import scopes_here, sheet_out, user_of

PROPOSALS = (("工号", 12), ("姓名", 14), ("考核类别", 24), ("建议等次", 12), ("建议理由", 50), ("提出人", 14))


@require_safe
def year_panel(request: HttpRequest, code: str) -> HttpResponse:
    """Everybody of the cycle in category order with the panel's word, and how many are 优秀."""
    cycle = seen_cycle(request, code)
    context = {
        "cycle": cycle,
        "lines": _lines(cycle),
        "count": grade_count(cycle),
        "excellent": EXCELLENT,
    }
    return render(request, "evidence/panel_list.html", context)


@require_safe
def year_panel_export(request: HttpRequest, code: str) -> FileResponse:
    """The proposals as a workbook; no score stands in it."""
    cycle = seen_cycle(request, code)
    rows = [
        (
            line["staff_no"],
            line["name"],
            line["category"],
            line["proposed"],
            line["reason"],
            line["by"],
        )
        for line in _lines(cycle)
    ]
    return sheet_out(request, f"{cycle.label}考核组等次建议", PROPOSALS, rows)


def _lines(cycle: Cycle) -> list[dict[str, Any]]:
    people = Participant.objects.filter(cycle=cycle).select_related("cadre", "grading__proposed_by")
    by_pk = {person.pk: person for person in people}
    lines = []
    for pk, staff_no, category in panel_order(cycle):
        person = by_pk[pk]
        grading = getattr(person, "grading", None)
        lines.append(
            {
                "staff_no": staff_no,
                "name": person.cadre.name,
                "category": category,
                "proposed": grading.proposed if grading else "",
                "reason": grading.proposal_reason if grading else "",
                "by": grading.proposed_by.name if grading and grading.proposed_by else "",
            }
        )
    return lines


@require_safe
def year_units(request: HttpRequest, code: str) -> HttpResponse:
    """Units by dimensions as a heat map, of figures that are printed anyway."""
    cycle = seen_cycle(request, code)
    sight = sight_of(request.user, cycle)
    if not sight.figures:
        return no_figures(request, cycle, sight, f"{cycle.label}各单位各维度均分")
    chart = heat_of(cycle, unit_profiles(cycle, sight), dimension_names(parameters_of(cycle)))
    return render(request, "evidence/panel_units.html", {"cycle": cycle, "sight": sight, "chart": chart})


@require_safe
def year_units_export(request: HttpRequest, code: str) -> FileResponse:
    """The same figures as a workbook: what the page prints as — stays —."""
    cycle = seen_cycle(request, code)
    sight = sight_of(request.user, cycle)
    if not sight.figures:
        raise RuleBroken("得分现在不能显示，也就不能导出。")
    chart = heat_of(cycle, unit_profiles(cycle, sight), dimension_names(parameters_of(cycle)))
    columns = [(head.label, 24 if head.role == "name" else 14) for head in chart.columns]
    return sheet_out(request, f"{cycle.label}各单位各维度均分", columns, chart.rows)


class PanelPerson(FormPage):
    """One participant before the panel. Reading is for both departments, the form for who may propose."""

    form_class = GradeForm
    template_name = "evidence/panel_person.html"
    participant: Participant
    moved: Grading | None = None

    def find(self) -> Participant:
        request, code = self.request, self.kwargs["code"]
        found = participant_of(visible_years(request).filter(code=code), self.kwargs["staff_no"])
        if found is None:
            raise Http404("本次考核的参加人员中没有此人。")
        self.participant, self.cycle = found, found.cycle
        self.sight = sight_of(request.user, self.cycle)
        self.scopes = scopes_here(request)
        self.hidden = hidden_why(found, self.sight)
        self.proposes = self._own() is False and may(request.user, PROPOSE_GRADE, self.cycle)
        return found

    def _own(self) -> bool:
        """Whether the reader takes part in this category, and so steps aside."""
        result = getattr(self.participant, "result", None)
        shown = {self.participant.category, result.category if result else ""}
        return bool(shown & self.sight.own_categories)

    def may(self) -> bool:
        return self.proposes if self.request.method == "POST" else True

    def grading(self) -> Grading | None:
        rows = Grading.objects.filter(participant=self.participant.pk)
        return rows.select_related("proposed_by").first()

    def form_kwargs(self) -> dict[str, Any]:
        row = self.grading()
        initial = {"version": row.version if row else 0}
        if row:
            initial |= {"word": row.proposed, "reason": row.proposal_reason, "comment": row.comment}  # type: ignore[dict-item]
        return {"words": words_of(self.cycle), "initial": initial}

    def perform(self, form: Any) -> Grading:
        given = form.cleaned_data
        return grade_propose(
            participant_pk=self.participant.pk,
            version=given["version"],
            word=given["word"],
            reason=given["reason"],
            comment=given["comment"],
            actor=user_of(self.request),
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().post(request, *args, **kwargs)
        except StaleState:
            return self._stale()

    def _stale(self) -> HttpResponseBase:
        """409: what the other member saved stands above; what was typed stays in the form."""
        self.moved = self.grading()
        data = self.request.POST.copy()
        data["version"] = str(self.moved.version if self.moved else 0)
        form = self.form_class(data=data, **self.form_kwargs())
        form.is_valid()
        response = self.show(form)
        response.status_code = 409
        return response

    def done(self, result: Grading) -> str:
        return reverse("panel_person", args=[self.cycle.code, self.participant.cadre.staff_no])

    def success_message(self, result: Grading) -> str:
        return f"已保存：建议{result.proposed}。"

    def context(self) -> dict[str, Any]:
        participant, reader = self.participant, self.request.user
        return {
            "cycle": self.cycle,
            "participant": participant,
            "panel": self._page(),
            "proposes": self.proposes,
            "moved": self.moved,
            "reason_shown": shown_reason(participant, heads=reads_reasons(reader)),
            "excellent": EXCELLENT,
            "title": f"{participant.cadre.name}：{self.cycle.label}考核组评议",
        }

    def _page(self) -> PanelPage:
        participant, cycle = self.participant, self.cycle
        user: User = user_of(self.request)
        facts = panel_facts(participant, user, self.scopes)
        scores = radar = None
        why = self.hidden
        if not self.hidden:
            person = person_sheet(participant, parameters_of(cycle))
            common = category_common(cycle, self.sight, participant.result.category)
            scores = scores_of(person)
            radar, why = radar_of(person, common)
        years = years_before(participant.cadre, user, until=cycle.year, most=YEARS_BACK + 1, on=clock.today())
        return PanelPage(
            scores=scores,
            hidden=self.hidden,
            radar=radar,
            radar_why=why,
            facts=facts,
            opinion=opinion_of(facts.opinion, heads=SEE_DEFERRED in steps_of(self.scopes)),
            years=[year for year in years if year.year < cycle.year],
            trend=trend_of(years),
            parts=[*parts_of(participant), *term_parts(participant, hidden=self.hidden)],
            around=neighbours(panel_order(cycle), participant.cadre.staff_no),
            count=grade_count(cycle),
            grading=self.grading(),
        )
