"""Steps on one import: who is who, yes, never mind, and back again."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from core.pages import FormPage, StepView

from .. import selectors
from ..forms import ConfirmForm, DecisionsForm, UndoForm, VersionForm, initial_of
from ..models import Intake, IntakeState
from ..services import decisions_record, intake_confirm, intake_discard, intake_undo
from ..tables import STEPS, consequences, removal, restores
from .base import IntakePage

S = IntakeState


class ImportDecisions(IntakePage, StepView):
    """The answers to “is this the same person”, one page of rows at a time."""

    step = "decide"
    reached = (S.MAPPED, S.STAGED)
    form_class = DecisionsForm
    success = "已保存认定，正在按认定重新检查。"

    def perform(self, form: Any) -> Intake:
        return decisions_record(
            actor=self.request.user,
            pk=self.object.pk,
            version=form.cleaned_data["version"],
            choices=form.cleaned_data["choices"],
        )


class ImportConfirm(IntakePage, FormPage):
    """What the import will do, in sentences, and a yes."""

    step = "confirm"
    states = (S.STAGED,)
    reached = (S.APPLYING, S.APPLIED)
    form_class = ConfirmForm
    template_name = "intake/confirm.html"
    submit = "确认导入"

    def form_kwargs(self) -> dict[str, Any]:
        self.preview = selectors.preview(self.object)
        return {"removal": removal(self.object, self.preview), "initial": initial_of(self.object)}

    def context(self) -> dict[str, Any]:
        return {
            "title": "确认导入",
            "intake": self.object,
            "preview": self.preview,
            "consequences": list(consequences(self.object, self.preview)),
            "steps": STEPS,
            "current": 4,
        }

    def perform(self, form: Any) -> Intake:
        return intake_confirm(
            actor=self.request.user, pk=self.object.pk, version=form.cleaned_data["version"]
        )


class ImportDiscard(IntakePage, FormPage):
    """The file is taken away as if it had never come."""

    step = "discard"
    states = (S.UPLOADED, S.MAPPED, S.STAGED, S.FAILED)
    reached = (S.DISCARDED,)
    form_class = VersionForm
    template_name = "ui/confirm.html"
    title = "放弃这次导入"
    lead = "文件和预览将被删除，现有数据不变。"
    submit = "放弃这次导入"
    success = "已放弃，没有改动任何数据。"

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": initial_of(self.object)}

    def context(self) -> dict[str, Any]:
        return {"consequences": ["需要时可以重新上传同一个文件。"], **_parent(self.object)}

    def perform(self, form: Any) -> Intake:
        return intake_discard(
            actor=self.request.user, pk=self.object.pk, version=form.cleaned_data["version"]
        )


class ImportUndo(IntakePage, FormPage):
    """What taking an import back restores, or why it cannot be taken back."""

    step = "undo"
    states = (S.APPLIED,)
    reached = (S.APPLIED, S.UNDONE)
    form_class = UndoForm
    template_name = "intake/undo.html"
    submit = "撤销这次导入"

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": initial_of(self.object)}

    def context(self) -> dict[str, Any]:
        return {
            "title": "撤销导入",
            "intake": self.object,
            "reasons": selectors.undo_reasons(self.object),
            "consequences": list(restores(self.object)),
            **_parent(self.object),
        }

    def perform(self, form: Any) -> Intake:
        given = form.cleaned_data
        return intake_undo(
            actor=self.request.user, pk=self.object.pk, version=given["version"], note=given["note"]
        )


def _parent(intake: Intake) -> dict[str, str]:
    return {"parent": intake.file_name, "parent_url": reverse("import_page", args=[intake.pk])}
