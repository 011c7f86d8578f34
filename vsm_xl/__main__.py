"""Runs the command line as ``python -m vsm_xl``."""

import sys

from vsm_xl.cli import main

if __name__ == "__main__":
    sys.exit(main())
