"""Argo CD's health.lua, run by Lua as Argo CD runs it: the resource is the global `obj`, the answer what the script returns."""

import shutil
import subprocess

import pytest

from harness import paths

HEALTH = paths.REPOSITORY / "charts/ferryman/health.lua"
LUA = next((found for name in ("lua5.1", "lua5.4", "lua") if (found := shutil.which(name))), None)


def literal(value: object) -> str:
    """A value as Lua writes it."""
    match value:
        case dict():
            return "{" + ", ".join(f"[{literal(k)}] = {literal(v)}" for k, v in value.items()) + "}"
        case list():
            return "{" + ", ".join(map(literal, value)) + "}"
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case _:
            return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def health(status: dict | None, generation: int = 2) -> tuple[str, str]:
    if not LUA:
        pytest.skip("NOT TESTED: health.lua. Lua is missing: apt-get install lua5.4")
    resource = {"metadata": {"name": "demo", "generation": generation}} | ({"status": status} if status is not None else {})
    program = f"obj = {literal(resource)}\nlocal hs = (function()\n{HEALTH.read_text()}\nend)()\nio.write(hs.status, '\\n', hs.message)"
    done = subprocess.run([LUA, "-"], input=program, capture_output=True, text=True, timeout=10)
    assert done.returncode == 0, done.stderr
    first, _, rest = done.stdout.partition("\n")
    return first, rest


def conditions(ready: str, reconciling: str, stalled: str, generation: int = 2) -> dict:
    return {"observedGeneration": generation, "conditions": [
        {"type": kind, "status": status, "reason": f"Because{kind}", "message": f"why {kind}", "observedGeneration": generation}
        for kind, status in (("Ready", ready), ("Reconciling", reconciling), ("Stalled", stalled))]}


@pytest.mark.parametrize(("ready", "reconciling", "stalled", "expected", "message"), [
    ("True", "False", "False", "Healthy", "BecauseReady: why Ready"),
    ("True", "True", "False", "Progressing", "BecauseReconciling: why Reconciling"),
    ("False", "True", "False", "Progressing", "BecauseReconciling: why Reconciling"),
    ("False", "False", "False", "Degraded", "BecauseReady: why Ready"),
    ("True", "False", "True", "Degraded", "BecauseStalled: why Stalled"),
    ("True", "True", "True", "Degraded", "BecauseStalled: why Stalled"),
    ("False", "True", "True", "Degraded", "BecauseStalled: why Stalled"),
    ("Unknown", "Unknown", "False", "Progressing", "BecauseReady: why Ready"),
])
def test_health_is_what_the_conditions_say(ready: str, reconciling: str, stalled: str, expected: str, message: str) -> None:
    assert health(conditions(ready, reconciling, stalled)) == (expected, message)


@pytest.mark.parametrize("status", [None, {}, {"conditions": []}, conditions("True", "False", "False", generation=1)],
                         ids=["no status", "empty", "no conditions", "of an earlier manifest"])
def test_what_nobody_has_looked_at_is_progressing(status: dict | None) -> None:
    assert health(status) == ("Progressing", "the operator has not looked at this manifest yet")


def test_conditions_without_a_generation_are_of_the_status_s() -> None:
    status = conditions("True", "False", "False")
    for condition in status["conditions"]:
        del condition["observedGeneration"]
    assert health(status)[0] == "Healthy"
    assert health(status | {"observedGeneration": 1})[0] == "Progressing"
