from django.db import migrations
from django.db.utils import DatabaseError

from qingshan.foundation.problems import Problem


def make_postgis(apps, schema_editor):
    """PostGIS in the database, before any table with a geometry; SQLite needs nothing."""
    if schema_editor.connection.vendor != "postgresql":
        return
    try:
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    except DatabaseError as fault:
        raise Problem("no_postgis", why=str(fault).strip().splitlines()[0]) from fault


class Migration(migrations.Migration):

    dependencies = [
        ('foundation', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(make_postgis, migrations.RunPython.noop),
    ]
