"""Handing out stored files, after their page has asked who may have them."""

from __future__ import annotations

from django.http import FileResponse, Http404

from .files import file_open
from .models import StoredFile
from .pages import RuleBroken
from .scanner import scan, scanner_set
from .tables.errors import Refused

S = StoredFile.Screening


def stored_response(stored: StoredFile | None, *, name: str = "") -> FileResponse:
    """A file as a download: saved by the browser, never shown by it, whatever it may hold.

    What somebody brought before there was a virus scanner is scanned now. Raises RuleBroken where that fails,
    FileDamaged, Http404 where there is no file.
    """
    if stored is None:
        raise Http404
    content = file_open(stored)
    if stored.screening == S.WAITING and scanner_set():
        try:
            scan(content, name=stored.name)
        except Refused as refused:
            content.close()
            raise RuleBroken(str(refused)) from refused
        StoredFile.objects.filter(pk=stored.pk).update(screening=S.CLEAN)
    answer = FileResponse(
        content, as_attachment=True, filename=name or stored.name, content_type=stored.media_type
    )
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
