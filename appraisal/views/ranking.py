"""分类别排名 of one year: search, filters, pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from core.lists import Reading
from core.lists.views import ListView

from ..access import DOWNLOAD_RESULTS, may_seen
from ..selectors import parameters_of, sight_of
from ..tables.figures import shown
from ..tables.ranking import RankingList
from .seen import no_figures, seen_cycle


class YearRanking(ListView):
    """The ranking as a list; while figures are not shown, the reason stands in its place."""

    page: RankingList
    template_name = "appraisal/ranking.html"
    results_name = "appraisal/_ranking_results.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.cycle = seen_cycle(request, kwargs["code"])
        self.sight = sight_of(request.user, self.cycle)
        self.page = RankingList(self.cycle, self.sight, parameters_of(self.cycle))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.sight.figures:
            return no_figures(request, self.cycle, self.sight, self.page.title)
        return super().get(request, *args, **kwargs)

    def offers(self, reading: Reading) -> dict[str, Any]:
        name = reading.query.filters.get("category", "")
        found = next((line for line in self.page.categories if line.name == name and line.ranked), None)
        export = reverse("year_ranking_export", args=[self.cycle.code])
        return {
            "cycle": self.cycle,
            "sight": self.sight,
            "small_figure": self.page.parameters.small_figure,
            "category": found,
            "mean": shown(found.mean) if found else "",
            "export_url": export if may_seen(self.request.user, DOWNLOAD_RESULTS, self.cycle) else "",
        }


year_ranking = YearRanking.as_view()
