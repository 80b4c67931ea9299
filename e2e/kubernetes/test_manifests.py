"""A manifest that is wrong is refused by the API server as `ferryman plan` refuses it, with the same sentence where the
definition can know it; what the definition cannot see the operator says in the status.

The corpus is the operator's own (operator/tests/manifests, its README says what the lines at the top of a file mean).
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness import paths
from harness.kubectl import Kubectl, Refused
from harness.operator import Operator
from harness.wait import until

from .conftest import Site, make_namespace

CORPUS = paths.REPOSITORY / "operator/tests/manifests"
NOT_CHECKED = "validation rules were not checked"  # how the API server says that it stopped at what the schema refuses


def head(file: Path, what: str) -> list[str]:
    return [line.removeprefix(f"#: {what}").strip() for line in file.read_text().splitlines() if line.startswith(f"#: {what}")]


def manifests(folder: str) -> list[Path]:
    """Those that are about a resource and not about a file."""
    return sorted(f for f in (CORPUS / folder).glob("*.yaml") if not head(f, "file only"))


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.fixture(scope="module")
def kubectl(site: Site, operator: Operator) -> Iterator[Kubectl]:
    kubectl = site.kubectl.of("e2e-manifests") if site.node else site.kubectl
    if site.node:
        make_namespace(kubectl)
    yield kubectl
    if site.node:
        kubectl.delete("namespace", kubectl.namespace, wait=False)


def refusal(kubectl: Kubectl, file: Path, verb: str = "create") -> str | None:
    """What the API server has against a manifest; None if it takes it."""
    try:
        kubectl.run(verb, "--dry-run=server", "-f", "-", given=anywhere(file))
    except Refused as e:
        return str(e)
    return None


def anywhere(file: Path) -> str:
    """A manifest without what only the cluster that it came from knows."""
    return re.sub(r"\n  (namespace|uid|resourceVersion|generation|creationTimestamp): .*", "", file.read_text())


@pytest.mark.parametrize("file", manifests("good"), ids=lambda f: f.stem)
def test_a_good_manifest_is_taken(file: Path, kubectl: Kubectl) -> None:
    assert refusal(kubectl, file) is None


def new_ones() -> list[Path]:
    return [f for f in manifests("bad") if not head(f, "replaces")]


@pytest.fixture(scope="module")
def sentences(kubectl: Kubectl) -> set[str]:
    """Every sentence of a rule in the definition that is installed."""
    definition = kubectl.run("get", "crd", "kafkaclusters.ferryman.dev", "-o", "json")
    found = {m for m in walk(json.loads(definition)["spec"])}
    assert found, "the definition has no rules"
    return found


def walk(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        yield from (rule["message"] for rule in node.get("x-kubernetes-validations", []))
        node = list(node.values())
    for child in node if isinstance(node, list) else []:
        yield from walk(child)


def unsaid(file: Path, said: str, sentences: set[str]) -> list[str]:
    """Sentences of rules that `ferryman plan` says about a manifest, and the API server does not."""
    if NOT_CHECKED in said:
        return []
    plan_says = [flat(line) for line in head(file, "says")]
    return [s for s in sentences if any(line.endswith(f": {flat(s)}") for line in plan_says) and flat(s) not in flat(said)]


@pytest.mark.parametrize("file", [f for f in new_ones() if not head(f, "api-server accepts")], ids=lambda f: f.stem)
def test_a_bad_manifest_is_refused_in_the_same_words(file: Path, kubectl: Kubectl, sentences: set[str]) -> None:
    said = refusal(kubectl, file)
    assert said, "it was taken"
    assert not unsaid(file, said, sentences), said


def test_an_edit_that_cannot_be_is_refused_in_the_same_words(kubectl: Kubectl, operator: Operator, sentences: set[str]) -> None:
    """Nothing of it is to be acted on, so there is no operator meanwhile."""
    operator.away()
    wrong = []
    try:
        for file in (f for f in manifests("bad") if head(f, "replaces") and not head(f, "api-server accepts")):
            before = CORPUS / head(file, "replaces")[0]
            kubectl.run("create", "-f", "-", given=anywhere(before))
            said = refusal(kubectl, file, "replace")
            if not said or unsaid(file, said, sentences):
                wrong.append(f"{file.stem}: {said}")
            kubectl.run("delete", "kafkacluster", "--all", "--wait=true")
    finally:
        operator.back()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("file", [f for f in new_ones() if head(f, "api-server accepts")], ids=lambda f: f.stem)
def test_what_only_the_operator_can_see_it_says_in_the_status_and_begins_nothing(file: Path, kubectl: Kubectl) -> None:
    kubectl.run("create", "-f", "-", given=anywhere(file))
    try:
        def told() -> str:
            (seen,) = json.loads(kubectl.run("get", "kafkaclusters", "-o", "json"))["items"]
            stalled = next(c for c in seen["status"]["conditions"] if c["type"] == "Stalled")
            return stalled["message"] if (stalled["status"], stalled["reason"]) == ("True", "InvalidSpec") else ""
        message = until("the operator refuses it", told, 30, every=0.3)
        for sentence in head(file, "says"):
            assert flat(sentence) in flat(message), f"«{sentence}» is not said: {message}"
        assert not kubectl.list("statefulsets"), "nothing was begun"
    finally:
        kubectl.run("delete", "kafkacluster", "--all", "--wait=true", seconds=60)
