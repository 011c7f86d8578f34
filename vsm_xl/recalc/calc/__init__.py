"""The second engine: everything that drives LibreOffice Calc."""
