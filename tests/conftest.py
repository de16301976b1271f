"""What holds for all tests: nobody's own settings count, and a busy machine is no fault."""

from __future__ import annotations

import os
import signal

from hypothesis import HealthCheck, settings

from bot.cli.test import forget_settings

settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")
forget_settings(os.environ)
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # children inherit what nohup sets: they would not end with their terminal
