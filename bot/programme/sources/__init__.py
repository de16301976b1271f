"""Where the programme comes from: our YAML files, or a schedule that another tool publishes."""
