"""Story files as plain tuples that cross a pipe, and back. Starts no process but git's, keeps no result.

Each distinct `related` entry crosses once; after that its number does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from tui.formats.flat import FileResult, FlatArticle, FlatProblem, ReportOf, flat_article, flat_report
from tui.formats.frontmatter import Reader
from tui.model import Article
from tui.sources import folder
from tui.sources.git_command import Blobs

KEPT_SIZE = 16 * 1024 * 1024
"""Characters of distinct entries after which they are numbered anew; 3,039 real files have 4 million."""

FOLDER, REPOSITORY = "folder", "repository"
Shelf: TypeAlias = tuple[str, str]
"""FOLDER and its place, or REPOSITORY and the directory of its bare copy."""
Item: TypeAlias = tuple[str, str, int]
"""A file's name; the digest and the size of its blob where it lies in a repository."""
Sent = tuple[str, bytes, ReportOf[int] | None, tuple[FlatProblem, ...]]
"""A FileResult as it crosses the pipe: its report's `related` entries are numbers."""

Frame: TypeAlias = tuple[list[Sent], list[FlatArticle], int]
"""What one batch gave: its files; the entries that are new since the last batch; the number of the first of them."""


class Parser:
    """Files in, plain tuples out; remembers each distinct `related` entry."""

    def __init__(self) -> None:
        self._reader = Reader()
        self._numbers: dict[int, int] = {}
        self._kept: list[Article] = []
        self._size = 0
        self._blobs: Blobs | None = None

    def parse(self, shelf: Shelf, items: list[Item]) -> Frame:
        """Read and parse a source's files.

        All shelves of one parser that are repositories are the same one.
        """
        kind, place = shelf
        if kind == FOLDER:
            return self.parse_read(items, lambda name: folder.read(folder.path_of(place, name)))
        if self._blobs is None:
            self._blobs = Blobs(place)
        blobs = self._blobs
        blobs.ask([blob for _, blob, _ in items])
        return self.parse_read(items, lambda _: blobs.read())

    def parse_read(self, items: list[Item], read: Callable[[str], bytes]) -> Frame:
        """As `parse`, for what `read` gives of each item."""
        if self._size > KEPT_SIZE:
            self._numbers.clear()
            self._kept.clear()
            self._size = 0
        base = len(self._kept)
        found: list[Sent] = []
        new: list[FlatArticle] = []
        for name, _, _ in items:
            try:
                data = read(name)
            except OSError as error:
                reason = f"The file cannot be read: {error.strerror or error}."
                found.append((name, b"", None, (("", reason),)))
                continue
            parsed = self._reader.read(data, name)
            problems = tuple((problem.place, problem.reason) for problem in parsed.problems)
            report = parsed.report
            sent = None
            if report is not None:
                sent = flat_report(report, tuple([self._number(article, new) for article in report.related]))
            found.append((name, folder.digest(data), sent, problems))
        return found, new, base

    def close(self) -> None:
        """Leave the repository, if there was one."""
        if self._blobs is not None:
            self._blobs.close()

    def _number(self, article: Article, new: list[FlatArticle]) -> int:
        number = self._numbers.get(id(article))
        if number is None:
            # The article is kept so that its id() is never given to another one.
            self._numbers[id(article)] = number = len(self._kept)
            self._kept.append(article)
            flat = flat_article(article)
            new.append(flat)
            self._size += sum([len(part) for part in flat if isinstance(part, str)])
        return number


class Inbox:
    """Turns what one parser sends back into FileResults."""

    def __init__(self) -> None:
        self._entries: list[FlatArticle] = []

    def open(self, found: list[Sent], new: list[FlatArticle], base: int) -> list[FileResult]:
        entries = self._entries
        entries[base:] = new
        results = []
        for name, digest, flat, problems in found:
            report = None if flat is None else (*flat[:-1], tuple([entries[number] for number in flat[-1]]))
            results.append(FileResult(name, digest, report, problems))
        return results
