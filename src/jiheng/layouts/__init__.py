"""A layout says how a form is printed. It is data and works in both directions: Document to Form, Form to Drawing."""
