from django.db import migrations
from django.utils.timezone import localdate


def date_officers(apps, schema_editor):
    """Take the account's first day for the officer's: no earlier and no truer one was kept.

    When a closed account was closed is not known: it owes nothing, as before. Officers of the demo
    report from the made-up programme's first day on.
    """
    made_up = apps.get_model("programme", "Programme").objects.filter(is_demo=True).first()
    for officer in apps.get_model("programme", "Officer").objects.select_related("user"):
        officer.entered_on = localdate(officer.user.date_joined)
        if made_up and officer.user.is_demo:
            officer.entered_on = made_up.signed_on
        if not officer.user.is_active:
            officer.left_on = officer.entered_on
        officer.save()
        term = {"entered_on": officer.entered_on, "left_on": officer.left_on}
        versions = apps.get_model("programme", "HistoricalOfficer").objects.filter(id=officer.pk)
        versions.update(**term)


class Migration(migrations.Migration):
    dependencies = [("portal", "0003_accounts"), ("programme", "0012_officer_terms")]
    operations = [migrations.RunPython(date_officers, migrations.RunPython.noop)]
