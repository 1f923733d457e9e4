from django.urls import URLPattern, path

from . import views

urlpatterns: list[URLPattern] = [
    path("investigations/", views.investigations, name="investigations"),
    path("investigations/new/", views.InvestigationNew.as_view(), name="investigation_new"),
    path("investigations/<int:pk>/close/", views.InvestigationClose.as_view(), name="investigation_close"),
    path(
        "investigations/<int:pk>/disclose/",
        views.InvestigationDisclose.as_view(),
        name="investigation_disclose",
    ),
]
