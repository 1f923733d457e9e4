from django.urls import path

from . import views

urlpatterns = [
    path("", views.rules, name="rules"),
    path("rules.xlsx", views.rules_export, name="rules_export"),
    path("documents/", views.documents, name="rule_documents"),
    path("documents/new/", views.DocumentAdd.as_view(), name="rule_document_new"),
    path("documents/<int:pk>/", views.DocumentEdit.as_view(), name="rule_document_edit"),
    path("drafts/<int:pk>/", views.draft, name="rule_draft"),
    path("drafts/<int:pk>/basis/", views.DraftBasisEdit.as_view(), name="rule_draft_basis"),
    path("drafts/<int:pk>/edit/<slug:section>/", views.DraftSectionEdit.as_view(), name="rule_draft_edit"),
    path("drafts/<int:pk>/submit/", views.DraftSubmit.as_view(), name="rule_draft_submit"),
    path("drafts/<int:pk>/discard/", views.DraftDiscard.as_view(), name="rule_draft_discard"),
    path("drafts/<int:pk>/approve/", views.DraftApprove.as_view(), name="rule_draft_approve"),
    path("drafts/<int:pk>/return/", views.DraftReturn.as_view(), name="rule_draft_return"),
    path("<int:number>/", views.rule_version, name="rule_version"),
    path("<int:number>/draft/", views.DraftStart.as_view(), name="rule_draft_start"),
    path("<int:number>/rules.xlsx", views.rule_version_file, name="rule_version_file"),
]
