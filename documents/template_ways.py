"""How each fact is written into a template: pieces to put in at the cursor, so that nobody needs to know Jinja."""

from dataclasses import dataclass

from documents.letter_facts import Fact

# What one entry of a list is called in the piece; the officer may call it something else.
ENTRY = "项"


@dataclass(frozen=True)
class Way:
    """One way to write a fact: what the button says, and the piece."""

    label: str
    piece: str


def ways(kind: str, fact: Fact) -> tuple[Way, ...]:
    """The ways to write this fact in a template of this kind, the plainest first."""
    if fact.columns:
        first = f"{{{{ {ENTRY}.{fact.columns[0]} }}}}"
        each = Way("逐行", f"{{% for {ENTRY} in {fact.name} %}}\n{first}\n{{% endfor %}}")
        return (each, *(Way(column, f"{{{{ {ENTRY}.{column} }}}}") for column in fact.columns))
    if fact.is_list:
        return (
            Way(fact.name, f"{{{{ {fact.name} | 顿号 }}}}"),
            Way("逐条", f"{{% for {ENTRY} in {fact.name} | 逐条 %}}\n{{{{ {ENTRY} }}}}\n{{% endfor %}}"),
        )
    plain = Way(fact.name, f"{{{{ {fact.name} }}}}")
    if kind in fact.required:
        return (plain,)
    return (plain, Way("有才写", f"{{% if {fact.name} is defined %}}{{{{ {fact.name} }}}}{{% endif %}}"))
