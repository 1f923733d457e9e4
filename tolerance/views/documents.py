"""The documents of one case as Word files, for who may have them; each download is a reading (第十二条)."""

from __future__ import annotations

import io

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.docx import DOCX_TYPE
from core.files import safe_name
from policy.tolerance_steps import Party

from ..access import parties_of, sees_inside
from ..documents.filling import Document, document_written, documents_of
from ..models import ToleranceCase
from .base import read, visible_case


def _offered(request: HttpRequest, case: ToleranceCase) -> tuple[Document, ...]:
    parties = parties_of(request.user, case)
    if not {Party.STAFF, Party.CADRE} & parties:
        raise PermissionDenied
    return documents_of(case, inside=Party.STAFF in parties, own=Party.CADRE in parties)


@require_safe
@never_cache
def documents(request: HttpRequest, pk: int) -> HttpResponse:
    """What can be printed of the case by now."""
    case = visible_case(request, pk)
    context = {"title": "文书", "case": case, "documents": _offered(request, case)}
    read(request, case, "文书目录")
    return render(request, "tolerance/documents.html", context)


@require_safe
@never_cache
def document(request: HttpRequest, pk: int, code: str) -> FileResponse:
    """One of them."""
    case = visible_case(request, pk)
    found = next((one for one in _offered(request, case) if one.code == code), None)
    if found is None:
        raise Http404
    try:
        content = document_written(code, case, inside=sees_inside(request.user, case))
    except KeyError:
        raise Http404 from None
    read(request, case, f"文书：{found.label}")
    name = safe_name(f"{case.number}-{found.label}.docx")
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=name, content_type=DOCX_TYPE)
