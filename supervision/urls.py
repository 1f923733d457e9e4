from django.urls import URLPattern, path

from .views import register, risks

urlpatterns: list[URLPattern] = [
    path("risks/", risks.risks, name="risks"),
    path("risks.xlsx", risks.risks_export, name="risks_export"),
    path("risks/heat/", risks.risks_heat, name="risks_heat"),
    path("risks/new/", risks.RiskNew.as_view(), name="risk_new"),
    path("risks/update/<int:unit>/", risks.RiskUpdated.as_view(), name="risk_update"),
    path("risks/<int:pk>/", risks.risk, name="risk"),
    path("risks/<int:pk>/edit/", risks.RiskEdit.as_view(), name="risk_edit"),
    path("risks/<int:pk>/close/", risks.RiskClose.as_view(), name="risk_close"),
    path("risks/<int:pk>/level/", risks.RiskLevel.as_view(), name="risk_level"),
    path("register/", register.register_items, name="register_items"),
    path("register.xlsx", register.register_items_export, name="register_items_export"),
    path("register/new/", register.ItemNew.as_view(), name="register_item_new"),
    path("register/<int:pk>/", register.ItemEdit.as_view(), name="register_item_edit"),
    path("key-points/", register.key_points, name="key_points"),
    path("key-points.xlsx", register.key_points_export, name="key_points_export"),
    path("key-points/new/", register.KeyPointNew.as_view(), name="key_point_new"),
    path("key-points/<int:pk>/end/", register.KeyPointEnd.as_view(), name="key_point_end"),
]
