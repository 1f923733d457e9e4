from django.urls import URLPattern, path

from .views import sittings, unit_sittings

urlpatterns: list[URLPattern] = [
    path("", sittings.YearSittings.as_view(), name="year_sittings"),
    path("sittings.xlsx", sittings.year_sittings_export, name="year_sittings_export"),
    path("units/", unit_sittings.UnitSittings.as_view(), name="year_unit_sittings"),
    path("units/export/", unit_sittings.unit_sittings_export, name="unit_sittings_export"),
    path("units/new/", unit_sittings.UnitSittingAdd.as_view(), name="unit_sitting_add"),
    path("units/<int:unit>/<str:group>/", unit_sittings.UnitSittingEdit.as_view(), name="unit_sitting_edit"),
    path(
        "units/<int:unit>/<str:group>/remove/",
        unit_sittings.UnitSittingRemove.as_view(),
        name="unit_sitting_remove",
    ),
]
