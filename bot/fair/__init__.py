"""The fair of messe.yml: its days, rooms, contacts, emergency numbers, and its clock."""
