"""A form about one cadre, chosen by 工号 among those whom the user sees."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from core.forms import FoldedField, Form

from ..models import Cadre


class OfCadre(Form):
    """people: whom the user sees; cadre: who was chosen, None where a form may do without and none was."""

    staff_no = FoldedField(label="干部工号", max_length=32)

    def __init__(self, *args: Any, people: QuerySet[Cadre], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        self.cadre: Cadre | None = None

    def clean_staff_no(self) -> str:
        given: str = self.cleaned_data["staff_no"]
        self.cadre = self.people.filter(staff_no=given).first() if given else None
        if given and self.cadre is None:
            raise ValidationError("名册中没有这个工号，或不在您负责的范围内，请核对。")
        return given
