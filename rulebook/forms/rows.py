"""Rows of parameters in a form: what stands there, and blank rows below for new ones.

A row that is wholly emptied is taken away; codes stay with their rows and are never shown.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.tables.values import fold
from policy.numbers import plain

LONGEST_NAME = 40
BLANK_ROWS = 3
MOST_POINTS = 1_000
MOST_YEARS = 10


class NumberField(forms.DecimalField):
    """A decimal as people write it: full-width digits and a trailing % or 分 are read as meant."""

    def __init__(self, *, most: int, least: int = 0, **kwargs: Any) -> None:
        super().__init__(
            min_value=least,
            max_value=most,
            max_digits=7,
            decimal_places=2,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            **kwargs,
        )
        label = str(self.label or "这一项").replace("%", "%%")  # Django fills these words with figures
        self.error_messages["max_decimal_places"] = f"{label}最多写两位小数，请核对。"
        self.error_messages["max_digits"] = f"{label}的数字太长，请核对。"
        self.error_messages["max_whole_digits"] = f"{label}的数字太长，请核对。"

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = unicodedata.normalize("NFKC", value).strip().rstrip("%分").strip()
        return super().to_python(value)


class WordField(forms.CharField):
    """A short name; spaces around it are dropped, nothing else. One that shows nothing is none."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST_NAME)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        found = super().to_python(value) or ""
        return found if fold(found) else ""


@dataclass(frozen=True)
class Cell:
    """One column of a row. field: makes its form field from label and required."""

    name: str
    label: str
    field: Callable[..., forms.Field]
    optional: bool = False


@dataclass(frozen=True)
class Rows:
    """A table in a form. named: the cell that says what a row is; blank: rows for new ones."""

    prefix: str
    title: str
    cells: tuple[Cell, ...]
    help: str = ""
    named: str = "name"
    blank: int = BLANK_ROWS

    def names(self, row: int) -> list[str]:
        return [f"{self.prefix}_{row}_{cell.name}" for cell in self.cells]

    def fields(self, stored: Sequence[Mapping[str, Any]]) -> dict[str, forms.Field]:
        """The fields of all rows, with what is stored; those of one row are asked for in `read`."""
        found: dict[str, forms.Field] = {}
        for row in range(len(stored) + self.blank):
            values = stored[row] if row < len(stored) else {}
            where = _where(row, len(stored))
            for name, cell in zip(self.names(row), self.cells, strict=True):
                field = cell.field(label=f"{where}{cell.label}", required=False)
                field.widget.attrs["aria-label"] = str(field.label)
                field.initial = _shown(values.get(cell.name))
                found[name] = field
        return found

    def read(self, data: Mapping[str, Any], stored: int) -> tuple[list[dict[str, Any]], dict[str, str]]:
        """(rows with the place they stood at as `row`, field -> what is wrong) of cleaned data."""
        found: list[dict[str, Any]] = []
        wrong: dict[str, str] = {}
        seen: dict[str, int] = {}
        for row in range(stored + self.blank):
            names = self.names(row)
            if any(name not in data for name in names):
                continue  # said at the field already
            values = {cell.name: data[name] for name, cell in zip(names, self.cells, strict=True)}
            if not any(
                values[cell.name] not in (None, "", False) for cell in self.cells if not cell.optional
            ):
                continue
            for name, cell in zip(names, self.cells, strict=True):
                if values[cell.name] in (None, "") and not cell.optional:
                    wrong[name] = f"请填写{_where(row, stored)}的{cell.label}；不要这一行的，请把整行清空。"
            word = fold(values[self.named] or "")  # as files are read: 较 好 is 较好
            if word and word in seen:
                wrong[f"{self.prefix}_{row}_{self.named}"] = (
                    f"“{values[self.named]}”与第 {seen[word]} 行重复，请改名。"
                )
            seen.setdefault(word, row + 1)
            found.append(values | {"row": row})
        return found, wrong

    def bound(self, form: forms.BaseForm, stored: int) -> list[list[forms.BoundField]]:
        """The fields row by row, for the page."""
        rows = range(stored + self.blank)
        return [[form[name] for name in self.names(row)] for row in rows]


def _where(row: int, stored: int) -> str:
    return f"第 {row + 1} 行" if row < stored else f"新增第 {row - stored + 1} 行"


def _shown(value: Any) -> Any:
    return plain(value) if isinstance(value, Decimal) else value


def hundred(title: str, weights: Sequence[Decimal]) -> ValidationError | None:
    """What is wrong with weights that must share a hundred; None where nothing is."""
    total = sum(weights, Decimal(0))
    if total == 100:
        return None
    gap = f"还差 {plain(100 - total)}" if total < 100 else f"多了 {plain(total - 100)}"
    return ValidationError(f"{title}之和是 {plain(total)}%，应为 100%，{gap}，请调整。")


def free_code(prefix: str, taken: Sequence[str]) -> str:
    """A code that nobody has, for a new row."""
    return next(code for number in range(1, 1_000) if (code := f"{prefix}{number}") not in taken)


def number(label: str, name: str, most: int = 100) -> Cell:
    return Cell(name, label, lambda **given: NumberField(most=most, **given))


def word(label: str, name: str = "name", longest: int = LONGEST_NAME) -> Cell:
    return Cell(name, label, lambda **given: WordField(max_length=longest, **given))
