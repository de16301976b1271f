"""The floor plans of the building: read from programm/raumplan.yml, checked, walked through, put into words."""
