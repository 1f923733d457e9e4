from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "evidence"

    def ready(self) -> None:
        from .duties import register_duties  # noqa: PLC0415 - models are loaded only now
        from .selectors.facts_checks import register_fact_checks  # noqa: PLC0415

        register_duties()
        register_fact_checks()
