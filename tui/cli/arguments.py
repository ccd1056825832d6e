"""What the command line accepts. Parses only."""

from __future__ import annotations

import argparse

from tui import __version__

COMMANDS = ("list", "show", "search", "open", "add", "remove", "sources", "sync", "doctor")
"""The first word that makes it a command; any other is a source for the reader (write ./list for a folder list)."""

EXIT_CODES = """exit codes:
  0  done                      3  some inputs are bad (their stories are left out)
  1  nothing found             4  the network failed
  2  the command is wrong      5  the library cannot be used
"""

OPEN_HELP = f"""commands (broadsheet COMMAND --help tells more):
  list      print stories           add       add a folder to the library
  search    print what a search finds   remove    remove one; your marks stay
  show      print one story         sources   list them
  open      open one in the browser   sync      look for new stories in them
  doctor    check the installation and the library

{EXIT_CODES}"""


def reader_parser() -> argparse.ArgumentParser:
    """`broadsheet [SOURCE…]`."""
    parser = argparse.ArgumentParser(
        prog="broadsheet",
        description="Read clustered news in the terminal: one row per event, every outlet's report beside it.",
        epilog=OPEN_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "sources", nargs="*", metavar="SOURCE", help="folder or file of stories; none: the whole library"
    )
    _library(parser)
    parser.add_argument("--version", action="version", version=f"broadsheet {__version__}")
    return parser


def command_parser() -> argparse.ArgumentParser:
    """`broadsheet COMMAND …`."""
    parser = argparse.ArgumentParser(prog="broadsheet", epilog=EXIT_CODES)
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name: str, about: str) -> argparse.ArgumentParser:
        made = commands.add_parser(
            name, help=about, description=about, epilog=EXIT_CODES, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        _library(made)
        return made

    listing = command("list", "Print stories, newest first.")
    listing.add_argument("sources", nargs="*", metavar="SOURCE", help="only these sources; '-' reads them from stdin")
    _stories(listing)
    search = command("search", "Print the stories that a search finds; docs/search.md describes the language.")
    search.add_argument("query", nargs="+", metavar="QUERY", help="as in the search bar; '-' reads it from stdin")
    search.add_argument("--source", action="append", default=[], metavar="SOURCE", help="only this source")
    search.add_argument("--count", action="store_true", help="print only how many")
    _stories(search)
    show = command("show", "Print one story with its coverage.")
    show.add_argument(
        "story", metavar="STORY", help="its id (or the start of it), or the URL or file of one of its articles"
    )
    show.add_argument("--json", action="store_true", help="one JSON object")
    opening = command("open", "Open a story in the browser.")
    opening.add_argument("story", metavar="STORY", help="as for show")
    opening.add_argument("--report", type=int, metavar="N", help="open report N of its coverage instead of the lead")
    opening.add_argument("--amp", action="store_true", help="open the AMP copy")
    opening.add_argument("--print", action="store_true", help="print the address instead")
    add = command("add", "Add folders or files to the library.")
    add.add_argument(
        "sources", nargs="+", metavar="SOURCE", help="folder or file of stories; '-' reads them from stdin"
    )
    remove = command("remove", "Remove sources from the library. Their files and your marks stay.")
    remove.add_argument("sources", nargs="+", metavar="SOURCE", help="as 'sources' prints it")
    sources = command("sources", "List the library's sources.")
    sources.add_argument("--json", action="store_true", help="one JSON object per line")
    sync = command("sync", "Look for new, changed and deleted stories in the sources.")
    sync.add_argument("sources", nargs="*", metavar="SOURCE", help="only these")
    sync.add_argument("--json", action="store_true", help="one JSON object")
    doctor = command("doctor", "Check paths, versions, the terminal and the library.")
    doctor.add_argument("--json", action="store_true", help="one JSON object")
    return parser


def _library(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--library", metavar="PATH", help="folder of the library (or set BROADSHEET_LIBRARY)")


def _stories(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object per line (docs/command-line.md)")
    parser.add_argument("--limit", type=int, metavar="N", help="at most N stories")
    parser.add_argument(
        "--sort",
        choices=("time", "oldest", "heat", "outlets", "quality", "relevance"),
        default="time",
        help="newest first if not said",
    )
