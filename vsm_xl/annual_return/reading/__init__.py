"""Reading a return: identity, inputs, results, stored values, audit trail."""
