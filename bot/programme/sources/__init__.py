"""Sources of the programme: our own YAML files, or a schedule that another tool publishes."""
