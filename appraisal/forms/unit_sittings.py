"""One unit's sitting of one rater group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms as fields

from accounts.models import Unit
from ballots.models import Sitting
from ballots.services import UNIT_FIGURES, SittingEntry
from core.forms import Form, prepare
from policy.sittings import MEASURES, WORDS

MOST = 999_999


class UnitSittingForm(Form):
    """应到 实到 发出 收回 有效 of a sitting that stands already; the version that was seen goes along."""

    version = fields.IntegerField(widget=fields.HiddenInput, min_value=0)

    def __init__(self, *args: Any, row: Sitting | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = row.version if row else 0
        for name in UNIT_FIGURES:
            self.fields[name] = fields.IntegerField(
                label=f"{WORDS[name]}（{MEASURES[name]}）",
                required=False,
                min_value=0,
                max_value=MOST,
                initial=getattr(row, name) if row else None,
                widget=fields.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )
            prepare(self.fields[name])

    def figures(self) -> dict[str, int | None]:
        """What was typed; only after `is_valid`."""
        return {name: self.cleaned_data[name] for name in UNIT_FIGURES}

    def entry(self) -> SittingEntry:
        """The same with the version that was seen."""
        return SittingEntry(self.cleaned_data["version"], self.figures())

    def people(self) -> Iterator[fields.BoundField]:
        """Fields of people and of papers given out."""
        return (self[name] for name in UNIT_FIGURES[:3])

    def papers(self) -> Iterator[fields.BoundField]:
        """Fields of what came back."""
        return (self[name] for name in UNIT_FIGURES[3:])


class UnitSittingAddForm(UnitSittingForm):
    """A sitting that nobody has entered yet."""

    unit = fields.ModelChoiceField(queryset=Unit.objects.none(), label="单位", empty_label="请选择")
    group = fields.ChoiceField(label="票类")

    def __init__(self, *args: Any, groups: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = Unit.objects.filter(valid_to__isnull=True).order_by("kind", "name")
        group: Any = self.fields["group"]
        group.choices = [("", "请选择"), *groups]
        del self.fields["version"]

    def place(self) -> Iterator[fields.BoundField]:
        """Whose sitting it is."""
        return (self[name] for name in ("unit", "group"))


class UnitSittingRemoveForm(Form):
    """Taking a sitting away as it was seen."""

    version = fields.IntegerField(widget=fields.HiddenInput, min_value=1)
