"""What goes wrong in decoding."""


class NlcError(ValueError):
    """A file or pack that is not as the format says; the text names what is wrong."""
