"""The page at /docs: the OpenAPI description as plain HTML, without any script."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import jinja2


def render(openapi: dict[str, Any]) -> str:
    """The page. Everything out of the description is escaped."""
    operations = [
        _operation(openapi, method, path, described)
        for path, methods in openapi["paths"].items()
        for method, described in methods.items()
    ]
    return _template().render(info=openapi["info"], operations=operations)


@cache
def _template() -> jinja2.Template:
    source = files("assistant.api").joinpath("docs.html").read_text(encoding="utf-8")
    return jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
        source
    )


def _operation(
    openapi: dict[str, Any], method: str, path: str, described: dict[str, Any]
) -> dict[str, Any]:
    body = _schema(described.get("requestBody", {}))
    return {
        "method": method.upper(),
        "path": path,
        "anchor": f"{method}-{path.strip('/').replace('/', '-').translate(_PLAIN)}",
        "summary": described.get("summary", ""),
        "description": described.get("description", ""),
        "parameters": described.get("parameters", []),
        "fields": _fields(openapi, body),
        "body": _shown(_example(openapi, body)) if body else None,
        "responses": [
            {
                "status": status,
                "description": response.get("description", ""),
                "example": _answer(openapi, response) if status.startswith("2") else None,
            }
            for status, response in described.get("responses", {}).items()
        ],
    }


_PLAIN = str.maketrans("", "", "{}")


def _schema(holder: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = holder.get("content", {}).get("application/json", {}).get("schema", {})
    return schema


def _answer(openapi: dict[str, Any], response: dict[str, Any]) -> str | None:
    for content in response.get("content", {}).values():
        if "example" in content:
            return _shown(content["example"])
    schema = _schema(response)
    return _shown(_example(openapi, schema)) if schema else None


def _shown(example: object) -> str:
    return example if isinstance(example, str) else json.dumps(example, indent=2)


def _resolved(openapi: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = openapi["components"]["schemas"][name] if name else schema
    return found


def _fields(openapi: dict[str, Any], schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Name, description and need of each field of a body."""
    resolved = _resolved(openapi, schema)
    required = resolved.get("required", [])
    return [
        {"name": name, "required": name in required, "description": held.get("description", "")}
        for name, held in resolved.get("properties", {}).items()
    ]


def _example(openapi: dict[str, Any], schema: dict[str, Any]) -> Any:
    """The schema's own example, else one made of those of its parts."""
    schema = _resolved(openapi, schema)
    if "example" in schema:
        return schema["example"]
    if schema.get("examples"):
        return schema["examples"][0]
    if "default" in schema:
        return schema["default"]
    if "properties" in schema:
        return {name: _example(openapi, held) for name, held in schema["properties"].items()}
    if "items" in schema:
        return [_example(openapi, schema["items"])]
    if "anyOf" in schema:
        return _example(openapi, schema["anyOf"][0])
    return None
