"""The rules in force, those to come and those before, for everybody they judge."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.exports import sheet_taken
from core import clock
from policy.wording import parameter_rows

from .. import registry, selectors
from ..access import DRAFT, KEEP_DOCUMENTS, may, page_of
from ..exports import version_workbook
from ..models import PolicyDraft, PolicyVersion
from ..tables import VersionRow, standings, version_rows

COLUMNS = (
    ("版本", 12),
    ("状态", 14),
    ("生效日期", 14),
    ("依据", 44),
    ("起草", 16),
    ("批准", 16),
    ("与上一版的不同", 16),
    ("采用它的年度", 44),
)


def _history(request: HttpRequest) -> list[VersionRow]:
    """Every version with the cycles that froze it, as far as this reader sees them."""
    page_of(request.user)
    keys = PolicyVersion.objects.visible_to(request.user).values_list("pk", flat=True)
    uses = registry.uses_of(request.user, keys)
    return version_rows(clock.today(), uses)


@require_safe
def rules_export(request: HttpRequest) -> FileResponse:
    """The history as a workbook: every version, and which cycles froze it."""
    rows = (
        (
            str(row.version),
            row.standing,
            f"{row.version.effective_from}",
            row.version.document.title,
            str(row.version.drafted_by or "随系统提供"),
            str(row.version.approved_by or ""),
            "" if row.changes is None else f"{row.changes} 处",
            "、".join(use.label for use in row.uses),
        )
        for row in _history(request)
    )
    return sheet_taken(request, "制度与参数", COLUMNS, rows, purpose="查阅制度与参数")


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Which version holds today, which are still to come, and the history; drafts for whom they concern."""
    rows = _history(request)
    drafts = PolicyDraft.objects.visible_to(request.user).filter(
        pk__in=selectors.drafts_waiting().order_by().values("pk")
    )
    context = {
        "title": "制度与参数",
        "rows": rows,
        "in_force": next(row for row in rows if row.standing == "现行有效"),
        "newest": rows[0].version,
        "drafts": drafts.select_related("base", "drafted_by").order_by("-changed_at", "-pk"),
        "may_draft": may(request.user, DRAFT),
        "may_keep_documents": may(request.user, KEEP_DOCUMENTS),
    }
    return render(request, "rulebook/rules.html", context)


@require_safe
def rule_version(request: HttpRequest, number: int) -> HttpResponse:
    """One version: every parameter in words with its article, who made it, and what it changed."""
    version = _visible(request, number)
    before = selectors.version_before(version)
    uses = registry.uses_of(request.user, [version.pk])
    context = {
        "title": f"参数{version}",
        "version": version,
        "standing": standings(PolicyVersion.objects.all(), clock.today())[version.number],
        "rows": parameter_rows(selectors.parameters_of(version)),
        "before": before,
        "changes": selectors.changes_between(before, version) if before else [],
        "uses": uses.get(version.pk, []),
        "may_draft": may(request.user, DRAFT),
    }
    return render(request, "rulebook/version.html", context)


@require_safe
def rule_version_file(request: HttpRequest, number: int) -> FileResponse:
    """A version as a workbook. Rules are public to those they judge, so nobody writes this down."""
    version = _visible(request, number)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rules.xlsx"
        version_workbook(version, path)
        content = path.open("rb")  # before the folder goes
    return FileResponse(content, as_attachment=True, filename=f"考核参数第{version.number}版.xlsx")


def _visible(request: HttpRequest, number: int) -> PolicyVersion:
    versions = PolicyVersion.objects.visible_to(request.user).select_related(
        "document", "drafted_by", "approved_by"
    )
    return get_object_or_404(versions, number=number)
