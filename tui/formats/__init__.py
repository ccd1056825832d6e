"""Bytes of a source in, model values and problems out. Never raises for what an input holds; the only door to yaml."""
