"""Says whether a report holds words of a query, from the report itself. Reads no library and puts nothing in order."""

from __future__ import annotations

from collections.abc import Iterable

from tui.model import Article
from tui.query.nodes import Query, Text, leaves


def says(query: Query, article: Article, topics: Iterable[str] = (), *, related: bool = False) -> bool:
    """The report by itself holds some of the words that the query wants; False where it wants none.

    `related`: it is no report of the event but one of the publisher's other links.
    That is why it is shown first among the coverage, and counted in the list: "in 3 reports".
    """
    for leaf, wanted in leaves(query.node):
        if wanted and isinstance(leaf, Text) and any(map(leaf.accepts, _of_report(leaf, article, topics, related))):
            return True
    return False


def _of_report(leaf: Text, article: Article, topics: Iterable[str], related: bool) -> Iterable[str]:
    match leaf.scope:
        case "title":
            return (article.title,)
        case "excerpt":
            return (article.excerpt,)
        case "outlet":
            return _outlet(article)
        case "domain":
            return (article.provider.domain,)
        case "topic":
            return topics
        case "any" | "lead":
            return (article.title, article.excerpt, *_outlet(article), *topics)
        case "related" if related:
            return (article.title, article.excerpt, *_outlet(article))
        case "related" | "text":
            return ()


def _outlet(article: Article) -> tuple[str, str]:
    return article.provider.name, article.provider.domain
