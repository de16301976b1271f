"""The fair as messe.yml describes it: its days, rooms, contacts and emergency numbers, and its clock."""
