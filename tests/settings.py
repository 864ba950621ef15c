"""Settings of the tests: the product's own, with fast passwords, jobs at once and a data folder of their own."""

import os
import tempfile

_folder = tempfile.mkdtemp(prefix="daihoi-tests-")
os.environ.setdefault("DAIHOI_DATA_DIR", _folder)
if "DAIHOI_TEST_DATABASE_URL" in os.environ:
    os.environ["DAIHOI_DATABASE_URL"] = os.environ["DAIHOI_TEST_DATABASE_URL"]

from daihoi.settings import *  # noqa: E402, F403  (the product's settings, after the data folder is named)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
if "DAIHOI_TEST_TEMPLATE" in os.environ:  # a migrated database of PostgreSQL, made by tests/migrated.py
    DATABASES["default"]["TEST"] = {"TEMPLATE": os.environ["DAIHOI_TEST_TEMPLATE"]}  # noqa: F405
