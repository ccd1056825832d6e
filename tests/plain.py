"""Values as plain ones, to be compared with what stands in a JSON file."""

from __future__ import annotations

from typing import Any


def as_dict(value: Any) -> Any:
    """A named tuple as the dictionary of its fields, and so everything in it; anything else as it is."""
    if hasattr(value, "_asdict"):
        return {name: as_dict(each) for name, each in value._asdict().items()}
    return tuple(map(as_dict, value)) if isinstance(value, tuple) else value
