"""Names of partners: invented, the same for every team of a market."""

from __future__ import annotations

_FIRST = (
    *("Almer", "Bracken", "Corval", "Dunmar", "Elder", "Fenwick", "Garrow", "Halden"),
    *("Ister", "Jarrow", "Kelso", "Larkin", "Marlow", "Norwold", "Orrin", "Penrith"),
    *("Quilter", "Ramsey", "Selwyn", "Tarrant", "Ullswick", "Verity", "Wexcombe", "Yarrow"),
)
_LAST = ("Systems", "Consulting", "Digital", "Integration", "Networks")


def partner_name(number: int) -> str:
    """Return the name of a partner by its number in the market."""
    first = _FIRST[number % len(_FIRST)]
    turn = number // len(_FIRST)
    name = f"{first} {_LAST[number % len(_LAST)]}"
    return name if turn == 0 else f"{name} {turn + 1}"


def vendor_name(number: int) -> str:
    """Return the name of a vendor by its number, as long as its team gives it none."""
    return f"Vendor {chr(ord('A') + number)}" if number < 26 else f"Vendor {number + 1}"
