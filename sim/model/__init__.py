"""The model: one mechanism a file; `sim.model.quarter` puts their phases in order."""
