"""Programme pages, the hall screen and exports."""
