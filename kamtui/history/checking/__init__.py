"""Does a history keep the contract: what breaks it, what is doubtful, what is old or missing."""
