"""Reading numbers in text: digits and their marks, words, scales, units, what stands together."""
