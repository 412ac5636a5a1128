"""Turns off what the libraries beneath us would send home. Called before they are imported."""

from __future__ import annotations

import os

# Several of these are read once, when the library is imported, so a later call has no effect.
_OFF = {
    # onnxruntime 1.29 and later: a device id, the model and the session's timings to Microsoft.
    "ORT_DISABLE_TELEMETRY": "1",
    "GRADIO_ANALYTICS_ENABLED": "False",  # compared with "True"; the version check hangs on it too
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_UPDATE_CHECK": "1",
    "ANONYMIZED_TELEMETRY": "False",  # Chroma's name for it
    "LANGSMITH_TRACING": "false",
}


def quiet(*, hub: bool = True) -> None:
    """Sets the switches in this process's environment, for it and for its children.

    ``hub`` is False once it is known that no model comes from the Hugging Face hub: then the hub's
    client is told to stay offline as well. A variable that a person has set keeps its value.
    """
    switches = _OFF if hub else {**_OFF, "HF_HUB_OFFLINE": "1"}
    for name, value in switches.items():
        os.environ.setdefault(name, value)
