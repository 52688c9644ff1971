"""How people write numbers, money, dates and codes. Pure functions of text; no knowledge of forms."""
