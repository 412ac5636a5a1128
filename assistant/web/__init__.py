"""The web page's parts that know nothing of Gradio: rendering, the guard, the server."""
