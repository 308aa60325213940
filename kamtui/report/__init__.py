"""Pages for people: what the portfolio says of an account, in words, tables and charts."""
