"""The labelled sets, one file each: how their rows are read, and the figures counted over them."""
