from django.urls import path

from .views import posts, units

urlpatterns = [
    path("", units.units, name="units"),
    path("new/", units.UnitOpen.as_view(), name="unit_open"),
    path("<int:pk>/", units.unit, name="unit"),
    path("<int:pk>/rename/", units.UnitRename.as_view(), name="unit_rename"),
    path("<int:pk>/move/", units.UnitMove.as_view(), name="unit_move"),
    path("<int:pk>/kind/", units.UnitEdit.as_view(), name="unit_edit"),
    path("<int:pk>/merge/", units.UnitMerge.as_view(), name="unit_merge"),
    path("<int:pk>/close/", units.UnitClose.as_view(), name="unit_close"),
    path("<int:pk>/transfer/", units.UnitTransfer.as_view(), name="unit_transfer"),
    path("<int:pk>/supervision/new/", units.SupervisionStart.as_view(), name="supervision_start"),
    path(
        "<int:pk>/supervision/<int:supervision>/end/", units.SupervisionEnd.as_view(), name="supervision_end"
    ),
    path("<int:pk>/posts/new/", posts.PostCreate.as_view(), name="post_create"),
    path("<int:pk>/posts/<int:post>/", posts.PostEdit.as_view(), name="post_edit"),
    path("<int:pk>/posts/<int:post>/close/", posts.PostClose.as_view(), name="post_close"),
]
