"""The extractive reader: does this passage answer the question, with which span, how surely."""
