"""Posts of a unit: set up, corrected, closed."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from .. import services
from ..forms import units as forms
from ..models import Post
from .conflict import VersionedPage
from .units import OfUnit


class PostCreate(OfUnit):
    """设立岗位."""

    form_class = forms.PostForm
    title, submit, success = "设立岗位", "设立", "岗位已设立。"

    def perform(self, form: Any) -> Post:
        return services.post_create(unit=self.unit, values=form.cleaned_data, actor=self.request.user)  # type: ignore[arg-type]


class EditsPost(OfUnit, VersionedPage):
    """A form on one open post."""

    open_only = False

    def find(self) -> Any:
        super().find()
        self.row = get_object_or_404(Post.objects.filter(unit=self.unit), pk=self.kwargs["post"])
        if not self.row.is_open:
            raise Http404("岗位已经撤销。")
        return self.row

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"version": self.row.version, **self.stored()}}

    def context(self) -> dict[str, Any]:
        found = {**VersionedPage.context(self), **OfUnit.context(self), "conflict": self.conflict}
        return found | {"title": f"{self.row.title}：{self.title}", "lead": self.unit.name}


class PostEdit(EditsPost):
    """Corrects a post."""

    form_class = forms.PostEditForm
    title, success = "更正岗位", "已保存。"

    def change(self, form: Any) -> Post:
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        return services.post_edit(
            post=self.row,
            version=form.cleaned_data["version"],
            values=values,
            actor=self.request.user,  # type: ignore[arg-type]
        )


class PostClose(EditsPost):
    """撤销岗位."""

    form_class = forms.PostCloseForm
    title, submit, success = "撤销岗位", "确认撤销", "岗位已撤销。"

    def stored(self) -> dict[str, Any]:
        return {}

    def change(self, form: Any) -> Post:
        return services.post_close(post=self.row, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
