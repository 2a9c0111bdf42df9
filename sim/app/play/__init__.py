"""Play in the browser: alone, or a class of rooms that a facilitator leads.

A *classroom* has a code and a host key and holds one or more *rooms*; a room is a market of up to
six teams with a game and a log of its own. Rooms of a classroom are the same market with the same
luck, so teams on the same seat in different rooms are comparable, as in duplicate bridge.
"""
