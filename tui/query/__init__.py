"""The search language: text in, a tree of frozen values out. Knows neither SQL nor the screen (docs/search.md)."""

from __future__ import annotations

from tui.query.fields import FIELDS, Choice, Field
from tui.query.nodes import Fault, Node, Query, leaves
from tui.query.parser import parse

__all__ = ["FIELDS", "Choice", "Fault", "Field", "Node", "Query", "leaves", "parse"]
