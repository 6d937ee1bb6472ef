"""Where a statement comes from: titles and addresses that facts, forces, units and agreements cite.

It stands on the ground floor because every record above cites, and it cites nothing of ours.
"""
