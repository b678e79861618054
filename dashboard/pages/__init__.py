"""The pages: one file, one question. A new file here is a new page; it needs ORDER, NAME, show() and its words."""
