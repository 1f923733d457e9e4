"""A year's documents over HTTP: one form at once, all of them by a job with a page of its own."""

from __future__ import annotations

import io
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.documents.bundles import builder_of
from core.downloads import stored_response
from core.files import safe_name
from core.lists.views import wants_results
from core.models import DocumentBundle
from core.pages import FormPage

from ..access import MAKE_DOCUMENTS, may
from ..documents.bundles import bundle_kinds, form_of
from ..documents.filling import file_name
from ..models import Cycle
from ..selectors.documents import MOST_FOUND, people_in_order, people_named
from ..services import forms_request, year_export_note
from .common import visible_cycle
from .taking import PurposeForm

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
REFRESH = 2  # seconds between two looks at a running job
MOST_SHOWN = 10


@require_safe
@never_cache
def year_documents(request: HttpRequest, code: str) -> HttpResponse:
    """What documents the year has; `?who=` finds people by 工号 or name."""
    cycle = _cycle(request, code)
    words = request.GET.get("who", "").strip()[:64]
    found = people_named(cycle, words)
    context = {
        "cycle": cycle,
        "kind": cycle.get_kind_display(),
        "words": words,
        "found": found[:MOST_FOUND],
        "more": len(found) > MOST_FOUND,
        "people": cycle.participants.count(),
        # What rooms above make of the same cycle, by the words of each builder.
        "others": [
            (builder_of(kind).label, reverse(page, args=[cycle.code]))
            for kind, page in bundle_kinds().items()
            if page != "year_forms_make"
        ],
        "bundles": _bundles(request, cycle)[:MOST_SHOWN],
    }
    return render(request, "appraisal/documents.html", context)


@require_safe
@never_cache
def year_document_form(request: HttpRequest, code: str, staff_no: str) -> FileResponse:
    """One person's 年度 or 聘期考核登记表; recorded."""
    cycle = _cycle(request, code)
    person = get_object_or_404(people_in_order(cycle), cadre__staff_no=staff_no)
    person.cycle = cycle
    name = safe_name(file_name(person, cycle))
    content = io.BytesIO(form_of(person, request.user))
    year_export_note(cycle=cycle, file_name=name, actor=request.user)
    return FileResponse(content, as_attachment=True, filename=name, content_type=WORD)


class FormsMake(FormPage):
    """Has everybody's form made; asks what for."""

    form_class = PurposeForm
    title = "制作全部登记表"
    lead = "在后台逐人制作并压缩成一个文件，可以离开页面；制作完成后下载。下载记入安全日志。"
    submit = "开始制作"

    def find(self) -> Cycle:
        return visible_cycle(self.request, self.kwargs["code"])

    def may(self) -> bool:
        return may(self.request.user, MAKE_DOCUMENTS, self.object)

    def back(self) -> str:
        return reverse("year_documents", args=[self.object.code])

    def context(self) -> dict[str, Any]:
        return {"parent": "文书", "parent_url": self.back()}

    def perform(self, form: PurposeForm) -> DocumentBundle:
        purpose = form.cleaned_data["purpose"]
        return forms_request(cycle_pk=self.object.pk, purpose=purpose, actor=self.request.user)

    def done(self, result: DocumentBundle) -> str:
        return reverse("year_document_bundle", args=[self.object.code, result.pk])


@require_safe
@never_cache
def year_document_bundle(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """How far a bundle is; while it is being made, htmx asks for the progress alone."""
    cycle = _cycle(request, code)
    bundle = get_object_or_404(_bundles(request, cycle), pk=pk)
    partial = wants_results(request)
    if partial and not bundle.is_open:
        return HttpResponse(headers={"HX-Refresh": "true"})  # what it waited for is there: the page anew
    context = {
        "cycle": cycle,
        "bundle": bundle,
        "title": bundle.name.removesuffix(".zip"),
        "make_url": reverse(bundle_kinds()[bundle.kind], args=[cycle.code]),
        "refresh": REFRESH,
        "again": bool(bundle.job and bundle.job.attempts > 1),
    }
    name = "appraisal/_document_progress.html" if partial else "appraisal/document_bundle.html"
    answer = render(request, name, context)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


@require_safe
@never_cache
def year_document_file(request: HttpRequest, code: str, pk: int) -> FileResponse:
    """The zip, for who had it made; recorded."""
    cycle = _cycle(request, code)
    bundle = get_object_or_404(_bundles(request, cycle), pk=pk)
    if bundle.file is None:
        raise Http404("还没有制作完成。")
    year_export_note(cycle=cycle, file_name=bundle.name, actor=request.user, purpose=bundle.purpose)
    return stored_response(bundle.file)


def _cycle(request: HttpRequest, code: str) -> Cycle:
    """The year, for who may make its documents."""
    cycle = visible_cycle(request, code)
    if not may(request.user, MAKE_DOCUMENTS, cycle):
        raise PermissionDenied
    return cycle


def _bundles(request: HttpRequest, cycle: Cycle) -> QuerySet[DocumentBundle]:
    """The user's own bundles of that year, the newest first."""
    own = DocumentBundle.objects.visible_to(request.user).select_related("job", "file")
    return own.filter(kind__in=list(bundle_kinds()), arguments__cycle=cycle.pk)
