from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("accounts.urls")),
    path("cadres/", include("cadres.urls")),
    path("units/", include("cadres.urls_units")),
    path("appraisal/", include("appraisal.urls")),
    path("appraisal/", include("evidence.urls")),
    path("appraisal/", include("outcomes.urls")),
    path("matters/", include("matters.urls")),
    path("accountability/", include("matters.urls_accountability")),
    path("tolerance/", include("tolerance.urls_officers")),
    path("tolerance/", include("tolerance.urls")),
    path("clarification/", include("clarification.urls")),
    path("supervision/", include("supervision.urls")),
    path("alerts/", include("alerts.urls")),
    path("imports/", include("intake.urls")),
    path("rules/", include("rulebook.urls")),
    path("meetings/", include("decisions.urls")),
    path("publicity/", include("decisions.urls_publicity")),
    path("workdays/", include("notices.urls")),
    path("", include("notices.urls_reminders")),
    # Last, below cadres.urls: the page of one cadre takes any 工号 below cadres/.
    path("", include("portal.urls")),
]
handler400 = "portal.views.bad_request"
handler403 = "portal.views.forbidden"
handler404 = "portal.views.not_found"
handler500 = "portal.views.server_error"
