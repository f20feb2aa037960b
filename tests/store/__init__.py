"""The store on real databases: SQLite files, and PostgreSQL where TEST_DATABASE_URL names a server."""
