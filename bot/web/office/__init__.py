"""The programme office: changes of the day in the browser."""
