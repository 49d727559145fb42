"""An invented population that gives every published figure: to try the product on, and to hold it to the publications.

Nothing in it is real but the counts that were published. Every study in it is marked as synthetic. The same seed
gives the same bytes.
"""
