from django.db import migrations
from uuid6 import uuid7

ORIGIN = "ghi cùng kiểm lần hai, trước khi số gieo được ghi riêng"


def keep_seeds(apps, schema_editor):
    """The seed of an earlier check of a sample is the seed of its closing."""
    seeds = apps.get_model("ballots", "PublicSeed")
    for check in apps.get_model("ballots", "SecondCheck").objects.exclude(seed="").order_by("-pk"):
        taken = seeds.objects.filter(poll_id=check.poll_id)
        if not taken.filter(turn=check.turn).exists() and not taken.filter(seed=check.seed).exists():
            seeds.objects.create(id=uuid7(), poll_id=check.poll_id, turn=check.turn, seed=check.seed, origin=ORIGIN)


class Migration(migrations.Migration):
    dependencies = [("ballots", "0019_called_ballots")]

    operations = [migrations.RunPython(keep_seeds, migrations.RunPython.noop)]
