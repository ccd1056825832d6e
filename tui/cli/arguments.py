"""What the command line accepts. Parses only."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from tui import __version__

SORTS = ("time", "oldest", "first", "heat", "outlets", "quality", "relevance")

EXIT_CODES = """exit codes:
  0  done                        3  some inputs are bad (their stories are left out)
  1  nothing found               4  the network failed
  2  the command is wrong        5  the library cannot be used
"""

EPILOG = f"""commands (broadsheet COMMAND --help tells more):
  list      print stories              add       add sources to the library
  search    print what a search finds  remove    remove one; your marks stay
  show      print one story            sources   list them
  open      open one in the browser    sync      look for new stories in them
  export    write stories to a file    rules     list your rules, or try them
  doctor    check the installation, the terminal and the library

{EXIT_CODES}"""

_TAKING_QUERIES = ("search", "export")


class _Parser(argparse.ArgumentParser):
    """argparse without abbreviated options: a script that says --lim must not come to mean something else one day."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter, **options)


def parse_command(words: Sequence[str]) -> argparse.Namespace:
    """`broadsheet COMMAND …`; `words` begin with the command. Ends the process with code 2 where they are wrong."""
    if words[0] in _TAKING_QUERIES:
        # argparse takes a word with a blank in it for no option, and a search does not mind the blank.
        words = [f" {word}" if _excludes(word) else word for word in words]
    return command_parser().parse_args(words)


def parse_reader(words: Sequence[str]) -> argparse.Namespace:
    """`broadsheet [SOURCE…]`. Ends the process with code 2 where the words are wrong."""
    return reader_parser().parse_args(words)


def reader_parser() -> argparse.ArgumentParser:
    """`broadsheet [SOURCE…]`."""
    parser = _Parser(
        prog="broadsheet",
        usage="broadsheet [--library PATH] [SOURCE ...]\n       broadsheet COMMAND ...",
        description="Read clustered news in the terminal: one row per event, every outlet's report beside it.",
        epilog=EPILOG,
    )
    parser.add_argument(
        "sources", nargs="*", metavar="SOURCE", help="folder or file of stories; none: the whole library"
    )
    _library(parser)
    parser.add_argument("--version", action="version", version=f"broadsheet {__version__}")
    return parser


def command_parser() -> argparse.ArgumentParser:
    """`broadsheet COMMAND …`."""
    parser = _Parser(prog="broadsheet", epilog=EXIT_CODES)
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)

    def command(name: str, about: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=about, description=about, epilog=EXIT_CODES)
        _library(made)
        return made

    listing = command("list", "Print stories, newest first.")
    listing.add_argument("sources", nargs="*", metavar="SOURCE", help="only these sources; '-' reads them from stdin")
    _stories(listing)
    search = command("search", "Print the stories that a search finds; docs/search.md describes the language.")
    search.add_argument(
        "query",
        nargs="+",
        metavar="QUERY",
        help="as in the search bar, or a saved search's name; '-' reads it from stdin",
    )
    search.add_argument("--source", action="append", default=[], metavar="SOURCE", help="only this source")
    search.add_argument("--count", action="store_true", help="print only how many")
    _stories(search)
    show = command("show", "Print one story with its coverage.")
    _story(show)
    show.add_argument("--json", action="store_true", help="one JSON object")
    opening = command("open", "Open a story in the browser.")
    _story(opening)
    opening.add_argument(
        "--report", type=_natural, metavar="N", help="open report N, as 'show' numbers them, instead of the lead"
    )
    opening.add_argument("--amp", action="store_true", help="open the AMP copy")
    opening.add_argument("--print", action="store_true", help="print the address instead")
    export = command("export", "Write stories as Markdown or as JSON lines.")
    export.add_argument(
        "what", nargs="+", metavar="QUERY|STORY", help="a search, or stories as for show; '-' reads them from stdin"
    )
    export.add_argument("--format", choices=("md", "json"), default="md", help="Markdown if not said")
    export.add_argument("-o", "--output", metavar="FILE", help="write to this file; '-' is stdout, as if not said")
    add = command("add", "Add sources to the library and look through them.")
    add.add_argument(
        "sources",
        nargs="+",
        metavar="SOURCE",
        help="folder or file of stories, address of a feed, a page or a site, list of feeds (OPML);"
        " '-' reads them from stdin",
    )
    add.add_argument("--topic", action="append", default=[], metavar="TOPIC", help="give its stories this topic, too")
    add.add_argument("--repository", metavar="URL", help="the git repository of the site")
    add.add_argument(
        "--allow-private",
        action="append",
        type=_place,
        default=[],
        metavar="HOST:PORT",
        help="it may be fetched from there although that is not public",
    )
    add.add_argument("--yes", action="store_true", help="keep what is found without asking")
    remove = command("remove", "Remove sources, and what the library has of them. Folders and your marks stay.")
    remove.add_argument(
        "sources", nargs="+", metavar="SOURCE", help="as 'sources' prints it; '-' reads them from stdin"
    )
    sources = command("sources", "List the library's sources.")
    doing = sources.add_mutually_exclusive_group()
    doing.add_argument("--json", action="store_true", help="one JSON object per line")
    doing.add_argument("--opml", action="store_true", help="the feeds as a list for other readers (OPML)")
    doing.add_argument("--pause", nargs="+", metavar="SOURCE", help="ask these for nothing new until they are resumed")
    doing.add_argument("--resume", nargs="+", metavar="SOURCE", help="ask these again")
    sync = command("sync", "Look for new, changed and deleted stories in the sources, also over the network.")
    sync.add_argument("sources", nargs="*", metavar="SOURCE", help="only these; '-' reads them from stdin")
    sync.add_argument("--json", action="store_true", help="one JSON object")
    rules = command("rules", "List the rules of config.toml.")
    rules.add_argument("--test", action="store_true", help="print what each rule would do to which stories; do nothing")
    rules.add_argument("--json", action="store_true", help="one JSON object per line")
    doctor = command("doctor", "Check paths, versions, the terminal and the library.")
    doctor.add_argument("--json", action="store_true", help="one JSON object")
    return parser


def _library(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--library", metavar="PATH", help="folder of the library (or set BROADSHEET_LIBRARY)")


def _story(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "story",
        metavar="STORY",
        help="its id (or the start of it), or the URL or file of one of its articles; '-' reads it from stdin",
    )


def _stories(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object per line (docs/command-line.md)")
    parser.add_argument("--limit", type=_natural, metavar="N", help="at most N stories")
    parser.add_argument("--sort", choices=SORTS, help="newest first if neither this nor the search says")


def _natural(text: str) -> int:
    if not text.strip().isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("must be a whole number from 1")
    return int(text)


def _place(text: str) -> str:
    host, _, port = text.strip().lower().rpartition(":")
    if not host or not port.isdecimal() or not host.isprintable() or "/" in host or " " in host:
        raise argparse.ArgumentTypeError("must be a host with its port, such as nas.home.example:8080")
    return f"{host}:{int(port)}"


def _excludes(word: str) -> bool:
    """A word such as -video, which a search leaves out; -h and export's -o are none."""
    return word[:1] == "-" and len(word) > 1 and word[1] != "-" and word not in ("-h", "-o")
