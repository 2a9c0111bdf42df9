"""What the dominant phases take as given, for the peers that stand for them."""

COLUMNS = (
    "trust", "vendor_trust", "intent", "loyalty", "discount", "live", "allied", "workshop",
    "relationship_days", "useful_time", "partner_days", "reciprocity", "disruption", "regions",
    "selling_days", "spend",
)  # fmt: skip
LEVERS = ("assessment", "focus", "threading", "contingency")
