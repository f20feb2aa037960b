"""The case store on SQLAlchemy Core: SQLite in one file, or PostgreSQL, by the same statements.

Nothing in here knows a trial, a screen or a language.

sql        the way in: `open_store`; one transaction puts together updates, cases, people, log, outbox, reminders and
           subjects, which share a part; rows: cases as they are read; forget drops what is needed no more; crew: who
           else sends from here
tables     the tables; columns: the types of their columns; migrations lead to them: migrate, by steps (alembic)
engine     durable commits, errors that can be told apart; postgres: what its sessions are told; session: one of them,
           which does not wait without end; lookout: looks for a database that cannot be used
chain      each entry carries the hash of the one before; verify checks that, check looks before the start
vault      what is said of patients is locked; locks: the keys in a transaction; rotate: another master key
backup     a copy while the bot runs; restore puts it in the database's place
"""
