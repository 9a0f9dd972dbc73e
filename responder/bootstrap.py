"""Settings → services."""
