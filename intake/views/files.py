"""Workbooks out: blank templates, and the problem rows of an import."""

from __future__ import annotations

import tempfile
from pathlib import Path, PurePath

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from core.downloads import stored_response

from .. import access
from ..exports import template_write
from .base import visible_intake, visible_kind


@require_safe
def import_blank(request: HttpRequest, kind: str) -> FileResponse:
    """An empty workbook with our headers and what to write under them."""
    found = visible_kind(request, kind)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "blank.xlsx"
        template_write(found, path)
        # Open before the folder goes: the answer streams from the open file and leaves no copy behind.
        content = path.open("rb")
    return FileResponse(content, as_attachment=True, filename=f"{found.label}-空白模板.xlsx")


@require_safe
def import_errors(request: HttpRequest, pk: int) -> FileResponse:
    """The rows that were not brought in, with what is wrong: to be corrected and uploaded again."""
    intake = visible_intake(request, pk)
    if intake.errors_file is None:
        raise Http404("没有问题行，或已过保存期限。")
    if not access.may(request.user, "download_errors", intake):
        raise PermissionDenied
    name = f"{PurePath(intake.file_name).stem}-问题行.xlsx"
    return stored_response(intake.errors_file, name=name)
