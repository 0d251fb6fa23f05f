"""No test reads or leaves anything in the user's own folder of kept results, and none is judged by the clock."""

from __future__ import annotations

import os

from hypothesis import settings

os.environ["MEDRULES_CACHE"] = "off"
settings.register_profile("no clock", deadline=None)
settings.load_profile("no clock")
