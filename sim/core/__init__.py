"""What the model is made of: parameters, tables of state, worlds, luck, the quarter."""
