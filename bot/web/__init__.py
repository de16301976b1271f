"""The only process that outside clients reach: pages, chat API, programme service."""
