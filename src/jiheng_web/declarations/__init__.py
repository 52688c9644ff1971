"""Forms that people bring in: stored, corrected, checked, drawn and handed back."""
