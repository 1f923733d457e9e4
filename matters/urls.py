from django.urls import URLPattern, path

from .views import investigations as cases
from .views import marks

urlpatterns: list[URLPattern] = [
    path("marks/", marks.marks, name="marks"),
    path("marks/export/", marks.marks_export, name="marks_export"),
    path("marks/<int:pk>/correct/", marks.MarkCorrect.as_view(), name="mark_correct"),
    path("marks/<int:pk>/lift/", marks.MarkLift.as_view(), name="mark_lift"),
    path("marks/<int:pk>/cancel/", marks.MarkCancel.as_view(), name="mark_cancel"),
    path("bars/", marks.bars, name="bars"),
    path("bars/export/", marks.bars_export, name="bars_export"),
    path("new/", marks.MatterNew.as_view(), name="matter_new"),
    path("<int:pk>/", marks.matter, name="matter_page"),
    path("<int:pk>/edit/", marks.MatterEdit.as_view(), name="matter_edit"),
    path("<int:pk>/marks/new/", marks.MarkNew.as_view(), name="mark_new"),
    path("investigations/", cases.investigations, name="investigations"),
    path("investigations/new/", cases.InvestigationNew.as_view(), name="investigation_new"),
    path("investigations/<int:pk>/close/", cases.InvestigationClose.as_view(), name="investigation_close"),
    path(
        "investigations/<int:pk>/disclose/",
        cases.InvestigationDisclose.as_view(),
        name="investigation_disclose",
    ),
]
