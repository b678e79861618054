"""The warehouse: one DuckDB file, built from deliveries, published in one step and read without blocking."""
