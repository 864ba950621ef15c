from django.db import migrations
from django.db.models import OuterRef, Subquery


def point(apps, schema_editor):
    """Every result that was certified before stands."""
    results = apps.get_model("elections", "Result").objects.filter(contest=OuterRef("pk"))
    apps.get_model("elections", "Contest").objects.filter(results__isnull=False).update(result=Subquery(results.values("pk")[:1]))


class Migration(migrations.Migration):
    dependencies = [("elections", "0011_reopened_results")]

    operations = [migrations.RunPython(point, migrations.RunPython.noop)]
