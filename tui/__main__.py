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
    # Nothing made before the first paint, and nothing that a command prints, is garbage: looking for some costs 15-30 ms
    # of the reader's 200, and a fifth of printing 3,000 stories. The reader turns it on again.
    gc.disable()
    from tui.cli.arguments import command_words, parse_reader

    if (command := command_words(words)) is not None:
        from tui.cli.commands import run

        return run(command)
    from tui.cli.output import talk
    from tui.cli.starting import reader_sources
    from tui.core.exits import exit_code
    from tui.errors import BroadsheetError

    options = parse_reader(words)
    try:
        sources = reader_sources(options.sources)
    except BroadsheetError as error:
        talk(str(error))
        return exit_code(error)
    from tui.view.start import read

    return read(sources, options.library)


if __name__ == "__main__":
    main()
