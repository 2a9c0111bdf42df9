"""What everything else may use: arrays, problems, intervals, words."""
