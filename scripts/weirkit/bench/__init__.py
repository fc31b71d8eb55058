"""scripts/bench: what Weir reaches, as ratios to a ceiling that was measured in the same run."""
