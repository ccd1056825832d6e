"""`broadsheet`: chooses a front end and imports only that one."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """The command `broadsheet`. Ends the process with one of the exit codes of `tui.cli.arguments`."""
    words = sys.argv[1:]
    from tui.cli.arguments import COMMANDS, reader_parser

    if words and words[0] in COMMANDS:
        from tui.cli.commands import run

        sys.exit(run(words))
    # Nothing made before the first paint is garbage: collecting costs 15-30 ms of 200. The app turns it on again.
    gc.disable()
    options = reader_parser().parse_args(words)
    from tui.view.start import read

    sys.exit(read(options.sources, options.library))


if __name__ == "__main__":
    main()
