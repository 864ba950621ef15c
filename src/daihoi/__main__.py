"""`python -m daihoi` is the command line."""

import sys

from daihoi.cli.main import main

sys.exit(main())
