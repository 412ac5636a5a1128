"""From found spans to sentences with markers: quotes, lists, sums, disagreement, refusals."""
