"""Read the source as trees: acts asked for, acts recorded, functions of services."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "daihoi"
ASKS = {"require", "can", "visible_units", "visible_placements", "roles_with", "unit_for", "top_placements", "Door"}


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def modules(*folders: str) -> list[Path]:
    """All modules below folders of the package, migrations left out."""
    found = [path for folder in folders or ("",) for path in (SRC / folder).rglob("*.py") if "migrations" not in path.parts]
    assert found, folders
    return sorted(found)


def is_act(text: object) -> bool:
    parts = text.split(".") if isinstance(text, str) else []
    return len(parts) == 2 and all(part.isidentifier() and part.islower() for part in parts)


def name_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""


def constants(tree: ast.Module) -> dict[str, str]:
    """Names that a module binds to one text, or imports from a module that does."""
    found = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and is_act(node.value.value):
            found |= {target.id: node.value.value for target in node.targets if isinstance(target, ast.Name)}
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("daihoi."):
            other = SRC.parent / Path(*node.module.split(".")).with_suffix(".py")
            if other.exists():
                bound = {
                    target.id: n.value.value
                    for n in tree_of(other).body
                    if isinstance(n, ast.Assign) and isinstance(n.value, ast.Constant) and is_act(n.value.value)
                    for target in n.targets
                    if isinstance(target, ast.Name)
                }
                found |= {alias.asname or alias.name: bound[alias.name] for alias in node.names if alias.name in bound}
    return found


def texts(call: ast.Call, known: dict[str, str]) -> set[str]:
    """Every act among the arguments of a call, written out or by the name of a constant."""
    found = set()
    for argument in [*call.args, *(keyword.value for keyword in call.keywords)]:
        for node in ast.walk(argument):
            if isinstance(node, ast.Constant) and is_act(node.value):
                found.add(node.value)
            if isinstance(node, ast.Name) and node.id in known:
                found.add(known[node.id])
    return found


def acts_asked() -> dict[str, str]:
    """Acts for which authority is asked anywhere, with the module that asks; defaults of parameters count as asked."""
    found = {}
    for path in modules("foundation", "cycle"):
        tree = tree_of(path)
        known = constants(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and name_of(node) in ASKS:
                found |= dict.fromkeys(texts(node, known), str(path.relative_to(SRC)))
            if isinstance(node, ast.FunctionDef):
                found |= dict.fromkeys(chosen_acts(node), str(path.relative_to(SRC)))
            if isinstance(node, ast.arguments):
                for default in [*node.defaults, *node.kw_defaults]:
                    if isinstance(default, ast.Name) and default.id in known:
                        found[known[default.id]] = str(path.relative_to(SRC))
        found |= {text: str(path.relative_to(SRC)) for text in table_of_acts(tree)}
    return found


def chosen_acts(function: ast.FunctionDef) -> set[str]:
    """Acts that a function puts into a name of its own and then asks for: `act = "a.b" if … else "a.c"; require(actor, act, …)`."""
    asked = {
        argument.id
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and name_of(call) in ASKS
        for argument in call.args
        if isinstance(argument, ast.Name)
    }
    chosen = [
        node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id in asked for t in node.targets)
    ]
    return {node.value for value in chosen for node in ast.walk(value) if isinstance(node, ast.Constant) and is_act(node.value)}


def table_of_acts(tree: ast.Module) -> set[str]:
    """Acts in a module's own table named ACTS (views draw buttons from it)."""
    tables = [n.value for n in tree.body if isinstance(n, ast.Assign) and any(getattr(t, "id", "") == "ACTS" for t in n.targets)]
    return {node.value for table in tables for node in ast.walk(table) if isinstance(node, ast.Constant) and is_act(node.value)}


def acts_recorded() -> dict[str, str]:
    """Acts written to the journal, with the module that writes them."""
    found = {}
    for path in modules("foundation", "cycle", "demonstration", "cli"):
        tree = tree_of(path)
        known = constants(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and name_of(node) == "record" and len(node.args) > 1:
                found |= dict.fromkeys(texts(ast.Call(node.func, [node.args[1]], []), known), str(path.relative_to(SRC)))
    return found
