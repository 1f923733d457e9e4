from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "matters"

    def ready(self) -> None:
        from .file_kinds import register_kinds  # noqa: PLC0415 - models are loaded only now

        register_kinds()
