"""Two people at one form: the second is shown what the first changed, and loses nothing that was typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponseBase

from core.pages import FormPage, RuleBroken, StaleState

EMPTY = "（空）"
SECRET = ("identity_no", "phone", "phone_empty")


@dataclass(frozen=True)
class Line:
    """One field: as the user saw it (None: not known any more), as it is now, as the user typed it."""

    label: str
    seen: str | None
    now: str
    typed: str


@dataclass(frozen=True)
class Conflict:
    """Who saved meanwhile, when, and what differs; `lines` are fields whose stored value moved on."""

    who: str
    when: datetime | None
    lines: tuple[Line, ...]
    secrets: str


class VersionedPage(FormPage):
    """A form on a row with a version. `self.row` carries it; the form has the hidden field `version`.

    Of two clicks on one button the second finds what it wanted already done, and leads on the same way.
    """

    row: Any
    conflict: Conflict | None = None

    def stored(self) -> dict[str, Any]:
        """The values of the form's fields as they are stored now."""
        form: Any = self.form_class
        return {name: getattr(self.row, name) for name in form.base_fields if hasattr(self.row, name)}

    def change(self, form: Any) -> Any:
        """Calls the one service."""
        raise NotImplementedError

    def is_done(self, form: Any) -> bool:
        """Whether what the form asks for is stored already."""
        stored = {name: value for name, value in self.stored().items() if name not in ("version", *SECRET)}
        return bool(stored) and all(
            _text(form.cleaned_data.get(name)) == _text(stored[name]) for name in stored
        )

    def perform(self, form: Any) -> Any:
        try:
            return self.change(form)
        except RuleBroken:
            self.object = self.find()
            if self.is_done(form):
                return self.object
            raise

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().post(request, *args, **kwargs)
        except StaleState:
            return self._stale()

    def _stale(self) -> HttpResponseBase:
        """409: the typed text stays, and goes in with the next click unless the user takes it back."""
        seen = self.form_class(data=self.request.POST, **self.form_kwargs())
        seen.is_valid()
        data = self.request.POST.copy()
        data["version"] = str(self.row.version)
        form = self.form_class(data=data, **self.form_kwargs())
        form.is_valid()
        self.conflict = conflict_of(self.row, self.stored(), form, version=seen.cleaned_data["version"])
        response = self.show(form)
        response.status_code = 409
        return response

    def context(self) -> dict[str, Any]:
        return {**super().context(), "conflict": self.conflict}


def conflict_of(row: Any, stored: dict[str, Any], form: Any, *, version: int) -> Conflict:
    """What was saved since the version that the user saw."""
    history = type(row).history.filter(id=row.pk)
    last = history.select_related("history_user").order_by("-version", "-history_id").first()
    base = history.filter(version=version).first()
    lines = []
    for name, now in stored.items():
        field = form.fields.get(name)
        if field is None or name == "version" or name in SECRET:
            continue
        seen = getattr(base, name, None) if base is not None else None
        typed = form.cleaned_data.get(name, form.data.get(name, ""))
        moved = _text(now) != _text(seen if seen is not None else typed)
        if moved:
            shown = [_shown(field, value) for value in (now, typed)]
            lines.append(Line(field.label or name, None if seen is None else _shown(field, seen), *shown))
    return Conflict(
        who=_who(last),
        when=last.history_date if last else None,
        lines=tuple(lines),
        secrets=getattr(row, "secrets_changed", ""),
    )


def _who(copy: Any) -> str:
    return copy.history_user.name if copy is not None and copy.history_user else "系统或导入"


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _shown(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.BooleanField):
        return "是" if value in (True, "on", "True") else "否"
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value)) or EMPTY  # type: ignore[arg-type]
    return _text(value) or EMPTY
