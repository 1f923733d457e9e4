from django.urls import path

from .views import documents

urlpatterns = [
    path("", documents.year_documents, name="year_documents"),
    path("people/<str:staff_no>/form.docx", documents.year_document_form, name="year_document_form"),
    path("forms/new/", documents.FormsMake.as_view(), name="year_forms_make"),
    path("bundles/<int:pk>/", documents.year_document_bundle, name="year_document_bundle"),
    path("bundles/<int:pk>/file.zip", documents.year_document_file, name="year_document_file"),
]
