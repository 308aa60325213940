"""What the views beside the queue show: the coming days, and the groups not yet bought."""
