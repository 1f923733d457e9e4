"""Warning education (警示教育、敲警钟): the list, one event, recording it and who was there."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import Role
from core.pages import KeepingPage

from .. import services
from ..access import ATTENDS, DISCIPLINE, READERS, educates, may_educate, scopes_today, staff_no_of
from ..forms.education import AttendanceForm, EducationForm
from ..models import Card, Education
from ..selectors.education import audience_of
from .common import actor_of


@require_safe
def educations(request: HttpRequest) -> HttpResponse:
    """The events that the user sees, the latest first."""
    scopes = scopes_today(request.user)
    if not ATTENDS & scopes.keys():
        raise Http404
    rows = Education.objects.visible_to(request.user, scopes=scopes).select_related("unit")
    found = Education.objects.filter(pk__in=rows.values("pk")).select_related("unit")
    there = Count("attendance", filter=Q(attendance__present=True))
    context = {
        "rows": found.annotate(listed=Count("attendance"), there=there).order_by("-held_on", "-pk")[:200],
        "may_new": educates(request.user, scopes=scopes),
    }
    return render(request, "alerts/educations.html", context)


def _seen(request: HttpRequest, pk: int) -> Education:
    rows = Education.objects.visible_to(request.user)
    return get_object_or_404(Education.objects.filter(pk__in=rows.values("pk")).select_related("unit"), pk=pk)


@require_safe
def education(request: HttpRequest, pk: int) -> HttpResponse:
    """One event with its masked case; who was there is for who answers for them, else only for oneself."""
    found = _seen(request, pk)
    scopes = scopes_today(request.user)
    people = found.attendance.select_related("cadre")
    if not (READERS | {Role.LEADER, Role.UNIT_PARTY}) & scopes.keys():
        people = people.filter(cadre__staff_no=staff_no_of(request.user))
    context = {
        "education": found,
        "people": list(people),
        "facts": [
            ("形式", found.get_form_display()),
            ("日期", found.held_on.isoformat()),
            ("地点", found.place),
            ("单位", found.unit.name if found.unit else "全校"),
            ("对象", found.audience),
        ],
        "may_edit": may_educate(request.user, found.unit_id, scopes=scopes),
    }
    return render(request, "alerts/education.html", context)


class EducationNew(KeepingPage):
    """Records an event."""

    form_class = EducationForm
    title, submit, success = "登记警示教育", "登记", "已登记。接着登记参加情况。"
    lead = "用身边事教育身边人：案例要隐去姓名（第十三条）。"
    object: Education | None

    def may(self) -> bool:
        self.scopes = scopes_today(self.request.user)
        if not educates(self.request.user, scopes=self.scopes):
            raise Http404
        return True

    def form_kwargs(self) -> dict[str, Any]:
        office = DISCIPLINE & self.scopes.keys()
        cards = Card.objects.visible_to(self.request.user, scopes=self.scopes).counted()
        cards = cards.filter(kind__in=("hint", "yellow")).order_by("-pk")
        found: dict[str, Any] = {
            "cards": cards if office else Card.objects.none(),
            "scope": None if office else self.scopes[Role.UNIT_PARTY],
        }
        event = self.object
        if event is not None:
            names = {name: getattr(event, name) for name in EducationForm.NAMES}
            found["initial"] = {**names, "version": event.version, "unit": event.unit, "card": event.card}
        return found

    def back(self) -> str:
        return reverse("educations")

    def perform(self, form: Any) -> Education:
        data = form.cleaned_data
        event = self.object
        return services.education_record(
            pk=event.pk if event else None,
            version=data["version"] or 0,
            unit=data["unit"],
            card=data.get("card"),
            values={name: data[name] for name in EducationForm.NAMES},
            actor=actor_of(self.request),
        )

    def done(self, result: Education) -> str:
        return result.get_absolute_url()


class EducationEdit(EducationNew):
    title, submit, success = "修改警示教育", "保存", "已保存。"
    object: Education

    def find(self) -> Education:
        return _seen(self.request, self.kwargs["pk"])

    def may(self) -> bool:
        self.scopes = scopes_today(self.request.user)
        return may_educate(self.request.user, self.object.unit_id, scopes=self.scopes)

    def back(self) -> str:
        return self.object.get_absolute_url()

    def context(self) -> dict[str, Any]:
        return {"parent": self.object.title, "parent_url": self.back()}


class AttendanceEdit(EducationEdit):
    form_class = AttendanceForm  # type: ignore[assignment]
    title, submit, success = "登记参加情况", "保存", "参加情况已保存。"
    lead = "所登记的代替原来的名单。单位的警示教育列出本单位干部，其他人填写工号。"

    def form_kwargs(self) -> dict[str, Any]:
        people = audience_of(self.object)
        listed = list(self.object.attendance.values_list("cadre", "cadre__staff_no", "present"))
        own = set(people.values_list("pk", flat=True))
        initial = {
            "version": self.object.version,
            "ticked": [pk for pk, _, there in listed if there],
            "rest": not listed,
            "present": "\n".join(number for pk, number, there in listed if there and pk not in own),
            "absent": "\n".join(number for _, number, there in listed if not there),
        }
        return {"people": people, "initial": initial}

    def perform(self, form: Any) -> Education:
        return services.attendance_record(
            pk=self.object.pk, actor=actor_of(self.request), **form.cleaned_data
        )
