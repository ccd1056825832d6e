"""Broadsheet: a keyboard-driven terminal reader for clustered news."""

__version__ = "0.1.0"
