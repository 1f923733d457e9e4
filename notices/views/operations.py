"""What runs behind the pages, for the system officer: jobs, channels, and what did not arrive."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core.jobs import job_again
from core.models import Job
from core.pages import StepView

from ..access import may_operate, operators_only
from ..models import Delivery
from ..selectors_jobs import jobs_page
from ..services import delivery_again


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """State of jobs and deliveries: tries, last error, next try, how long the oldest has waited."""
    operators_only(request.user)
    page = jobs_page(state=request.GET.get("state", ""), number=request.GET.get("page", ""))
    return render(request, "notices/jobs.html", {"title": "后台任务", **page})


class JobAgain(StepView):
    """Runs a failed job again."""

    success = "已重新排队，完成情况请稍后刷新本页。"

    def find(self) -> Job:
        operators_only(self.request.user)
        return get_object_or_404(Job, pk=self.kwargs["pk"])

    def may(self) -> bool:
        return may_operate(self.request.user)

    def perform(self, form: Any) -> Job:
        return job_again(self.object.pk)

    def done(self, result: Job) -> str:
        return "jobs"


class DeliveryAgain(StepView):
    """Sends once more what did not arrive, under its number."""

    success = "已重新排队发送，编号不变。"

    def find(self) -> Delivery:
        operators_only(self.request.user)
        return get_object_or_404(Delivery, pk=self.kwargs["pk"])

    def may(self) -> bool:
        return may_operate(self.request.user)

    def perform(self, form: Any) -> Delivery:
        actor: Any = self.request.user
        return delivery_again(pk=self.object.pk, actor=actor)

    def done(self, result: Delivery) -> str:
        return "jobs"
