from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "matters"

    def ready(self) -> None:
        from . import receivers  # noqa: F401, PLC0415 - models are loaded only now
        from .duties import register_duties  # noqa: PLC0415
        from .duties_accountability import register_accountability_duties  # noqa: PLC0415
        from .file_kinds import register_kinds  # noqa: PLC0415

        register_kinds()
        register_duties()
        register_accountability_duties()
