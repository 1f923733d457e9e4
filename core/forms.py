"""Forms of this house: classes, ids, words of refusal, and fields that read what people write.

`class CadreForm(Form)` or `class CadreForm(ModelForm)` from here, then `{% include "ui/form.html" %}`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from core.tables import values
from core.tables.errors import BadValue, Refused
from core.uploads import ATTACHMENTS, KINDS, MEGABYTE, MOST_BYTES, SCANS, upload_check
from policy.private_numbers import may_keep

_CHOSEN = (forms.ChoiceField, forms.ModelChoiceField)
_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "form-check-input"),
    (forms.RadioSelect, "choices"),  # CheckboxSelectMultiple is one too
    (forms.Select, "form-select"),
    (forms.Widget, "form-control"),
)
TEXT_ROWS = 4
YEARS = range(1880, 2201)


class _Prepared(forms.BaseForm):
    """Every field gets the look and the words of this house when the form is made."""

    use_required_attribute = False  # the browser's own bubbles speak the browser's language

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            prepare(field)

    def mistakes(self) -> Iterator[tuple[str, str]]:
        """(id of the field or "", sentence) of every mistake, in the order of the page."""
        yield from (("", str(said)) for said in self.non_field_errors())
        for name in self.errors:
            if name in self.fields:
                yield from ((_target(self[name]), str(said)) for said in self.errors[name])


class Form(_Prepared, forms.Form):
    """A form that belongs to no model."""


class TextForm(Form):
    """A form whose texts hold no number by which a person is found (`policy.private_numbers`).

    Of files it is their names; what nobody types (digests in hidden fields) is not read.
    """

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for name, field in self.fields.items():
            text = _typed(field, given.get(name))
            for reason in may_keep({str(field.label): text}).reasons if text else ():
                self.add_error(name, reason.text)
        return given


def _typed(field: forms.Field, value: Any) -> str:
    """The words that somebody typed into the field, "" for one whose value is looked up or chosen."""
    if isinstance(field, PaperField):
        return str(getattr(value, "name", ""))
    typed = type(field) is forms.CharField and not field.widget.is_hidden and isinstance(value, str)
    return value if typed else ""


class ModelForm(_Prepared, forms.ModelForm):
    """A form of a model; `Meta.fields` lists what a client may write, never `__all__`."""


def own_words(kinds: type[models.TextChoices]) -> list[tuple[str, str]]:
    """The choices of an enumeration whose stored values are themselves the Chinese words."""
    return [(value, value) for value in kinds.values]


def _target(bound: forms.BoundField) -> str:
    """What a link to the field points at: its first control where it has several."""
    return "" if bound.is_hidden else f"{bound.auto_id}_0" if bound.use_fieldset else str(bound.id_for_label)


def prepare(field: forms.Field) -> None:
    """The look and the words of one field; what its form has set itself stays."""
    widget = field.widget
    if type(widget) is forms.DateInput:
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    if type(widget) is forms.Textarea and widget.attrs.get("rows") == "10":  # Django's own, half a page
        widget.attrs["rows"] = TEXT_ROWS
    if isinstance(field, forms.ModelChoiceField) and field.empty_label == "---------":  # Django's own
        field.empty_label = "请选择" if field.required else "（不填）"
    css = next(name for kind, name in _CLASSES if isinstance(widget, kind))
    widget.attrs.setdefault("class", css)
    label, defaults = str(field.label or "这一项"), field.default_error_messages
    for code, said in _words(field, label).items():
        # Words that differ from Django's own were chosen for this field.
        if field.error_messages.get(code) in (None, _default(field, code), defaults.get(code)):
            field.error_messages[code] = said
    if isinstance(field, forms.DateField):
        field.validators = [*field.validators, _year_of(label)]
    if field.required:
        widget.attrs.setdefault("aria-required", "true")


def _year_of(label: str) -> Callable[[date], None]:
    """Catches 0206 for 2026; further out, a day cannot be counted on or put into another time zone."""

    def check(value: date) -> None:
        if value.year not in YEARS:
            raise ValidationError(f"{label}的年份应在 {YEARS[0]} 至 {YEARS[-1]} 之间，请核对。")

    return check


def _default(field: forms.Field, code: str) -> Any:
    for kind in type(field).__mro__:
        if code in getattr(kind, "default_error_messages", {}):
            return kind.default_error_messages[code]  # type: ignore[attr-defined]
    return None


def _words(field: forms.Field, label: str) -> dict[str, str]:
    """What is wrong and what to do, by Django's codes of refusal."""
    filled = label.replace("%", "%%")  # in the words that Django fills with figures
    verb = "选择" if isinstance(field, (*_CHOSEN, forms.FileField)) else "填写"
    words = {
        "required": f"请勾选“{label}”。" if isinstance(field, forms.BooleanField) else f"请{verb}{label}。",
        "max_length": f"{filled}最多 %(limit_value)d 个字，现在是 %(show_value)d 个，请删减。",
        "min_length": f"{filled}至少 %(limit_value)d 个字，现在是 %(show_value)d 个，请补充。",
        "max_value": f"{filled}不能大于 %(limit_value)s，请核对。",
        "min_value": f"{filled}不能小于 %(limit_value)s，请核对。",
        "null_characters_not_allowed": f"{label}里有看不见的控制字符，请删除后重新输入。",
    }
    if isinstance(field, _CHOSEN):
        words["invalid_choice"] = f"所选的{filled}不在可选范围内，请重新选择。"
        words["invalid_list"] = f"请重新选择{label}。"
        words["invalid_pk_value"] = words["invalid_choice"]
    elif isinstance(field, forms.DateField):
        words["invalid"] = f"{label}不是日期，请写成 2025-03-12 这样的年月日。"
    elif isinstance(field, forms.IntegerField):
        words["invalid"] = (
            f"{label}只能写{'数字' if isinstance(field, forms.DecimalField) else '整数'}，请核对。"
        )
    elif isinstance(field, forms.FileField):
        words |= {
            "invalid": f"没有收到{label}，请重新选择文件。",
            "missing": f"没有收到{label}，请重新选择文件。",
            "empty": f"{label}是空的，请检查文件后重新选择。",
            "max_length": f"{filled}的文件名最多 %(max)d 个字，现在是 %(length)d 个，请改短文件名。",
        }
        words.pop("min_length")
    return words


