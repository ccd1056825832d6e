"""How long what happens at once may take where several tests run beside one another on a busy machine."""

SOON = 2.0
"""Seconds. It takes 0.3 at most where nothing else goes on, and far more than this where something is waited for."""
