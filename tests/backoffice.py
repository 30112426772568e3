"""The back office's pages as a browser fills them in."""


def form_of(client, path: str) -> dict:
    """The change page's fields as the browser would send them back unchanged."""
    page = client.get(path)
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    values = {field.html_name: field.value() for form in forms for field in form}
    return {
        name: value for name, value in values.items() if value is not None and value is not False
    }
