"""`python -m api` is `papergraph`."""

import sys

from api.cli import main

sys.exit(main())
