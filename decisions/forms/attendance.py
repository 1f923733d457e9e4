"""Who is expected and who came: the whole list at once, in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms as fields
from django.core.exceptions import ValidationError

from accounts.models import User
from core.forms import FoldedField, NameField, prepare

from ..models import Attendee
from ..services import AttendeeDraft
from .meetings import VersionForm

MORE_ROWS = 4
MOST_ROWS = 60


class AttendanceForm(VersionForm):
    """One row per person; a row whose name is empty is left out."""

    rows = fields.IntegerField(widget=fields.HiddenInput, min_value=0, max_value=MOST_ROWS)

    def __init__(self, *args: Any, people: Sequence[AttendeeDraft], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = list(people)
        self.numbers = _staff_numbers(self.people)
        count = min(len(self.people) + MORE_ROWS, MOST_ROWS)
        if self.is_bound:
            sent = str(self.data.get("rows", ""))
            count = min(int(sent), MOST_ROWS) if sent.isdecimal() else count
        self.initial["rows"] = self.count = count
        for place in range(count):
            known = self.people[place] if place < len(self.people) else None
            for name, field in self._fields_of(known).items():
                prepare(field)
                self.fields[f"{name}-{place}"] = field

    def lines(self) -> Iterator[dict[str, Any]]:
        """Every row's fields by name, with its number."""
        for place in range(self.count):
            found = {name: self[f"{name}-{place}"] for name in NAMES}
            yield {"number": place + 1, "pk": self[f"pk-{place}"], **found}

    def clean(self) -> dict[str, Any]:
        """The people as entered, accounts found by 工号."""
        data = super().clean() or {}
        numbers = {data.get(f"staff_no-{place}") for place in range(self.count)} - {"", None}
        accounts = dict(User.objects.filter(staff_no__in=numbers).values_list("staff_no", "pk"))
        data["people"] = [self._draft(data, place, accounts) for place in self._named(data)]
        return data

    def _named(self, data: dict[str, Any]) -> Iterator[int]:
        for place in range(self.count):
            if data.get(f"name-{place}"):
                yield place
            elif data.get(f"duty-{place}") or data.get(f"staff_no-{place}"):
                self.add_error(f"name-{place}", f"第 {place + 1} 行没有姓名；不要这一行的，请清空整行。")

    def _draft(self, data: dict[str, Any], place: int, accounts: dict[str, int]) -> AttendeeDraft:
        number = data.get(f"staff_no-{place}", "")
        if number and number not in accounts:
            said = f"第 {place + 1} 行：没有工号为 {number} 的账号，请核对；没有账号的留空。"
            self.add_error(f"staff_no-{place}", ValidationError(said))
        return AttendeeDraft(
            name=data[f"name-{place}"],
            duty=data.get(f"duty-{place}", ""),
            user_id=accounts.get(number),
            presence=data.get(f"presence-{place}", Attendee.Presence.PRESENT),
            is_voter=bool(data.get(f"is_voter-{place}")),
            leave_reason=data.get(f"leave_reason-{place}", ""),
            pk=data.get(f"pk-{place}"),
        )

    def _fields_of(self, known: AttendeeDraft | None) -> dict[str, fields.Field]:
        given = known or AttendeeDraft(name="")
        number = self.numbers.get(given.user_id or 0, "")
        return {
            "pk": fields.IntegerField(required=False, widget=fields.HiddenInput, initial=given.pk),
            "name": NameField(label="姓名", required=False, max_length=64, initial=given.name),
            "duty": fields.CharField(label="职务", required=False, max_length=100, initial=given.duty),
            "staff_no": FoldedField(label="工号", required=False, max_length=32, initial=number),
            "presence": fields.ChoiceField(
                label="到会", choices=Attendee.Presence.choices, initial=given.presence
            ),
            "is_voter": fields.BooleanField(label="有表决权", required=False, initial=given.is_voter),
            "leave_reason": fields.CharField(
                label="请假原因", required=False, max_length=100, initial=given.leave_reason
            ),
        }


NAMES = ("name", "duty", "staff_no", "presence", "is_voter", "leave_reason")


def _staff_numbers(people: Sequence[AttendeeDraft]) -> dict[int, str]:
    keys = {person.user_id for person in people if person.user_id is not None}
    return dict(User.objects.filter(pk__in=keys).values_list("pk", "staff_no")) if keys else {}
