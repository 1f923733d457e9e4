from django.apps import AppConfig


class ClarificationConfig(AppConfig):
    name = "clarification"
