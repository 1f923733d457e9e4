"""Forms of a year's pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms as fields

from accounts.models import Role, RoleGrant, User
from ballots.models import Sitting
from ballots.services import SITTING_FIGURES, SittingEntry
from core import clock
from core.forms import Form, prepare
from policy.turnout import Turnout

from ..models import GapDecision

MOST = 999_999
WORDS = {"expected": "应到（人）", "present": "实到（人）", "issued": "发出（张）"}


class SittingsForm(Form):
    """应到, 实到 and 发出 of every rater group; a figure that is left empty is not entered.

    Each group's version goes along, so that what somebody else entered meanwhile is not overwritten unseen.
    """

    def __init__(
        self, *args: Any, groups: Iterable[tuple[str, Turnout]], stored: dict[str, Sitting], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.found = list(groups)
        for code, turnout in self.found:
            row = stored.get(code)
            for name in SITTING_FIGURES:
                self.fields[f"{code}-{name}"] = _figure(f"{turnout.group}{WORDS[name]}", row, name)
            self.fields[f"{code}-version"] = fields.IntegerField(
                widget=fields.HiddenInput, min_value=0, initial=row.version if row else 0
            )
        for field in self.fields.values():
            prepare(field)

    def groups(self) -> Iterator[tuple[Turnout, list[fields.BoundField]]]:
        """Each group's figures as they came back, and its three fields."""
        for code, turnout in self.found:
            yield turnout, [self[f"{code}-{name}"] for name in SITTING_FIGURES]

    def entries(self) -> dict[str, SittingEntry]:
        """What was typed, by group code; only after `is_valid`."""
        given = self.cleaned_data
        return {
            code: SittingEntry(
                given[f"{code}-version"], {name: given[f"{code}-{name}"] for name in SITTING_FIGURES}
            )
            for code, _ in self.found
        }


def _figure(label: str, row: Sitting | None, name: str) -> fields.IntegerField:
    return fields.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST,
        initial=getattr(row, name) if row else None,
        widget=fields.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class OfficerForm(Form):
    """Whom a head names; replaces: who held the duty when the page was opened."""

    user = fields.ModelChoiceField(label="人选", queryset=User.objects.none(), empty_label="请选择")
    replaces = fields.IntegerField(widget=fields.HiddenInput, required=False)

    def __init__(self, *args: Any, roles: Iterable[Role], label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = RoleGrant.objects.in_force(on=clock.today()).filter(role__in=list(roles))
        people = User.objects.filter(is_active=True, is_system=False, pk__in=held.values("user"))
        field: Any = self.fields["user"]
        field.queryset = people.order_by("staff_no")
        field.label = label
        prepare(field)


class ScoreConfirmForm(Form):
    """Which results are confirmed: those that the page named."""

    outcome_sha256 = fields.CharField(widget=fields.HiddenInput, max_length=64)


class RecheckForm(ScoreConfirmForm):
    """Why a confirmed count is opened again."""

    reason = fields.CharField(
        label="重新核对的原因",
        min_length=4,
        max_length=300,
        widget=fields.Textarea,
        help_text="写明发现了什么差错、在哪里；记入考核大事记，不写个人的得分和名次。",
    )


class GapProposeForm(Form):
    """For whom, what, and why."""

    participants = fields.MultipleChoiceField(label="同志", widget=fields.CheckboxSelectMultiple)
    remedy = fields.ChoiceField(
        label="处理办法",
        choices=GapDecision.Remedy.choices,
        widget=fields.RadioSelect,
        help_text="补测：请缺票的测评主体补充投票，导入后再计分。"
        "折算：不计缺票的测评主体，其权重由其余主体按比例分担。不排名：本次考核不计总分，不参加排名。",
    )
    reason = fields.CharField(
        label="理由", max_length=500, widget=fields.Textarea, help_text="例如本单位教职工人数少，无法补测"
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["participants"]
        field.choices = choices


class GapDecisionsForm(Form):
    """Which proposals."""

    decisions = fields.MultipleChoiceField(label="处理意见", widget=fields.CheckboxSelectMultiple)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["decisions"]
        field.choices = choices


class GapRejectForm(GapDecisionsForm):
    """Which proposals, and why not."""

    objection = fields.CharField(label="不同意的理由", max_length=500, widget=fields.Textarea)
