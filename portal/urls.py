from django.urls import path

from .views import health, home, person

urlpatterns = [
    path("", home.home, name="home"),
    path("inbox.xlsx", home.inbox_export, name="inbox_export"),
    path("healthz", home.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("me/", person.own_page, name="own_page"),
    path("cadres/<str:staff_no>/", person.cadre, name="cadre"),
    path("cadres/<str:staff_no>/history/", person.cadre_history, name="cadre_history"),
]
