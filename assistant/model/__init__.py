"""Chat models: one window on LangChain's model side, with patience and plain errors."""
