"""What people type into the survey's form, as a browser sends it."""

from localization.models import Answer

NOTHING = {
    "lines-TOTAL_FORMS": "5",
    "lines-INITIAL_FORMS": "0",
    "seen_version": "0",
    "mode": "value",
}
SIXTY = {  # 60 of 100 bought in Viet Nam
    "materials_local": "30",
    "materials_foreign": "10",
    "materials_imported": "20",
    "components_local": "15",
    "components_foreign": "5",
    "components_imported": "20",
}
SIXTY_PERCENT = {
    "mode": "percent",
    "materials_total": "1.200,5",
    "materials_local": "50",
    "materials_foreign": "10",
    "materials_imported": "40",
    "components_total": "0",
}


def typed(answer: Answer | None = None, **cells) -> dict:
    """The form with these cells filled in, opened when this answer was stored."""
    seen = {"seen_version": str(answer.version)} if answer else {}
    return {**NOTHING, **seen, **cells}


def line(number: int, name: str, group, domestic: str = "5", imported: str = "20") -> dict:
    """One line of products, counted from 0."""
    said = {"name": name, "group": str(group.pk), "domestic": domestic, "imported": imported}
    return {f"lines-{number}-{part}": value for part, value in said.items()}
