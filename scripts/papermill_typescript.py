"""Lets papermill give parameters to TypeScript notebooks; the set-up puts this into .venv.

papermill loads it as an engine (an entry point of that name is the only way in that it offers), and
what it brings is a translator: a cell is written that declares each parameter anew, after the one
with the tag `parameters`.
"""

import json
import math
import re

from papermill.engines import NBClientEngine
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators

LARGEST_EXACT = 2**53 - 1

DECLARATION = re.compile(
    r"^\s*(?:export\s+)?(?:let|const|var)\s+(?P<name>[\w$]+)\s*"
    r"(?::\s*(?P<type>[^=]+?))?\s*=\s*(?P<value>.*?)\s*;?\s*(?://\s*(?P<help>.*))?$"
)


class TypeScriptTranslator(Translator):
    @classmethod
    def translate_none(cls, val):
        return "null"

    @classmethod
    def translate_int(cls, val):
        return str(val) if abs(val) <= LARGEST_EXACT else f"{val}n"

    @classmethod
    def translate_float(cls, val):
        if math.isnan(val):
            return "NaN"
        return repr(val) if math.isfinite(val) else f"{'-' if val < 0 else ''}Infinity"

    @classmethod
    def translate_str(cls, val):
        return json.dumps(str(val))

    translate_escaped_str = translate_str

    @classmethod
    def translate_list(cls, val):
        return f"[{', '.join(cls.translate(item) for item in val)}]"

    @classmethod
    def translate_dict(cls, val):
        items = (f"{cls.translate_str(key)}: {cls.translate(item)}" for key, item in val.items())
        return f"{{ {', '.join(items)} }}" if val else "{}"

    @classmethod
    def comment(cls, cmt_str):
        return f"// {cmt_str}"

    @classmethod
    def assign(cls, name, str_val):
        return f"let {name} = {str_val};"

    @classmethod
    def inspect(cls, parameters_cell):
        found = (DECLARATION.match(line) for line in parameters_cell["source"].splitlines())
        return [
            Parameter(
                name=match["name"],
                inferred_type_name=(match["type"] or "None").strip(),
                default=match["value"],
                help=match["help"] or "",
            )
            for match in found
            if match
        ]


papermill_translators.register("typescript", TypeScriptTranslator)


class Engine(NBClientEngine):
    """papermill's usual engine."""
