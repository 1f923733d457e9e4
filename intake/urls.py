from django.urls import path

from . import views

urlpatterns = [
    path("", views.imports, name="imports"),
    path("new/", views.import_start, name="import_start"),
    path("new/<slug:kind>/", views.ImportUpload.as_view(), name="import_upload"),
    path("blank/<slug:kind>.xlsx", views.import_blank, name="import_blank"),
    path("templates/", views.import_mappings, name="import_mappings"),
    path("templates/<int:pk>/delete/", views.ImportMappingDelete.as_view(), name="import_mapping_delete"),
    path("<int:pk>/", views.import_page, name="import_page"),
    path("<int:pk>/columns/", views.ImportColumns.as_view(), name="import_columns"),
    path("<int:pk>/decisions/", views.ImportDecisions.as_view(), name="import_decisions"),
    path("<int:pk>/confirm/", views.ImportConfirm.as_view(), name="import_confirm"),
    path("<int:pk>/errors.xlsx", views.import_errors, name="import_errors"),
    path("<int:pk>/undo/", views.ImportUndo.as_view(), name="import_undo"),
    path("<int:pk>/discard/", views.ImportDiscard.as_view(), name="import_discard"),
]
