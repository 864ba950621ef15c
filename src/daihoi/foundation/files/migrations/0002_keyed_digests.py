from django.db import migrations

from daihoi.foundation.files.services import keyed_digest


def key_digests(apps, schema_editor):
    """Keep of sealed files a digest under their key only; of those whose key was destroyed, that of the sealed bytes."""
    for stored in apps.get_model("files", "StoredFile").objects.filter(key__isnull=False).select_related("key").iterator():
        stored.digest = stored.stored_digest if stored.key.wrapped is None else keyed_digest(stored.digest, stored.key)
        stored.save(update_fields=["digest"])


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial")]

    operations = [migrations.RunPython(key_digests)]
