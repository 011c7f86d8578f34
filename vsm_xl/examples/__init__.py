"""Published figures of a real trust, and the demo built on them."""
