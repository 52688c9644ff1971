"""The web application: uploads, the drawn form, findings, corrections. Django lives here and only here."""
