"""Explore and Play in the browser: the what-if page and the training game.

Needs the extra ``app``. Everything is served from this machine; no page asks anybody else.
"""
