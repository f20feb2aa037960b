"""The steps that lead from an empty database to `bot.store.tables`, one file each in `versions/`.

To change the schema: change `tables.py`, run the store's tests (they print what is missing), write the next file by
hand. A step never imports `tables.py`, which moves on. On SQLite a batch that rebuilds `entries` must put its triggers
back. `env` is what alembic calls.
"""
