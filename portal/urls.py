from django.urls import path

from .views import home, person

urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", home.healthz, name="healthz"),
    path("me/", person.own_page, name="own_page"),
    path("cadres/<str:staff_no>/", person.cadre, name="cadre"),
    path("cadres/<str:staff_no>/history/", person.cadre_history, name="cadre_history"),
]
