from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("evidence.urls_reports")),
    path("", include("evidence.urls_facts")),
]
