"""What some tests need beside Python: where it is missing they are skipped, loudly, or failed where that is
forbidden.
"""

import os
from typing import NoReturn

import pytest


def skip_or_fail(what: str, reason: str) -> NoReturn:
    """End the running test: failed where the environment says REQUIRE_<WHAT>=1, as in CI, else skipped."""
    variable = f"REQUIRE_{what.upper()}"
    message = f"no {what}: {reason}"
    if os.environ.get(variable) == "1":
        pytest.fail(f"{message} ({variable}=1 forbids to skip)", pytrace=False)
    pytest.skip(message)
