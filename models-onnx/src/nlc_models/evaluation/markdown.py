"""Tables in Markdown."""


def table(head, rows, left=1):
    """head: a list of texts; rows: lists of as many; the first left columns are aligned to the left, the others to
    the right.
    """
    return "\n".join(f"| {' | '.join(r)} |" for r in [head, ["---"] * left + ["--:"] * (len(head) - left), *rows])