class _ReadField(forms.CharField):
    """Text that one of `core.tables.values` reads, so that a form takes what a file takes."""

    read: Callable[[Any], Any]

    def to_python(self, value: Any) -> Any:
        value = values.text(value)
        if values.is_blank(value):
            return self.empty_value
        try:
            return type(self).read(value)
        except BadValue as wrong:
            said = f"{self.label or ''}：{wrong.message}。" if self.label else f"{wrong.message}。"
            raise ValidationError(said + (f"{wrong.remedy}。" if wrong.remedy else "")) from None


class FoldedField(_ReadField):
    """工号 and the like: full-width digits, spaces and zero-width characters are read as meant."""

    read = staticmethod(values.fold)


class NameField(_ReadField):
    """A person's name as shown; never normalised, a rare character stays what it is."""

    read = staticmethod(values.display_name)


class MonthField(_ReadField):
    """`YYYY-MM` from 1975.03, 197503, 1975年3月 or 1975-03; no day is invented."""

    read = staticmethod(values.month)

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "写到月即可，例如 1975.03 或 1975年3月")
        super().__init__(**kwargs)


def _partial(value: str) -> str:
    try:
        return values.day(value).isoformat()
    except BadValue:
        return values.month(value)


class PartialDateField(_ReadField):
    """`YYYY-MM` or, where the day is known, `YYYY-MM-DD`; both stay as precise as they were written."""

    read = staticmethod(_partial)

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "知道日期就写到日，否则写到月，例如 1975-03-20 或 1975.03")
        super().__init__(**kwargs)


def kinds_help(kinds: Collection[str]) -> str:
    """Which files a field takes, as its help says it."""
    *first, last = [KINDS[code].label for code in kinds]
    named = f"{'、'.join(first)}或 {last}" if first else last
    return f"{named}，不超过 {MOST_BYTES // MEGABYTE} 兆"


SCAN_HELP = kinds_help(SCANS)


class PaperField(forms.FileField):
    """A paper that is kept. kinds: of `core.uploads`.

    Its value is the `Upload` that a service stores; None where nothing was given.
    """

    def __init__(self, *, kinds: Collection[str] = ATTACHMENTS, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", kinds_help(kinds))
        kwargs.setdefault("max_length", 120)
        super().__init__(**kwargs)
        self.kinds = kinds
        self.widget.attrs["accept"] = ",".join(end for code in kinds for end in KINDS[code].endings)

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = super().clean(data, initial)
        if not given:
            return None
        try:
            return upload_check(given, name=given.name, kinds=self.kinds)
        except Refused as refused:
            raise ValidationError(f"{self.label}：{refused}") from None
