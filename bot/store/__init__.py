"""The case store on SQLAlchemy Core: SQLite in one file, or PostgreSQL, by the same statements.

The way in is `sql.open_store`; `migrate.migrate` brings a database up to date (`steps` is the only user of alembic),
`verify` checks the records. Nothing in here knows a trial, a screen or a language.
"""
