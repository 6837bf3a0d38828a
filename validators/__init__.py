"""What may be said: the rules, and the check that applies them."""
