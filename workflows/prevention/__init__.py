"""Prevention behind its acts: tags, traces, sentinel's links, what the night reminds of."""
