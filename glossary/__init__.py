"""Who is who, and how each language spells them."""
