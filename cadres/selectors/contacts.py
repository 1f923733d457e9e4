"""What the register tells of users by their 工号: where mail reaches them, and where they work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from accounts.models import User
from notices.registry import Contact

from ..models import Appointment, Cadre


def contacts_of_users(user_ids: Collection[int]) -> Mapping[int, Contact]:
    """user -> mail address and the units of the open appointments; only of those in the register. Three
    queries."""
    numbers = dict(User.objects.filter(pk__in=user_ids).order_by().values_list("staff_no", "pk"))
    cadres = Cadre.objects.filter(staff_no__in=numbers, status=Cadre.Status.IN_REGISTER).order_by()
    mails = dict(cadres.values_list("staff_no", "email"))
    units: dict[str, set[int]] = defaultdict(set)
    held = Appointment.objects.filter(cadre__staff_no__in=mails, ended_on="").order_by()
    for staff_no, unit_id in held.values_list("cadre__staff_no", "post__unit_id"):
        units[staff_no].add(unit_id)
    return {
        numbers[staff_no]: Contact(email, frozenset(units[staff_no])) for staff_no, email in mails.items()
    }
