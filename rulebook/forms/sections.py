"""The parts of a draft, each a page of its own: every parameter stands on one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from policy.limits import AREAS
from policy.parameters import LABELS

from .base import SectionForm
from .judging import CategoriesForm, CountingForm, DisplayForm, FindingsForm, ListsForm, MeasuresForm
from .limits import limits_form
from .process import PeriodsForm, ProcessForm
from .voting import CategoryForm, MarksForm, WeightsForm


@dataclass(frozen=True)
class Section:
    """One page of a draft. keys: the parameters and limits that stand on it."""

    slug: str
    title: str
    form: type[SectionForm]
    keys: tuple[str, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """The words of these parameters."""
        return tuple(LABELS[key][0] for key in self.keys)


SECTIONS: Mapping[str, Section] = {
    section.slug: section
    for section in (
        Section("marks", "票面档次", MarksForm, ("marks", "abstentions")),
        Section("weights", "维度、主体与权重", WeightsForm, ("dimensions", "groups", "components")),
        Section("schemes", "分类别另定", CategoryForm, ("schemes",)),
        Section(
            "categories",
            "考核类别与合并",
            CategoriesForm,
            ("kinds", "ranks", "min_category", "merge", "merge_suffix", "merge_kinds"),
        ),
        Section(
            "counting",
            "计分口径",
            CountingForm,
            ("min_marks", "missing_group", "same_matter", "decimals"),
        ),
        Section(
            "lists", "两个名单", ListsForm, ("top_share", "bottom_share", "blocked_seat", "bottom_scope")
        ),
        Section(
            "display",
            "均分的显示",
            DisplayForm,
            ("small_figure", "figure_doubt", "own_figure", "own_hidden"),
        ),
        Section(
            "process",
            "等次比例与聘期",
            ProcessForm,
            ("excellent_share", "excellent_most", "term_years", "term_share", "term_pass"),
        ),
        Section(
            "periods",
            "期限",
            PeriodsForm,
            (
                "report_days",
                "publicity_days",
                "feedback_days",
                "review_days",
                "answer_days",
                "appeal_days",
                "talk_days",
                "follow_ups",
                "talk_seen_years",
            ),
        ),
        Section("measures", "措施", MeasuresForm, ("measures",)),
        Section("findings", "认定", FindingsForm, ("findings",)),
        # Areas name their limits <area>_<what>, which makes the address; one without limits has no page.
        *(
            Section(
                f"limits-{limits[0].key.partition('_')[0]}",
                f"{area}的期限与人数",
                limits_form(limits),
                tuple(limit.key for limit in limits),
            )
            for area, limits in AREAS.items()
            if limits
        ),
    )
}
