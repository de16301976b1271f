"""Changes of the programme as requests: for the programme API and the forms of the Programmbüro alike."""
