"""Sample data: the first two series as they are on record, and a programme for today.

Topics, dates, partners and hosts are facts; whoever is not known to history is
fictional, and whatever is not on record says that it is illustrative. Each block is
made once (`ledger`) and then left to whoever edits it.
"""
