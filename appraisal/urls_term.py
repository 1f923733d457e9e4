from django.urls import URLPattern, path

from .views import term

urlpatterns: list[URLPattern] = [
    path("<cycle:code>/term/", term.term_page, name="term_results"),
    path("<cycle:code>/term.xlsx", term.term_export, name="term_export"),
    path("<cycle:code>/discreet/", term.year_discreet, name="year_discreet"),
]
