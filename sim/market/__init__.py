"""Who is there: populations and the worlds drawn from them."""
