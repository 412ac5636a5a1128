"""Guards the direction of imports, one window per vendor, and a light start."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = {
    "corpus": {"corpus"},
    "index": {"corpus", "index"},
    "assistant": {"corpus", "index", "assistant"},
    "ui": {"assistant"},
}
DOORS = {"assistant.cli"}  # starts the chat; nobody else may know of ui

# A vendor's package, and the files that may import it.
WINDOWS = {
    "babel": {"assistant.currencies"},
    "chromadb": {"index.store"},
    "gradio": {
        "ui",
        "assistant.web.chat",
        "assistant.web.pages",
        "assistant.web.pages.figures_page",
        "assistant.web.pages.head",
        "assistant.web.pages.sources_page",
    },
    "langchain": {"assistant.model.chat", "assistant.model.prompts"},
    "langchain_core.language_models": {"assistant.model.chat", "assistant.model.prompts"},
    "langchain_core.messages": {"assistant.model.chat", "assistant.model.prompts"},
    "langchain_core.prompts": {"assistant.model.chat", "assistant.model.prompts"},
    "langchain_openai": {"assistant.model.chat"},
    "langchain_anthropic": {"assistant.model.chat"},
    "langchain_ollama": {"assistant.model.chat"},
}

# Libraries that cost a good part of a second, and the modules that may bring them when imported:
# those whose classes derive from the library's, the training of the reader, and the web server.
HEAVY = (
    "chromadb fastapi gradio huggingface_hub ir_measures langchain langchain_core onnx onnxruntime "
    "rouge_score scipy sentence_transformers sklearn tantivy torch transformers"
).split()
TOPS = {
    "assistant.reader.export": {"torch"},
    "assistant.reader.finish": {"torch"},
    "assistant.reader.model": {"torch"},
    "assistant.reader.network": {"torch"},
    "assistant.reader.train": {"torch"},
    "assistant.runnable": {"langchain_core"},
    "assistant.web.chat": {"gradio"},
    "assistant.web.pages.figures_page": {"gradio"},
    "assistant.web.pages.head": {"gradio"},
    "assistant.web.pages.sources_page": {"gradio"},
    "index.retriever": {"langchain_core"},
    "ui": {"fastapi"},
}


SERVER = ("assistant.api.", "assistant.web.", "assistant.widget.")  # routes need their types


def _tops(module: str) -> set[str]:
    return TOPS.get(module, {"fastapi"} if module.startswith(SERVER) else set())


def _modules() -> Iterator[tuple[str, ast.Module]]:
    paths = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    for path in [*paths, ROOT / "ui.py"]:
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        yield name, ast.parse(path.read_text(encoding="utf-8"), path.name)


MODULES = dict(_modules())


def _imported(tree: ast.AST) -> Iterator[str]:
    """The dotted names that are imported anywhere in the tree, those in functions included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: write the whole name, not a relative one"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            yield from (str(a.value) for a in node.args if isinstance(a, ast.Constant))


def _top_imports(tree: ast.Module) -> set[str]:
    """The packages that are imported when the module is."""
    statements = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    return {name.split(".")[0] for statement in statements for name in _imported(statement)}


@pytest.mark.parametrize("module", MODULES)
def test_imports_only_go_down(module: str) -> None:
    allowed = ROOMS[module.split(".")[0]] | ({"ui"} if module in DOORS else set())
    ours = {name.split(".")[0] for name in _imported(MODULES[module])} & set(ROOMS)
    assert ours <= allowed


@pytest.mark.parametrize("vendor", WINDOWS)
def test_one_window_per_vendor(vendor: str) -> None:
    users = {
        module
        for module, tree in MODULES.items()
        if any(f"{name}.".startswith(f"{vendor}.") for name in _imported(tree))
    }
    assert users <= WINDOWS[vendor]


def test_heavy_libraries_are_imported_where_they_are_used() -> None:
    tops = {module: _top_imports(tree) & set(HEAVY) for module, tree in MODULES.items()}
    assert {m: found for m, found in tops.items() if not found <= _tops(m)} == {}


def test_importing_everything_imports_no_heavy_library() -> None:
    light = [m for m in MODULES if not _tops(m) and not m.endswith("__main__")]
    code = (
        "import importlib, json, sys\n"
        "brought = {}\n"
        f"for name in {light}:\n"
        "    importlib.import_module(name)\n"
        f"    for heavy in {HEAVY}:\n"
        "        if heavy in sys.modules:\n"
        "            brought.setdefault(heavy, name)\n"
        "print(json.dumps(brought))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {}
