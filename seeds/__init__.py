"""What was read: one JSON file a source, and the rules by which a copy of its text is recognised."""
