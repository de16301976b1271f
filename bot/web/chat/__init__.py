"""The chat: its API, the delivery of messages, pushed changes, the widget."""
