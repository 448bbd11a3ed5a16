"""Policy files as Python sees them: for the tests, never for the program.

YAML is read without its typing traps: every scalar stays text, quoted ones
as Quoted, and a plain empty one is absent, as in src/base/yaml.c.  typed()
then gives integers and booleans where the JSON Schema asks for them.
"""
import pathlib

import yaml

TOP = pathlib.Path(__file__).resolve().parent.parent
POLICIES = TOP / "policies"

# The five policies of real businesses, and which text each of them states.
SEEDS = {"livals": "S0", "levii": "S1", "libera": "S2", "jieigyo": "S3",
         "leverages": "S4"}


class Quoted(str):
    """A scalar in quotes: always text, even when it looks like a number."""


def _plain(node):
    if isinstance(node, yaml.MappingNode):
        result = {}
        for key, value in node.value:
            if key.value in result:
                raise ValueError(f"{key.start_mark}: twice: {key.value}")
            value = _plain(value)
            if value is not None:
                result[key.value] = value
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_plain(value) for value in node.value]
    if node.style is None:
        return node.value or None
    return Quoted(node.value)


def parse(text):
    return _plain(yaml.compose(text, Loader=yaml.BaseLoader))


def load(path):
    return parse(pathlib.Path(path).read_text(encoding="utf-8"))


def resolve(schema, root):
    """The schema behind $ref and the one-member allOf of a described field."""
    while True:
        if "$ref" in schema:
            schema = root["$defs"][schema["$ref"].rsplit("/", 1)[1]]
        elif "allOf" in schema:
            schema = schema["allOf"][0]
        else:
            return schema


def _branch(value, schema, root):
    """Of "all", one or many: the alternative that value can only mean."""
    alternatives = [resolve(s, root) for s in schema["anyOf"]]
    wanted = isinstance(value, list)
    for alternative in alternatives:
        if (alternative.get("type") == "array") == wanted and \
                "const" not in alternative:
            return alternative
    return {}


def typed(value, schema, root):
    """The same tree with the types that the schema asks for."""
    schema = resolve(schema, root)
    if "anyOf" in schema and "properties" not in schema:
        schema = _branch(value, schema, root)
    if isinstance(value, dict):
        fields = schema.get("properties", {})
        other = schema.get("additionalProperties")
        other = other if isinstance(other, dict) else {}
        return {key: typed(member, fields.get(key, other), root)
                for key, member in value.items()}
    if isinstance(value, list):
        return [typed(member, schema.get("items", {}), root)
                for member in value]
    if isinstance(value, Quoted):
        return str(value)
    if schema.get("type") == "integer" and value.lstrip("-").isdigit():
        return int(value)
    if schema.get("type") == "boolean" and value in ("true", "false"):
        return value == "true"
    return value


def listed(value):
    """One value or a list, as a list."""
    return value if isinstance(value, list) else \
        [] if value is None else [value]


def maps(tree):
    """Every map of the tree, the outer ones first."""
    if isinstance(tree, dict):
        yield tree
        for value in tree.values():
            yield from maps(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from maps(value)


def drop_references(value, root, name, gone, schema=None):
    """Takes every reference to `gone` out of the tree: what the JSON Schema
    calls by that name (item_id, purpose_id ...).  A list loses the member, a
    map the field.  Returns whether the value itself is such a reference."""
    schema = root if schema is None else schema
    while "$ref" in schema or "allOf" in schema:
        if "allOf" in schema:
            schema = schema["allOf"][0]
            continue
        if schema["$ref"] == "#/$defs/" + name:
            return value == gone
        schema = root["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    if "anyOf" in schema and "properties" not in schema:
        if not isinstance(value, (list, dict)):
            return any(drop_references(value, root, name, gone, s)
                       for s in schema["anyOf"])
        schema = _branch(value, schema, root)
    if isinstance(value, dict):
        fields = schema.get("properties", {})
        for key in list(value):
            if drop_references(value[key], root, name, gone,
                               fields.get(key, {})):
                del value[key]
    elif isinstance(value, list):
        value[:] = [member for member in value if not drop_references(
            member, root, name, gone, schema.get("items", {}))]
    return False
