"""Posts begun, corrected and ended; time away; and new people with their first post."""

from __future__ import annotations

import copy
from typing import Any

from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.models import Unit
from core.pages import FormPage, RuleBroken

from .. import services
from ..access import EDIT, scope_for
from ..forms.appointments import (
    AbsenceEndForm,
    AbsenceForm,
    AppointmentEditForm,
    AppointmentEndForm,
    AppointmentStartForm,
    UnitForm,
)
from ..forms.newcomer import PersonCreateForm
from ..models import Absence, Appointment, Cadre
from .conflict import VersionedPage
from .person import Acts, OfCadre


class PicksUnit(Acts, FormPage):
    """First the unit (in the address), then its posts: works without JavaScript and with a thousand posts."""

    needs_unit = True

    def units(self) -> QuerySet[Unit]:
        """The present units in which the user may appoint."""
        scope = scope_for(self.actor, EDIT)
        units = Unit.objects.filter(valid_to=None).order_by("name", "pk")
        return units if scope.everywhere else units.filter(pk__in=scope.unit_ids)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        chosen = request.GET.get("unit", "")
        self.unit = self.units().filter(pk=int(chosen)).first() if _is_key(chosen) else None
        return super().dispatch(request, *args, **kwargs)

    def form_kwargs(self) -> dict[str, Any]:
        return {**super().form_kwargs(), "unit": self.unit}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self._first_the_unit() if self._waits() else super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self._first_the_unit() if self._waits() else super().post(request, *args, **kwargs)

    def _first_the_unit(self) -> HttpResponseBase:
        none: Any = None
        return self.show(none)

    def _waits(self) -> bool:
        return self.needs_unit and self.unit is None

    def context(self) -> dict[str, Any]:
        initial = {"unit": self.unit.pk} if self.unit else {}
        picker = UnitForm(units=self.units(), initial=initial, auto_id="pick_%s")
        return {**super().context(), "picker": picker, "picked": self.unit}


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


class CadreCreate(PicksUnit):
    """A new person, with the first post where the user's own scope asks for one."""

    form_class = PersonCreateForm
    template_name = "cadres/person_forms.html"
    title = "新增干部"
    lead = "一次登记很多人时，用“数据导入”更快。"
    submit = "登记并打开页面"
    success = "已登记。"

    def find(self) -> None:
        self.scope = scope_for(self.actor, EDIT)
        self.needs_unit = not self.scope.everywhere
        if not self.scope:
            raise Http404

    def may(self) -> bool:
        return bool(self.scope)

    def back(self) -> str:
        return reverse("cadres")

    def perform(self, form: PersonCreateForm) -> Cadre:
        return services.cadre_create(
            staff_no=form.cleaned_data["staff_no"],
            values=form.values(),
            appointment=form.appointment(),
            actor=self.actor,
        )

    def done(self, result: Cadre) -> str:
        return reverse("cadre", args=[result.staff_no])


class AppointmentStart(OfCadre, PicksUnit):
    """任职: a post of a unit, with term and probation."""

    form_class = AppointmentStartForm
    title = "登记任职"
    lead = "先选单位，再选该单位的岗位。岗位不在列表中的，请先在“单位与岗位”设立。"
    submit = "登记任职"
    success = "已登记任职。"

    def context(self) -> dict[str, Any]:
        return {**PicksUnit.context(self), **OfCadre.context(self)}

    def perform(self, form: AppointmentStartForm) -> Any:
        values = {**form.values(), "post": form.cleaned_data["post"]}
        try:
            return services.appointment_start(cadre=self.cadre, actor=self.actor, **values)
        except RuleBroken:
            # The second of two clicks: the very same appointment stands already.
            same = self.cadre.appointments.filter(
                post=values["post"],
                kind=values["kind"],
                in_post_since=values["in_post_since"],
                document_no=values["document_no"],
                ended_on="",
            )
            if same.exists():
                return same.get()
            raise


class OfAppointment(OfCadre, VersionedPage):
    """A form on one appointment of the cadre."""

    def find(self) -> Any:
        cadre = super().find()
        rows = cadre.appointments.select_related("post__unit").annotate(
            term_starts=F("terms__starts"), term_ends=F("terms__ends")
        )
        self.row = get_object_or_404(rows, pk=self.kwargs["pk"])
        for name in ("term_starts", "term_ends"):
            setattr(self.row, name, getattr(self.row, name) or "")
        return self.row

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"version": self.row.version}}

    def context(self) -> dict[str, Any]:
        lead = f"{self.cadre.name}，{self.row.post.in_full}。"
        return {**OfCadre.context(self), "conflict": self.conflict, "lead": lead}


class AppointmentEdit(OfAppointment):
    """Corrects what is said of an appointment; another post is another appointment."""

    form_class = AppointmentEditForm
    title = "更正任职信息"
    success = "已保存。"

    def form_kwargs(self) -> dict[str, Any]:
        terms = {"term_starts": self.row.term_starts, "term_ends": self.row.term_ends}
        return {"initial": {"version": self.row.version, **terms}, "instance": copy.copy(self.row)}

    def stored(self) -> dict[str, Any]:
        terms = {"term_starts": self.row.term_starts, "term_ends": self.row.term_ends}
        return {**super().stored(), **terms}

    def change(self, form: AppointmentEditForm) -> Appointment:
        return services.appointment_edit(
            appointment=self.row,
            version=form.cleaned_data["version"],
            values=form.values(),
            reason=form.cleaned_data["reason"],
            actor=self.actor,
        )


class AppointmentEnd(OfAppointment):
    """免职: the record stays, with its end."""

    form_class = AppointmentEndForm
    title = "免职"
    submit = "登记免职"
    success = "已登记免职。"

    def change(self, form: AppointmentEndForm) -> Appointment:
        data = form.cleaned_data
        return services.appointment_end(
            appointment=self.row,
            version=data["version"],
            ended_on=data["ended_on"],
            end_document_no=data["end_document_no"],
            end_reason=data["end_reason"],
            actor=self.actor,
        )


class AbsenceAdd(OfCadre, FormPage):
    """Time away that the appraisal must know of."""

    form_class = AbsenceForm
    title = "登记离岗"
    lead = "病假、事假、学习、挂职等离岗时间，年度考核据此核对是否确定等次。"
    submit = "登记离岗"
    success = "已登记离岗。"

    def perform(self, form: AbsenceForm) -> Absence:
        data = form.cleaned_data
        try:
            return services.absence_add(cadre=self.cadre, actor=self.actor, **data)
        except RuleBroken:
            same = self.cadre.absences.filter(**data).first()
            if same is None:
                raise
            return same


class AbsenceEnd(OfCadre, VersionedPage):
    """The last day away."""

    form_class = AbsenceEndForm
    title = "登记返岗"
    success = "已登记返岗。"

    def find(self) -> Any:
        cadre = super().find()
        self.row = get_object_or_404(cadre.absences, pk=self.kwargs["pk"])
        return self.row

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"version": self.row.version, "ends": self.row.ends}}

    def context(self) -> dict[str, Any]:
        lead = f"{self.cadre.name}，{self.row.get_kind_display()}，{self.row.starts} 起。"
        return {**OfCadre.context(self), "conflict": self.conflict, "lead": lead}

    def change(self, form: AbsenceEndForm) -> Absence:
        return services.absence_end(
            absence=self.row,
            version=form.cleaned_data["version"],
            ends=form.cleaned_data["ends"],
            reason=form.cleaned_data["reason"],
            actor=self.actor,
        )
