"""What is kept between runs lies in a folder of the tests' own, and no test is judged by the clock."""

from __future__ import annotations

import os
import tempfile

from hypothesis import settings

_KEPT = tempfile.TemporaryDirectory(prefix="medrules-tests-")
os.environ["MEDRULES_CACHE"] = _KEPT.name
settings.register_profile("no clock", deadline=None)
settings.load_profile("no clock")
