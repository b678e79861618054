"""The dashboard: thin pages over the marts."""
