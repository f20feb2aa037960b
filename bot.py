"""The one way in: `python bot.py --help`."""

import sys

from bot.commands.main import main

if __name__ == "__main__":
    sys.exit(main())
