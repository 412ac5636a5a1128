"""What we tell the person: question in, checked and cited Answer out. Imports index and corpus."""
