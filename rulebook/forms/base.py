"""What the pages of a draft share: one part of the parameters, judged as part of the whole version."""

from __future__ import annotations

import string
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from core.forms import Form, prepare
from policy.changes import in_plain_words
from policy.numbers import plain
from policy.parameters import AppraisalParameters, ParameterError

from ..selectors import names_in
from .drafts import VersionField
from .rows import Rows, free_code

JSON = dict[str, Any]


class SectionForm(Form):
    """One part of the parameters. tables: rows of fields; single fields are declared as in any form.

    `values()` gives the changed parameters as JSON once the form is valid, which also means that the whole
    version would be usable.
    """

    version = VersionField()
    tables: tuple[Rows, ...] = ()

    def __init__(self, *args: Any, parameters: AppraisalParameters, **kwargs: Any) -> None:
        self.parameters = parameters
        self.stored = {table.prefix: self.rows_of(table.prefix) for table in self.tables}
        kwargs["initial"] = self.singles() | dict(kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        for table in self.tables:
            fields = table.fields(self.stored[table.prefix])
            for name, field in fields.items():
                prepare(field)
                self.fields[name] = field

    def rows_of(self, prefix: str) -> list[dict[str, Any]]:
        """What stands in a table now."""
        return []

    def singles(self) -> dict[str, Any]:
        """What the single fields say now."""
        return {
            name: plain(value) if isinstance(value := getattr(self.parameters, name), Decimal) else value
            for name in self.base_fields
            if hasattr(self.parameters, name)
        }

    def blocks(self) -> list[tuple[Rows, list[list[forms.BoundField]]]]:
        """The tables with their fields, for the page."""
        return [(table, table.bound(self, len(self.stored[table.prefix]))) for table in self.tables]

    def plain_fields(self) -> list[forms.BoundField]:
        """The single fields, for the page."""
        return [self[name] for name in self.base_fields if name != "version"]

    def clean(self) -> JSON:
        data = super().clean() or {}
        self.rows: dict[str, list[dict[str, Any]]] = {}
        for table in self.tables:
            self.rows[table.prefix], wrong = table.read(data, len(self.stored[table.prefix]))
            for name, said in wrong.items():
                self.add_error(name, said)
        if not self.errors:
            self.judge()
        if not self.errors:
            self._usable()
        return data

    def judge(self) -> None:
        """What only several fields together can break."""

    def values(self) -> JSON:
        """Parameter -> value as JSON."""
        return {name: _json(self.cleaned_data[name]) for name in self.base_fields if name != "version"}

    def _usable(self) -> None:
        whole = self.parameters.to_json()
        whole.update(self.values())
        try:
            AppraisalParameters.from_json(whole)
        except ParameterError as refused:
            names = names_in(self.parameters.to_json()) | names_in(whole)
            self.add_error(None, in_plain_words(str(refused), names))

    def coded(self, prefix: str, letters: bool = False, taken: Sequence[str] = ()) -> list[JSON]:
        """The rows of a table, each with the code of the row it was, or a new one that is not `taken`."""
        stored = self.stored[prefix]
        taken = [row["code"] for row in stored] + list(names_in(self.parameters.to_json())) + list(taken)
        found = []
        for row in self.rows[prefix]:
            if row["row"] < len(stored):
                code = stored[row["row"]]["code"]
            else:
                code = _free_letter(taken) if letters else free_code(f"{prefix}_", taken)
            taken.append(code)
            found.append(
                {"code": code} | {name: _json(value) for name, value in row.items() if name != "row"}
            )
        return found


def _free_letter(taken: Sequence[str]) -> str:
    return next((letter for letter in string.ascii_uppercase if letter not in taken), free_code("Z", taken))


def _json(value: Any) -> Any:
    return plain(value) if isinstance(value, Decimal) else value
