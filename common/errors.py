"""The one exception for bad input: the command line prints it and exits with code 2, without a traceback."""


class InputError(ValueError):
    """Something the user gave is unusable.

    The message names the place (file, line, key or row), says what is wrong there and what to do.
    """
