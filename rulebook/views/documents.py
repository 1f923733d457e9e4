"""Policy documents: what the rules rest on."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.pages import FormPage

from .. import selectors, services
from ..access import KEEP_DOCUMENTS, may, page_of
from ..forms import DocumentForm
from ..models import PolicyDocument


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """Every document, with the last version that rests on it."""
    page_of(request.user)
    context = {
        "title": "制度文件",
        "documents": selectors.documents(),
        "may_keep": may(request.user, KEEP_DOCUMENTS),
    }
    return render(request, "rulebook/documents.html", context)


class DocumentPage(FormPage):
    """What adding and correcting share."""

    form_class = DocumentForm

    def find(self) -> Any:
        page_of(self.request.user)
        return PolicyDocument(version=1)

    def may(self) -> bool:
        return may(self.request.user, KEEP_DOCUMENTS)

    def back(self) -> str:
        return reverse("rule_documents")

    def context(self) -> dict[str, Any]:
        return {"parent": "制度文件", "parent_url": self.back()}

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.object, "initial": {"version": self.object.version}}

    def done(self, result: PolicyDocument) -> str:
        return self.back()


class DocumentAdd(DocumentPage):
    """A document that drafts can rest on."""

    title = "添加制度文件"
    success = "已添加，起草参数时可以选它作为依据。"

    def perform(self, form: Any) -> PolicyDocument:
        actor: Any = self.request.user
        return services.document_add(values=form.cleaned_data, actor=actor)


class DocumentEdit(DocumentPage):
    """Corrects a document, or fills in what was left blank."""

    title = "修改制度文件"
    lead = "已批准或待批准的参数以它为依据的，只能补填空着的项目。"
    success = "已保存。"

    def find(self) -> PolicyDocument:
        super().find()
        return get_object_or_404(PolicyDocument, pk=self.kwargs["pk"])

    def perform(self, form: Any) -> PolicyDocument:
        actor: Any = self.request.user
        data = form.cleaned_data
        return services.document_edit(document=self.object, version=data["version"], values=data, actor=actor)
