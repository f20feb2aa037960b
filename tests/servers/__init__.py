"""Servers that the tests start for themselves, and the databases on them."""
