"""Pages of a draft made of `policy.limits`: one for each area, nothing to write for a new limit (第一条)."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from policy.limits import LIMITS, limit_of
from policy.limits.base import Limit
from policy.sources import OTHER_RULES

from .base import JSON, SectionForm
from .judging import count_field


class LimitsForm(SectionForm):
    """The limits of one area; each field is a limit, named by its key."""

    def singles(self) -> JSON:
        return {key: limit_of(key, self.parameters.limits) for key in self.base_fields if key in LIMITS}

    def values(self) -> JSON:
        """What is not the default, beside what other areas say."""
        said = {key: self.cleaned_data[key] for key in self.singles()}
        others = {key: number for key, number in self.parameters.limits.items() if key not in said}
        own = {key: number for key, number in said.items() if number != LIMITS[key].default}
        return {"limits": others | own}


def limits_form(limits: Sequence[Limit]) -> type[SectionForm]:
    """The form of one area's limits."""
    fields = {limit.key: _field(limit) for limit in limits}
    made: type[SectionForm] = type("LimitsForm", (LimitsForm,), fields)
    return made


def _field(limit: Limit) -> forms.IntegerField:
    rule = OTHER_RULES.get(limit.key)
    default = f"{rule}规定" if rule else "系统默认"
    said = f"{default} {limit.words(limit.default)}，可填 {limit.low} 至 {limit.high}；用于{limit.article}。"
    label = f"{limit.label}（{limit.unit}）" if limit.unit else limit.label
    return count_field(label, said, least=limit.low, most=limit.high)
