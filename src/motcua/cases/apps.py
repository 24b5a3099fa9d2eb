from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "motcua.cases"
    default_auto_field = "django.db.models.BigAutoField"
