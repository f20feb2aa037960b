"""The one way in: `python bot.py --help`."""

import sys

from bot.app import main

if __name__ == "__main__":
    sys.exit(main())
