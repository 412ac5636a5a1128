"""What the articles say: reading, cleaning and splitting them. Knows nothing of the other rooms."""
