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

from ..documents.filling import Document, document_written, documents_of
from .base import Seen, read, visible_case


def _offered(seen: Seen) -> tuple[Document, ...]:
    if not {Party.STAFF, Party.CADRE} & seen.parties:
        raise PermissionDenied
    return documents_of(seen.case, inside=seen.inside, own=Party.CADRE in seen.parties)


@require_safe
@never_cache
def documents(request: HttpRequest, pk: int) -> HttpResponse:
    """What can be printed of the case by now."""
    seen = visible_case(request, pk)
    context = {"title": "文书", "case": seen.case, "documents": _offered(seen)}
    read(request, seen.case, "文书目录")
    return render(request, "tolerance/documents.html", context)


@require_safe
@never_cache
def document(request: HttpRequest, pk: int, code: str) -> FileResponse:
    """One of them."""
    seen = visible_case(request, pk)
    case, found = seen.case, next((one for one in _offered(seen) if one.code == code), None)
    if found is None:
        raise Http404
    try:
        content = document_written(code, case, inside=seen.inside)
    except KeyError:
        raise Http404 from None
    read(request, case, f"文书：{found.label}")
    name = safe_name(f"{case.number}-{found.label}.docx")
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=name, content_type=DOCX_TYPE)
