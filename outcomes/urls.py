from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("outcomes.urls_uses")),
    path("", include("outcomes.urls_review")),
]
