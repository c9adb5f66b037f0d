"""Progress on a terminal or in a log."""

import sys
import time


class Progress:
    """One line of progress on standard error: rewritten on a terminal, else a new line every ten seconds at most."""

    def __init__(self) -> None:
        self.terminal, self.last, self.begin = sys.stderr.isatty(), 0.0, time.time()

    def __call__(self, text: str) -> None:
        """Show the text."""
        now = time.time()
        if self.terminal:
            print(f"\r\033[K{text} ({now - self.begin:.0f}s)", end="", file=sys.stderr, flush=True)
        elif now - self.last >= 10:
            print(f"{text} ({now - self.begin:.0f}s)", file=sys.stderr, flush=True)
            self.last = now

    def done(self) -> None:
        """Take the line away."""
        if self.terminal:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
