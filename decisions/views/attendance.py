"""Who is expected, and who came."""

from __future__ import annotations

from typing import Any

from accounts.models import Role
from accounts.selectors import role_holders
from core import clock

from .. import services
from ..access import PREPARE, RECORD, may
from ..forms import AttendanceForm
from ..models import Meeting
from ..services import AttendeeDraft
from .common import MeetingPage

S = Meeting.State


class AttendanceRecord(MeetingPage):
    """The whole list at once; where nobody is listed yet, the school leaders stand there to begin with."""

    form_class = AttendanceForm
    template_name = "decisions/attendance.html"
    states = Meeting.OPEN
    title, submit, success = "参会人员", "保存参会人员", "参会人员已保存。"

    def may(self) -> bool:
        steps = (RECORD,) if self.object.state == S.HELD else (PREPARE, RECORD)
        return any(may(self.request.user, step) for step in steps)

    def form_kwargs(self) -> dict[str, Any]:
        known = [
            AttendeeDraft(
                name=person.name,
                duty=person.duty,
                user_id=person.user_id,
                presence=person.presence,
                is_voter=person.is_voter,
                leave_reason=person.leave_reason,
                pk=person.pk,
            )
            for person in self.object.attendees.all()
        ]
        return {**super().form_kwargs(), "people": known or _leaders()}

    def perform(self, form: Any) -> Meeting:
        data = form.cleaned_data
        return services.attendance_record(
            meeting_pk=self.object.pk, version=data["version"], people=data["people"], **self.given
        )


def _leaders() -> list[AttendeeDraft]:
    found = role_holders([Role.LEADER], on=clock.today()).get(Role.LEADER, ())
    return [AttendeeDraft(name=person.name, duty="校领导", user_id=person.user_id) for person in found]
