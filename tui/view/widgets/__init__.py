"""Broadsheet's own widgets: they know the model and draw it, and never reach for a service."""
