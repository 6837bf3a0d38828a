"""What the ledger says: records that people edit, the tables made of them, and the frozen releases."""
