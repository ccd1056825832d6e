"""Every fault Broadsheet raises on purpose; each carries a sentence for the reader and what to do next.

    BroadsheetError
     ├── UsageError             the command line or a setting asks for something that does not exist
     ├── ConfigError            config.toml cannot be used
     ├── LibraryError           the library on disk cannot be used
     │    ├── LibraryNewer      written by a newer Broadsheet
     │    ├── LibraryCorrupt    not a database any more
     │    ├── LibraryFull       no room left on the disk
     │    ├── LibraryReadOnly   the folder cannot be written
     │    └── LibraryBusy       another process holds it for too long
     ├── SourceError            a source cannot be read
     ├── NetworkError           the network did not give what was asked for
     │    ├── Refused           an address, or an answer, that Broadsheet does not go along with
     │    ├── Unreachable       no connection to the server
     │    │    └── Offline      this machine has no network at the moment
     │    ├── BadCertificate    the server cannot show that it is who it says
     │    ├── TimedOut          it took too long
     │    ├── BadStatus         the server answered with a refusal or an error of its own
     │    ├── TooLarge          the answer is larger than such an answer may be
     │    └── BadBody           the answer broke off, or is not what was asked for
     └── LinkError              a link cannot be opened
          ├── UnsafeLink        not a web address, or one that two programs would read differently
          └── NoBrowser         nothing on this machine opens links

What is wrong with one *input file* is never an exception: it is a `tui.model.Problem`, a value that is listed.
"""

from __future__ import annotations


class BroadsheetError(Exception):
    """A fault with a sentence for the reader.

    `message` says what happened; `advice` says what to do next ("" where there is nothing to do).
    """

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()


class UsageError(BroadsheetError):
    """The command line or a setting asks for something that does not exist."""


class ConfigError(BroadsheetError):
    """config.toml cannot be used."""


class LibraryError(BroadsheetError):
    """The library on disk cannot be used."""


class LibraryNewer(LibraryError):
    """The library was written by a newer Broadsheet."""


class LibraryCorrupt(LibraryError):
    """A library file is not a database any more."""


class LibraryFull(LibraryError):
    """The disk has no room left."""


class LibraryReadOnly(LibraryError):
    """The library's folder cannot be written."""


class LibraryBusy(LibraryError):
    """Another process holds the library for too long."""


class SourceError(BroadsheetError):
    """A source cannot be read."""


class NetworkError(BroadsheetError):
    """The network did not give what was asked for."""


class Refused(NetworkError):
    """An address, or an answer, that Broadsheet does not go along with."""


class Unreachable(NetworkError):
    """No connection to the server."""


class Offline(Unreachable):
    """This machine has no network at the moment."""


class BadCertificate(NetworkError):
    """The server cannot show that it is who it says."""


class TimedOut(NetworkError):
    """It took too long."""


class BadStatus(NetworkError):
    """The server answered with a refusal or an error of its own."""

    def __init__(self, message: str, advice: str = "", status: int = 0, retry_after: int | None = None) -> None:
        super().__init__(message, advice)
        self.status = status
        """The HTTP status."""
        self.retry_after = retry_after
        """Seconds for which the server wants to be left alone; None where it does not say."""


class TooLarge(NetworkError):
    """The answer is larger than such an answer may be."""


class BadBody(NetworkError):
    """The answer broke off, or is not what was asked for."""


class LinkError(BroadsheetError):
    """A link cannot be opened."""


class UnsafeLink(LinkError):
    """Not a web address, or one that two programs would read differently."""


class NoBrowser(LinkError):
    """Nothing on this machine opens links."""
