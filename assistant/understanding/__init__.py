"""What is asked: follow-ups made to stand alone, spelling, language, the kind of answer wanted."""
