"""Loading: readers, layouts, contracts, deliveries and the command line."""
