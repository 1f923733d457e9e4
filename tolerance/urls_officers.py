"""Addresses of who handles a case, its documents, and who read it."""

from __future__ import annotations

from django.urls import URLPattern, path

from .views import documents, officers, overview

CASE = "<int:pk>"

urlpatterns: list[URLPattern] = [
    path("overview/", overview.overview, name="tolerance_overview"),
    path("overview/export/", overview.overview_export, name="tolerance_overview_export"),
    path("recusals/", officers.recusals, name="tolerance_recusals"),
    path("recusals/<int:pk>/", officers.RecusalDecide.as_view(), name="tolerance_recusal"),
    path("escalations/<int:pk>/", officers.EscalationArrange.as_view(), name="tolerance_escalation"),
    path(f"{CASE}/officers/", officers.officers, name="tolerance_officers"),
    path(f"{CASE}/officers/new/", officers.OfficerName.as_view(), name="tolerance_officer_name"),
    path(
        f"{CASE}/officers/<int:grant>/revoke/",
        officers.OfficerRevoke.as_view(),
        name="tolerance_officer_revoke",
    ),
    path(f"{CASE}/participants/new/", officers.ParticipantDeclare.as_view(), name="tolerance_participant"),
    path(f"{CASE}/recusals/new/", officers.RecusalAsk.as_view(), name="tolerance_recusal_ask"),
    path(f"{CASE}/documents/", documents.documents, name="tolerance_documents"),
    path(f"{CASE}/documents/<slug:code>/", documents.document, name="tolerance_document"),
    path(f"{CASE}/readings/", officers.readings, name="tolerance_readings"),
]
