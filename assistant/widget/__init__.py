"""The widget: one script tag that puts the chat on another site's page."""
