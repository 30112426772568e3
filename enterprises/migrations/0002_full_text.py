from django.db import migrations

from enterprises.fulltext import DOWN, UP


def run(statements):
    def statements_of_this_database(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return statements_of_this_database


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0001_initial")]
    operations = [migrations.RunPython(run(UP), run(DOWN))]
