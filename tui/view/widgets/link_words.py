"""Words for what a look at an address met. Pure."""

from __future__ import annotations

from datetime import datetime

from tui.model import LinkCheck
from tui.text.dates import since


def checked(check: LinkCheck) -> str:
    """What a look at an address met, in a few words."""
    where = f" to {check.final_url}" if check.final_url else ""
    status = f" (answer {check.status})" if check.status >= 400 else ""
    match check.verdict:
        case "alive":
            return f"alive{f', leads{where}' if where else ''}"
        case "moved":
            return f"moved for good{where}"
        case "soft dead":
            return f"gone: it leads{where or ' to a page that says so'}"
        case "dead" | "dead host":
            return "gone" if check.verdict == "dead" else "gone, with its whole site"
    if check.status == 0:
        return "no such site was found; look again in a day to be sure"
    if check.status in (404, 410):
        return f"nothing was found{status}; look again in a day to be sure"
    return f"not known: it does not answer programs{status}"


def looked(check: LinkCheck, now: datetime) -> str:
    """When the look was: "just now", "3h ago", "on 25 Jul"."""
    return since(datetime.fromtimestamp(check.when, now.tzinfo), now)
