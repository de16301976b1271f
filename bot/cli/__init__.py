"""One file a command of ./messelotse."""
