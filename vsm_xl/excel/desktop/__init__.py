"""Installation of the add-in on a Windows computer."""
