"""The Excel add-in: VBA modules, ribbon, help and the .xlam that holds them."""
