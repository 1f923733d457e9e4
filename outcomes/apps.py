from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "outcomes"

    def ready(self) -> None:
        from .duties import register_duties  # noqa: PLC0415 - models are loaded only now

        register_duties()
