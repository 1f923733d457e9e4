"""Step 1: the file comes in and lies sealed; nothing is read into the register yet."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse

from core.pages import FormPage, RuleBroken, StaleState

from .. import access, registry
from ..forms import UploadForm, at_file
from ..models import Intake
from ..services import intake_upload
from ..tables import STEPS
from .base import visible_intake, visible_kind


class ImportUpload(FormPage):
    """A file of one kind; `?corrects=` names the import whose problem rows come back.

    `?year=` and `?target=` say of which appraisal it is, where a page of that appraisal leads here.
    """

    form_class = UploadForm
    template_name = "intake/upload.html"
    submit = "上传并查看列"
    object: registry.Kind

    def find(self) -> registry.Kind:
        kind = visible_kind(self.request, self.kwargs["kind"])
        self.corrects = self._corrects(kind)
        return kind

    def _corrects(self, kind: registry.Kind) -> Intake | None:
        asked = self.request.GET.get("corrects", "")
        if not asked:
            return None
        if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
            raise Http404
        found = visible_intake(self.request, int(asked))
        if found.kind != kind.code:
            raise Http404
        return found

    def may(self) -> bool:
        return access.may_bring_in(self.request.user, self.object)

    def form_kwargs(self) -> dict[str, Any]:
        asked = self.request.GET
        year, target = asked.get("year", ""), asked.get("target", "")
        if self.corrects:
            year, target = str(self.corrects.year or ""), self.corrects.target
        initial = {"year": year, "target": target} if year.isdecimal() else {}
        return {"kind": self.object, **({"initial": initial} if initial else {})}

    def context(self) -> dict[str, Any]:
        return {
            "title": f"导入{self.object.label}",
            "kind": self.object,
            "corrects": self.corrects,
            "steps": STEPS,
            "current": 1,
        }

    def back(self) -> str:
        return reverse("import_start")

    def perform(self, form: Any) -> Intake:
        file = form.cleaned_data["file"]
        try:
            return intake_upload(
                actor=self.request.user,
                kind=self.object.code,
                stream=file,
                name=file.name,
                year=form.cleaned_data.get("year"),
                target=form.cleaned_data.get("target") or "",
                corrects=self.corrects.pk if self.corrects else None,
            )
        except StaleState:
            raise
        except ValidationError as broken:
            if hasattr(broken, "error_dict"):
                raise
            raise RuleBroken(at_file(broken.messages)) from broken

    def done(self, result: Intake) -> str:
        return reverse("import_columns", args=[result.pk])
