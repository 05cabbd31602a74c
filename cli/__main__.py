"""`python -m verisieve.cli`: the same as `verisieve`."""

import sys

from . import main

if __name__ == "__main__":
    sys.exit(main())
