"""How an answer is written, a file a format; the values are spelled in `values` alone."""
