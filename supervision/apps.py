from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "supervision"

    def ready(self) -> None:
        from .duties import register_duties  # noqa: PLC0415 - models are loaded only now
        from .file_kinds import register_kinds  # noqa: PLC0415

        register_duties()
        register_kinds()
