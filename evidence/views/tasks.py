"""Key tasks over HTTP: list, one task, its steps, and what raters read of a cycle."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from appraisal.models import Cycle, Participant
from core.downloads import stored_response
from core.lists import Reading
from core.lists.views import ListView
from core.pages import FormPage, KeepingPage, StepView

from .. import services
from ..access.facts import (
    RATED_IN,
    RATERS,
    REGISTER_TASK,
    REPORT_TASK,
    SEES_TASKS,
    TWO,
    VERIFY_TASK,
    Scopes,
    steps_of,
)
from ..forms.facts import CloseTaskForm, KeyTaskForm, ProgressForm, ReasonForm, VersionedForm
from ..models import KeyTask
from ..tables.facts import KEY_TASKS, TASK_STYLES
from .base_facts import list_export, scopes_here, sheet_out, user_of, when

S = KeyTask.State
OPEN = (S.RUNNING, S.SUBMITTED)
YEAR_COLUMNS = (
    ("编号", 16),
    ("任务", 36),
    ("责任单位", 24),
    ("责任干部", 24),
    ("完成时限", 14),
    ("应达到的结果", 50),
    ("情况", 14),
    ("进展", 50),
    ("完成佐证", 40),
)
TOLD = (S.DONE, S.OVERDUE, S.RUNNING, S.SUBMITTED)


class KeyTaskListView(ListView):
    """重点任务, and for who registers them the way to a new one."""

    page = KEY_TASKS
    template_name = "evidence/tasks_list.html"

    def offers(self, reading: Reading) -> dict[str, Any]:
        may_register = REGISTER_TASK in reading.held
        return {"may_register": may_register, "export_url": reverse("key_tasks_export")}


key_tasks = KeyTaskListView.as_view()


@require_safe
def key_tasks_export(request: HttpRequest) -> HttpResponseBase:
    """The list as a workbook."""
    return list_export(request, KEY_TASKS)


def _visible(request: HttpRequest, pk: int, scopes: Scopes) -> KeyTask:
    rows = KeyTask.objects.visible_to(request.user, scopes=scopes)
    return get_object_or_404(rows.select_related("unit", "submitted_by", "verified_by", "entered_by"), pk=pk)


@require_safe
def key_task(request: HttpRequest, pk: int) -> HttpResponse:
    """One task: what was asked, how far it is, who checked it."""
    scopes = scopes_here(request)
    task = _visible(request, pk, scopes)
    steps = steps_of(scopes)
    submitted = task.state == S.SUBMITTED
    second = task.submitted_by_id != user_of(request).pk
    people = "、".join(f"{name}（{number}）" for name, number in task.cadres.values_list("name", "staff_no"))
    events = task.events.select_related("actor").order_by("-pk")
    facts = [
        ("编号", task.number),
        ("责任单位", task.unit.name),
        ("责任干部", people),
        ("完成时限", task.due_on.isoformat()),
        ("报送人", task.submitted_by.name if task.submitted_by else ""),
        ("核验人", task.verified_by.name if task.verified_by else ""),
    ]
    if task.closing_reason:
        facts.append(("未完成或取消的原因", task.closing_reason))
    context = {
        "task": task,
        "facts": facts,
        "style": TASK_STYLES[task.state],
        "files": task.files.select_related("file"),
        "moments": [(when(e.at), e.actor.name, e.note) for e in events],
        "may_report": REPORT_TASK in steps and task.state == S.RUNNING,
        "may_verify": VERIFY_TASK in steps and submitted and second,
        "may_close": VERIFY_TASK in steps and task.state in OPEN,
    }
    return render(request, "evidence/tasks_one.html", context)


@require_safe
def key_task_file(request: HttpRequest, pk: int, file: int) -> FileResponse:
    """One piece of evidence, for whoever sees the task, and for raters while they rate its cadres."""
    task = _proved(request, pk, scopes_here(request))
    return stored_response(get_object_or_404(task.files.select_related("file"), pk=file).file)


def _proved(request: HttpRequest, pk: int, scopes: Scopes) -> KeyTask:
    seen = KeyTask.objects.visible_to(request.user, scopes=scopes).filter(pk=pk).first()
    if seen is not None:
        return seen
    rated = Cycle.objects.filter(state__in=RATED_IN) if RATERS & scopes.keys() else ()
    found = (_tasks_of(cycle).filter(pk=pk).first() for cycle in rated)
    task = next((one for one in found if one is not None), None)
    if task is None:
        raise Http404
    return task


@require_safe
def year_tasks(request: HttpRequest, code: str) -> HttpResponse:
    """What the cadres of a cycle had to bring about and did: for raters while the cycle is open for it.

    No score, no observation: names, tasks, whether they are done and what proves it.
    """
    cycle = _rated_cycle(request, code)
    return render(request, "evidence/tasks_year.html", {"cycle": cycle, "tasks": list(_tasks_of(cycle))})


@require_safe
def year_tasks_export(request: HttpRequest, code: str) -> FileResponse:
    """The same as a workbook."""
    cycle = _rated_cycle(request, code)
    rows = (
        (
            task.number,
            task.title,
            task.unit.name,
            "、".join(person.name for person in task.cadres.all()),
            task.due_on.isoformat(),
            task.required,
            task.get_state_display(),
            task.progress,
            "、".join(line.file.name for line in task.files.all()),
        )
        for task in _tasks_of(cycle)
    )
    return sheet_out(request, f"{cycle.label}重点任务完成情况", YEAR_COLUMNS, rows)


def _rated_cycle(request: HttpRequest, code: str) -> Cycle:
    """The cycle, for whom its tasks are to be read now; else raises Http404."""
    scopes = scopes_here(request)
    cycles = Cycle.objects.filter(code=code)
    if not TWO & scopes.keys():
        cycles = cycles.filter(state__in=RATED_IN) if RATERS & scopes.keys() else cycles.none()
    return get_object_or_404(cycles)


def _tasks_of(cycle: Cycle) -> QuerySet[KeyTask]:
    people = Participant.objects.filter(cycle=cycle).values("cadre")
    return (
        KeyTask.objects.filter(
            cadres__in=people, due_on__year__range=(cycle.first_year, cycle.year), state__in=TOLD
        )
        .distinct()
        .select_related("unit")
        .prefetch_related("cadres", "files__file")
        .order_by("unit__name", "due_on", "pk")
    )


class KeyTaskNew(FormPage):
    form_class = KeyTaskForm
    title = "登记重点任务"
    lead = "写明要达到的结果，完成后由责任单位报送、第二人核验。"
    submit = "登记"
    success = "已登记。"

    def find(self) -> Scopes:
        scopes = scopes_here(self.request)
        if not SEES_TASKS & scopes.keys():
            raise Http404
        return scopes

    def may(self) -> bool:
        return REGISTER_TASK in steps_of(self.object)

    def back(self) -> str:
        return reverse("key_tasks")

    def perform(self, form: Any) -> KeyTask:
        given = form.cleaned_data
        return services.key_task_register(
            number=given["number"],
            title=given["title"],
            unit=given["unit"],
            cadres=given["staff_nos"],
            due_on=given["due_on"],
            required=given["required"],
            actor=user_of(self.request),
        )

    def done(self, result: KeyTask) -> str:
        return result.get_absolute_url()


class OfTask:
    """Below one visible task."""

    step = VERIFY_TASK
    request: HttpRequest
    kwargs: dict[str, Any]
    object: KeyTask

    def find(self) -> KeyTask:
        self.scopes = scopes_here(self.request)
        return _visible(self.request, self.kwargs["pk"], self.scopes)

    def may(self) -> bool:
        return self.step in steps_of(self.scopes)

    def back(self) -> str:
        return self.object.get_absolute_url()

    def done(self, result: Any) -> str:
        return self.object.get_absolute_url()

    def context(self) -> dict[str, Any]:
        return {"parent": self.object.title, "parent_url": self.back()}

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"version": self.object.version}}


class KeyTaskReport(OfTask, KeepingPage):
    form_class = ProgressForm
    step = REPORT_TASK
    title = "填报进展"
    lead = "写进展；已经完成的勾选报送核验，并附上佐证材料。"
    submit = "保存"
    success = "已保存。"

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"version": self.object.version, "progress": self.object.progress}}

    def perform(self, form: Any) -> KeyTask:
        given = form.cleaned_data
        act = services.key_task_submit if given["done"] else services.key_task_progress
        return act(
            task_pk=self.object.pk,
            version=given["version"],
            progress=given["progress"],
            file=given["file"],
            actor=user_of(self.request),
        )


class KeyTaskVerify(OfTask, StepView):
    form_class = VersionedForm
    success = "已核验通过。"

    def perform(self, form: Any) -> KeyTask:
        return services.key_task_verify(
            task_pk=self.object.pk, version=form.cleaned_data["version"], actor=user_of(self.request)
        )


class KeyTaskReturn(OfTask, KeepingPage):
    form_class = ReasonForm
    title = "退回补充"
    submit = "退回"
    success = "已退回。"

    def perform(self, form: Any) -> KeyTask:
        return services.key_task_return(
            task_pk=self.object.pk,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
            actor=user_of(self.request),
        )


class KeyTaskClose(OfTask, KeepingPage):
    form_class = CloseTaskForm
    template_name = "ui/confirm.html"
    title = "未完成办结"
    lead = "任务不按完成办结，测评人和考核组会看到："
    submit = "确认办结"
    success = "已办结。"

    def context(self) -> dict[str, Any]:
        said = ["逾期未完成：完成时限已过，列为未完成。", "取消：不再要求，不列入完成情况。"]
        return {**super().context(), "consequences": [*said, "办结后不能恢复。"]}

    def perform(self, form: Any) -> KeyTask:
        given = form.cleaned_data
        act = services.key_task_miss if given["how"] == S.OVERDUE else services.key_task_cancel
        return act(
            task_pk=self.object.pk,
            version=given["version"],
            reason=given["reason"],
            actor=user_of(self.request),
        )
