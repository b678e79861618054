"""The steps from a sheet of text cells to accepted rows; ``etl.reading`` puts them together."""
