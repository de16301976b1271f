"""The HTTP API by which organisers and the action server read and change the programme."""
