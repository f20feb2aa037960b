"""Where people (and files) talk to the desk: one module per channel, each the only user of its library."""
