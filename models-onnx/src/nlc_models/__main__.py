"""Command line: python -m nlc_models COMMAND; --help lists the commands. See README.md."""

import sys
from collections.abc import Sequence

from .commands import call


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line (that of the process by default); returns the exit code."""
    try:
        call(sys.argv[1:] if arguments is None else arguments)
    except (ValueError, OSError) as e:
        print(f"nlc_models: {e}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
