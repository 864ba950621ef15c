from django.db import migrations

from daihoi.foundation.files import services, shares


def halve_keys(apps, schema_editor):
    """Wrap each key that lives so that half of what opens it lies in a file beside the database."""
    for key in apps.get_model("files", "ContentKey").objects.filter(wrapped__isnull=False):
        plain = services._unseal(services._installation_key(), bytes(key.wrapped), key.pk.bytes)
        key.wrapped = services._seal(services._wrapping_key(shares.make(key.pk.hex)), plain, key.pk.bytes)
        key.save(update_fields=["wrapped"])


class Migration(migrations.Migration):
    dependencies = [("files", "0002_keyed_digests")]

    operations = [migrations.RunPython(halve_keys)]
