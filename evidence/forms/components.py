"""Scores of components and bonus points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms as fields

from core.forms import Form, prepare
from core.tables.values import fold
from policy.numbers import plain
from policy.parameters import Weighted

Cell = tuple[int, str, int, Any]


class ScoresForm(Form):
    """One page of the table: a field for each person and component, and the version that it shows.

    cells: (participant, code, version, score) of the page, in its order.
    """

    def __init__(
        self, *args: Any, components: Sequence[Weighted], cells: Sequence[Cell], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        names = {item.code: item.name for item in components}
        places = {item.code: place for place, item in enumerate(components)}
        self.cells = cells
        for participant, code, version, score in cells:
            key = f"{participant}_{places[code]}"
            field = fields.DecimalField(
                label=names[code],
                required=False,
                min_value=0,
                max_value=100,
                decimal_places=4,
                widget=fields.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
                initial=None if score is None else plain(score),
            )
            prepare(field)
            self.fields[f"score_{key}"] = field
            self.fields[f"version_{key}"] = fields.IntegerField(
                widget=fields.HiddenInput, min_value=0, initial=version, required=False
            )
        self.places = places

    def bound(self, participant: int, code: str) -> tuple[Any, Any]:
        """The two fields of a cell, for the template."""
        key = f"{participant}_{self.places[code]}"
        return self[f"score_{key}"], self[f"version_{key}"]


class ScoresFileForm(Form):
    """The same as a table."""

    file = fields.FileField(
        label="成分得分表", help_text="xlsx 或 csv；有“工号”列和成分名称列，空白单元格不改动"
    )


class BonusForm(Form):
    """Announced bonus points."""

    staff_no = fields.CharField(label="干部工号", max_length=32)
    points = fields.DecimalField(
        label="加分（分）", min_value=0, max_value=100, max_digits=6, decimal_places=2
    )
    reason = fields.CharField(label="加分理由", max_length=300, widget=fields.Textarea)
    document_no = fields.CharField(label="公布文号", max_length=100)
    announced_on = fields.DateField(label="公布日期", widget=fields.DateInput)

    def clean_staff_no(self) -> str:
        return fold(self.cleaned_data["staff_no"])


class BonusBackForm(Form):
    """Why bonus points are taken back."""

    reason = fields.CharField(label="撤回的原因", max_length=300, widget=fields.Textarea)
