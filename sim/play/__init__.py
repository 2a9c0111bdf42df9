"""The game: people play vendors of a market, quarter by quarter; no web in it.

from sim import Game, Move, Opening

game = Game(Opening(seats=(0,)))
game.move(0, Move(levers={"relationship_share": 0.6}))
game.advance()  # to the close: the gap is known
game.move(0, Move(levers={"concession": 0.3}, accounts={"push": {2: 1.0}}))
game.advance()
"""
