"""Commands: one file each, found by its name. A command prints words for people, or JSON for machines."""
