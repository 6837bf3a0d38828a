"""The command `caucasus` and what it prints."""
