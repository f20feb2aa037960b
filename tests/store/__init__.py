"""The store on real databases: every test on SQLite and on PostgreSQL, but for what is so on one of them only."""
