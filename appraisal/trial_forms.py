"""What to try: a draft, a version, or single values; nothing of it is stored."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms as fields

from core.forms import Form, prepare
from policy.changes import in_plain_words
from policy.numbers import plain
from policy.parameters import AppraisalParameters, ParameterError, Weighted
from policy.wording import CHOICES
from rulebook.forms.rows import NumberField, hundred
from rulebook.models import PolicyDraft, PolicyVersion
from rulebook.selectors import names_in

UNCHANGED = "不改变"
CHOICE_LABELS = {
    "merge": "人数不足时的合并办法",
    "blocked_seat": "不得评优者所占的名额",
    "bottom_scope": "后段名单的范围",
    "same_matter": "同一事项多项措施的扣分",
    "missing_group": "测评主体缺票的处理",
}
COUNT_LABELS = {"min_category": "单独排名的最少人数", "min_marks": "每个维度的最少有效票数"}
SHARE_LABELS = {"top_share": "表彰名额比例（%）", "bottom_share": "研判名额比例（%）"}
WEIGHTS = (("groups", "测评主体权重"), ("dimensions", "测评维度权重"))


class TrialForm(Form):
    """Read from the address: `source` first, then single values on top of it.

    frozen: the parameters of the year that is tried. `tried()` gives the whole version once valid.
    """

    source = fields.ChoiceField(
        label="试哪一套参数",
        required=False,
        help_text="先选一个版本或草案，或在该年度的参数上逐项改动；下面填写的各项再加在所选的一套上。",
    )

    def __init__(
        self,
        *args: Any,
        frozen: AppraisalParameters,
        versions: list[PolicyVersion],
        drafts: list[PolicyDraft],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.frozen = frozen
        self.rows = {f"d{draft.pk}": draft.parameters for draft in drafts}
        self.rows |= {f"v{version.number}": version.parameters for version in versions}
        source: Any = self.fields["source"]
        source.choices = [
            ("", "该年度的参数，逐项改动"),
            *((f"d{draft.pk}", f"草案：{draft}（{draft.drafted_by}）") for draft in drafts),
            *(
                (f"v{version.number}", f"{version}（{version.effective_from} 起施行）")
                for version in versions
            ),
        ]
        for name, label in SHARE_LABELS.items():
            self._add(name, NumberField(label=label, most=100, required=False, help_text=self._now(name)))
        for name, label in COUNT_LABELS.items():
            self._add(name, _count(label, self._now(name)))
        for name, label in CHOICE_LABELS.items():
            choices = [("", UNCHANGED), *CHOICES[name].items()]
            self._add(
                name,
                fields.ChoiceField(label=label, choices=choices, required=False, help_text=self._now(name)),
            )
        for key, _ in WEIGHTS:
            for place, item in enumerate(getattr(frozen, key)):
                said = f"该年度 {plain(item.weight)}"
                field = NumberField(label=f"{item.name}（%）", most=100, required=False, help_text=said)
                self._add(f"{key}_{place}", field)

    def _add(self, name: str, field: fields.Field) -> None:
        prepare(field)
        self.fields[name] = field

    def _now(self, name: str) -> str:
        value = getattr(self.frozen, name)
        words = CHOICES[name][value] if name in CHOICES else value
        return f"该年度 {plain(words) if isinstance(words, Decimal) else words}"

    def parts(self) -> Iterator[tuple[str, list[fields.BoundField]]]:
        """The fields in groups, for the page."""
        yield "名额与名单", [self[name] for name in (*SHARE_LABELS, "blocked_seat", "bottom_scope")]
        rest = ("min_category", "merge", "min_marks", "missing_group", "same_matter")
        yield "类别与计分", [self[name] for name in rest]
        for key, title in WEIGHTS:
            yield title, [self[f"{key}_{place}"] for place in range(len(getattr(self.frozen, key)))]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        rows = self.rows.get(data["source"])
        base = AppraisalParameters.from_json(rows) if rows else self.frozen
        whole = base.to_json()
        for name in (*SHARE_LABELS, *COUNT_LABELS, *CHOICE_LABELS):
            if data[name] not in (None, ""):
                whole[name] = plain(data[name]) if isinstance(data[name], Decimal) else data[name]
        for key, title in WEIGHTS:
            whole[key] = self._weighted(key, title, base)
        if self.errors:
            return data
        try:
            self._tried = AppraisalParameters.from_json(whole)
        except ParameterError as refused:
            self.add_error(None, in_plain_words(str(refused), names_in(whole)))
        return data

    def _weighted(self, key: str, title: str, base: AppraisalParameters) -> list[dict[str, str]]:
        """The weights of the source with those typed in their place; they must share a hundred."""
        typed = {
            item.code: self.cleaned_data[f"{key}_{place}"]
            for place, item in enumerate(getattr(self.frozen, key))
            if self.cleaned_data[f"{key}_{place}"] is not None
        }
        items: tuple[Weighted, ...] = getattr(base, key)
        weights = [typed.get(item.code, item.weight) for item in items]
        if typed and (wrong := hundred(title, weights)):
            self.add_error(None, f"{wrong.message}没有填写的按所选一套参数的权重计算。")
        return [
            {"code": item.code, "name": item.name, "weight": plain(weight)}
            for item, weight in zip(items, weights, strict=True)
        ]

    def tried(self) -> AppraisalParameters:
        """The parameters to try; only of a valid form."""
        return self._tried


def _count(label: str, now: str) -> fields.IntegerField:
    return fields.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=1_000,
        help_text=now,
        widget=fields.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
