from __future__ import annotations

from collections.abc import Iterator

import pytest
from loopback import Loopback, serving


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    with serving() as server:
        yield server
