"""The crash loop: a load with a ledger, a nemesis, and a checker that shares no code with the product."""
