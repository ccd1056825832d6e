"""`broadsheet`: chooses a front end and imports only that one."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """The command `broadsheet`. Ends the process with one of the exit codes of `tui.core.exits`."""
    try:
        sys.exit(_run(sys.argv[1:]))
    except KeyboardInterrupt:
        # While modules are still being imported; from there on the front ends catch it themselves.
        sys.exit(130)


def _run(words: list[str]) -> int:
    from tui.cli.words import command_words, plain_sources

    if (command := command_words(words)) is not None:
        from tui.cli.commands import run

        return run(command)
    # Nothing made before the first paint is garbage: collecting costs 15-30 ms of 200. The app turns it on again.
    gc.disable()
    sources, library = words, None
    if not plain_sources(words):
        from tui.cli.arguments import parse_reader  # argparse: 8 ms

        options = parse_reader(words)
        sources, library = options.sources, options.library
    from tui.cli.starting import reader_sources
    from tui.core.exits import exit_code
    from tui.errors import BroadsheetError

    try:
        sources = reader_sources(sources)
    except BroadsheetError as error:
        from tui.cli.output import talk

        talk(str(error))
        return exit_code(error)
    from tui.view.start import read

    return read(sources, library)


if __name__ == "__main__":
    main()
