"""One import as it stands: being read, waiting for a yes, done. Always the same address."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from core.lists.views import wants_results

from .. import access, registry, selectors
from ..models import ChangeKind, Intake, IntakeDecision, IntakeState
from ..tables import (
    DECISIONS,
    MOVED,
    PROBLEMS,
    STEPS,
    WARNINGS,
    change_row,
    figures,
    moments,
    preview_tabs,
    problem_row,
    results,
    state_word,
)
from .base import PER_PAGE, visible_intake

S = IntakeState
REFRESH = 2  # seconds between two looks at a running import
DOING = {S.MAPPED: "正在读入和检查", S.APPLYING: "正在导入", S.APPLIED: "正在撤销"}
STEP_OF = {S.MAPPED: 2, S.STAGED: 3, S.APPLYING: 4}


@require_safe
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What there is to see of an import now; while it runs, htmx asks for its progress alone."""
    intake = visible_intake(request, pk)
    progress = selectors.progress(intake)
    partial = wants_results(request)
    if progress.open or intake.state in (S.MAPPED, S.APPLYING):
        return _running(request, intake, progress, partial=partial)
    if partial:
        # What it waited for is there: the whole page anew.
        return HttpResponse(headers={"HX-Refresh": "true"})
    if intake.state in (S.UPLOADED, S.FAILED):
        return redirect("import_columns", intake.pk)
    if intake.state == S.STAGED:
        return render(request, "intake/preview.html", _preview(request, intake))
    return render(request, "intake/result.html", _result(request, intake, progress))


def _about(request: HttpRequest, intake: Intake) -> dict[str, Any]:
    kind = registry.kind_of(intake.kind)
    occasion = kind.occasion(intake.year, intake.target)
    word, look = state_word(intake)
    return {
        "intake": intake,
        "kind": kind,
        "title": f"导入{kind.label}{f'（{occasion}）' if occasion else ''}",
        "state": word,
        "look": look,
        "steps": STEPS,
        "current": STEP_OF.get(S(intake.state), len(STEPS)),
        "may_discard": access.may(request.user, "discard", intake),
    }


def _running(request: HttpRequest, intake: Intake, progress: Any, *, partial: bool) -> HttpResponse:
    context = _about(request, intake) | {
        "progress": progress,
        "doing": DOING.get(S(intake.state), "正在处理"),
        "again": bool(intake.job and intake.job.attempts > 1),
        "refresh": REFRESH,
    }
    name = "intake/_progress.html" if partial else "intake/progress.html"
    response = render(request, name, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _preview(request: HttpRequest, intake: Intake) -> dict[str, Any]:
    preview = selectors.preview(intake)
    tabs = preview_tabs(intake, preview)
    asked = request.GET.get("show", "")
    first = tabs[0].code if tabs else ""
    if first == DECISIONS and not preview.undecided:
        # All answered: what there is to look at next.
        first = tabs[1].code if len(tabs) > 1 else first
    show = asked if asked in {tab.code for tab in tabs} else first
    page = Paginator(_rows(intake, show), PER_PAGE).get_page(request.GET.get("page"))
    return _about(request, intake) | {
        "preview": preview,
        "figures": figures(intake, preview),
        "tabs": tabs,
        "show": show,
        "page": page,
        "rows": [_shown(intake, item, show) for item in page],
        "choices": [choice for choice in IntakeDecision.Choice.choices if choice[0]],
        "may_confirm": access.may(request.user, "confirm", intake),
    }


def _rows(intake: Intake, show: str) -> Any:
    if show == DECISIONS:
        return selectors.decisions(intake)
    if show == PROBLEMS:
        return selectors.problems(intake, "error")
    if show == WARNINGS:
        return selectors.problems(intake, "warning")
    if show == MOVED:
        return selectors.changes(intake, moved=True)
    return selectors.changes(intake, ChangeKind(show)) if show else Paginator([], 1).object_list


def _shown(intake: Intake, item: Any, show: str) -> Any:
    if show == DECISIONS:
        return item
    return problem_row(item) if show in (PROBLEMS, WARNINGS) else change_row(intake, item)


def _result(request: HttpRequest, intake: Intake, progress: Any) -> dict[str, Any]:
    applied = intake.state == S.APPLIED
    return _about(request, intake) | {
        "applied": applied,
        "figures": figures(intake, intake.counts) if intake.counts else [],
        "results": list(results(intake)) if applied or intake.state == S.UNDONE else [],
        "moments": moments(intake),
        "bad": intake.counts.get("bad", 0),
        "failed": progress.failed,
        "may_undo": applied and access.may(request.user, "undo", intake),
        "may_download": access.may(request.user, "download_errors", intake),
    }
