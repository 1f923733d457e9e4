"""Step 2: which column of the file is which of ours, and what its words mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.files import FileDamaged
from core.pages import FormPage, RuleBroken
from core.tables.errors import Refused

from .. import registry, selectors
from ..forms import ColumnsForm, initial_of
from ..models import ColumnMapping, Intake, IntakeState
from ..selectors import OwnWords
from ..services import intake_map, mapping_delete
from ..tables import STEPS
from .base import IntakePage, visible_kinds


class ImportColumns(IntakePage, FormPage):
    """The columns of one file; `?template=` fills them in as a remembered template says."""

    step = "map"
    states = (IntakeState.UPLOADED, IntakeState.STAGED, IntakeState.FAILED)
    reached = (IntakeState.MAPPED, IntakeState.STAGED, IntakeState.FAILED)
    form_class = ColumnsForm
    template_name = "intake/columns.html"
    submit = "读入并检查"

    def form_kwargs(self) -> dict[str, Any]:
        self.kind = registry.kind_of(self.object.kind)
        self.templates = list(selectors.templates_of(self.object.kind))
        try:
            self.own = selectors.own_file(self.object)
        except (Refused, FileDamaged) as gone:
            raise RuleBroken(str(gone)) from gone
        return {
            "own": self.own,
            "words_of": self._words_of,
            "template": self._asked_template(),
            "initial": initial_of(self.object),
        }

    def _words_of(self, columns: Mapping[str, str]) -> Sequence[OwnWords]:
        try:
            return selectors.own_words(self.object, columns)
        except Refused:
            return []  # needed columns are still missing: the form says which

    def _asked_template(self) -> ColumnMapping | None:
        asked = self.request.GET.get("template", "")
        return next((item for item in self.templates if str(item.pk) == asked), None)

    def context(self) -> dict[str, Any]:
        return {
            "title": "对应列和用词",
            "kind": self.kind,
            "own": self.own,
            "templates": self.templates,
            "steps": STEPS,
            "current": 2,
        }

    def perform(self, form: Any) -> Intake:
        given = form.cleaned_data
        return intake_map(
            actor=self.request.user,
            pk=self.object.pk,
            version=given["version"],
            columns=given["columns"],
            words=given["words"],
            remember_as=given["remember_as"],
        )


@require_safe
def import_mappings(request: HttpRequest) -> HttpResponse:
    """The remembered templates of the kinds that the user brings in."""
    kinds = {kind.code: kind.label for kind in visible_kinds(request)}
    rows = ColumnMapping.objects.filter(kind__in=kinds).select_related("created_by")
    shown = [(item, kinds[item.kind], sum(1 for ours in item.columns.values() if ours)) for item in rows]
    return render(request, "intake/mappings.html", {"rows": shown})


class ImportMappingDelete(FormPage):
    """Forgets a template; imports made with it stay as they are."""

    object: ColumnMapping
    template_name = "ui/confirm.html"
    title = submit = "删除对应模板"

    def find(self) -> ColumnMapping:
        codes = [kind.code for kind in visible_kinds(self.request)]
        found = ColumnMapping.objects.filter(pk=self.kwargs["pk"], kind__in=codes).first()
        if found is None:
            raise Http404
        return found

    def may(self) -> bool:
        return True  # whoever brings in files of a kind keeps its templates

    def perform(self, form: Any) -> ColumnMapping:
        name = self.object.name
        mapping_delete(actor=self.request.user, pk=self.object.pk)
        messages.success(self.request, f"已删除对应模板“{name}”。")
        return self.object

    def context(self) -> dict[str, Any]:
        said = ["用它导入过的数据不受影响。", "以后导入这种文件，须重新对应列和用词。"]
        return {"lead": f"删除对应模板“{self.object.name}”吗？", "consequences": said}

    def back(self) -> str:
        return reverse("import_mappings")
