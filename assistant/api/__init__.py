"""The HTTP doors beside the chat: what they share, the JSON API, and how they are put together."""
