"""Which passages may answer: encoding, storing and searching them. Imports corpus only."""
