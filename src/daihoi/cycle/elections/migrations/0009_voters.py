"""A new committee that votes is named, and its base computed from its members."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F


def name_voters(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """So far the committee that voted was the one from among which it voted."""
    apps.get_model("elections", "Contest").objects.filter(by_committee=True).update(voters=F("among"))


class Migration(migrations.Migration):

    dependencies = [
        ("elections", "0008_recheck_steps"),
    ]

    operations = [
        migrations.AddField(
            model_name="contest",
            name="voters",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="votes_held",
                to="elections.contest",
                verbose_name="ban mới bầu",
            ),
        ),
        migrations.AddField(
            model_name="contest",
            name="moved_away",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="chuyển sinh hoạt tạm thời, không dự"),
        ),
        migrations.AddField(
            model_name="contest",
            name="suspended",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="bị đình chỉ, khởi tố, truy tố, tạm giam"),
        ),
        migrations.RunPython(name_voters, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="contest", name="elections_committee_is_named"),
        migrations.RemoveField(model_name="contest", name="by_committee"),
        migrations.AddConstraint(
            model_name="contest",
            constraint=models.CheckConstraint(
                condition=models.Q(("voters__isnull", False), models.Q(("moved_away", 0), ("suspended", 0)), _connector="OR"),
                name="elections_members_off_of_a_committee",
            ),
        ),
    ]
