"""A hold that is open when this is applied stops the votes of its congress."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ORDER = ("reported", "answered", "resumed")


def stop_votes(apps: Apps, editor: BaseDatabaseSchemaEditor | None) -> None:
    """Mark the votes of open holds; who recorded the stop stands in the journal, where the row does not say it."""
    step, poll, entry = (apps.get_model(*name) for name in (("elections", "HoldStep"), ("ballots", "Poll"), ("journal", "Entry")))
    for stop in step.objects.filter(step="stopped"):
        done = set(step.objects.filter(congress=stop.congress_id, hold=stop.hold).values_list("step", flat=True))
        told = entry.objects.filter(
            act="elections.hold_step_recorded", object=f"elections.contest:{stop.contest_id}", facts__hold=stop.hold, facts__step="stopped"
        )
        by = stop.recorded_by_id or told.values_list("actor", flat=True).first()
        if "resumed" not in done and by:
            awaited = next(each for each in ORDER if each not in done)
            votes = poll.objects.filter(contest_row__congress=stop.congress_id, awaited="")
            votes.update(stopped_by=by, stopped_at=stop.recorded_at, awaited=awaited)


class Migration(migrations.Migration):

    dependencies = [
        ("elections", "0009_voters"),
        ("ballots", "0019_called_ballots"),
        ("journal", "0002_unit_index"),
    ]

    operations = [migrations.RunPython(stop_votes, migrations.RunPython.noop)]
