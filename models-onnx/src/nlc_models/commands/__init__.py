"""The command line, one module a command, imported only when that command is called.

Each module has SUMMARY (one line), arguments(parser) and run(args). May import everything.
"""
