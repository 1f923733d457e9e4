from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "matters"

    def ready(self) -> None:
        from notices.registry import register  # noqa: PLC0415 - models are loaded only now

        from . import receivers  # noqa: F401, PLC0415
        from .duties_accountability import KINDS  # noqa: PLC0415
        from .file_kinds import register_kinds  # noqa: PLC0415

        register_kinds()
        for kind in KINDS:
            register(kind)
