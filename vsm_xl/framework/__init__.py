"""What the framework says, as dated cited data: figures, sources and range tables."""
