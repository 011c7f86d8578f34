"""The version of the software, in the one place that everything else reads it from."""

__version__ = "0.2.0"
#: The version of the template.  It changes when a sheet does, so that returns filled with one release
#: are read by the next as long as the sheets stay.
TEMPLATE_VERSION = "0.2"
