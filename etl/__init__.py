"""Loading: readers, layouts, contracts, deliveries and the command line."""

import os

# polars takes its memory through jemalloc. With huge pages a file of a million rows costs a third less time in the kernel; this
# has to be said before polars is imported, and what the environment says goes first.
os.environ.setdefault("_RJEM_MALLOC_CONF", "thp:always")
