"""The desk on a real store, with the real trials and words."""
