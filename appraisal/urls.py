from django.urls import path, register_converter

from . import views


class YearConverter:
    """A year of this century, as four digits."""

    regex = "20[0-9]{2}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(YearConverter, "year")

urlpatterns = [
    path("", views.years, name="years"),
    path("<year:year>/", views.year, name="year"),
    path("<year:year>/results.xlsx", views.year_results, name="year_results"),
]
