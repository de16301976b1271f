"""The processes of one installation and the model they run on."""
