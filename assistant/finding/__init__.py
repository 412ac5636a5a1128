"""Which span of which passage answers, and how sure that is."""
