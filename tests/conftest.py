"""What holds for every test."""

from __future__ import annotations

import signal

from hypothesis import settings

# A script that runs the tests beside itself (`make test &`) has them ignore SIGINT, and so would the programs that they
# start and send ctrl+c to.
signal.signal(signal.SIGINT, signal.default_int_handler)

# How long an example takes depends on what else the machine does.
settings.register_profile("unhurried", settings.default, deadline=None)
settings.load_profile("unhurried")
