"""The floor plans of the building: read from programm/raumplan.yml, checked, searched for ways, put into words."""
