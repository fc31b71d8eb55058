"""What scripts/run, scripts/check and the Python tests share. Standard library only: it runs before anything else is installed."""
