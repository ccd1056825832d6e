"""Folding articles into stories: which reports tell one event, why, and what their coverage looks like.

Pure: values in, values out; it keeps nothing on disk and reads no clock.
"""
