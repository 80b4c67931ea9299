"""What Helm renders from the chart with the values that people set, and which values it refuses."""

import json
import subprocess
from pathlib import Path

import pytest
import yaml

from harness import paths

CHART = paths.REPOSITORY / "charts/ferryman"
CRD = paths.REPOSITORY / "crds/kafkaclusters.ferryman.dev.yaml"
HELM = paths.CACHE / "node/bin/helm"


def helm(verb: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([HELM, verb, "--kube-version", "1.31.0", *map(str, arguments)], capture_output=True, text=True, timeout=60)


def refused(**values: object) -> str:
    """What Helm has against the values."""
    sets = [a for key, value in values.items() for a in ("--set-json", f"{key.replace('__', '.')}={json.dumps(value)}")]
    done = helm("template", "ferryman", CHART, *sets)
    assert done.returncode, f"{values} was taken"
    return done.stderr


def render(*arguments: str, **values: object) -> dict[tuple[str, str, str], dict]:
    """The objects by kind, namespace and name; __ stands for a dot in a value's name."""
    sets = [a for key, value in values.items() for a in ("--set-json", f"{key.replace('__', '.')}={json.dumps(value)}")]
    done = helm("template", "ferryman", CHART, "--namespace", "kafka-system", *arguments, *sets)
    assert done.returncode == 0, done.stderr
    objects = [o for o in yaml.safe_load_all(done.stdout) if o]
    named = {(o["kind"], o["metadata"].get("namespace", ""), o["metadata"]["name"]): o for o in objects}
    assert len(named) == len(objects), "two objects have one name"
    return named


def only(objects: dict[tuple[str, str, str], dict], kind: str) -> dict:
    (found,) = [o for (k, _, _), o in objects.items() if k == kind]
    return found


def container(objects: dict[tuple[str, str, str], dict]) -> dict:
    (found,) = only(objects, "Deployment")["spec"]["template"]["spec"]["containers"]
    return found


def test_helm_finds_nothing_to_say_against_it() -> None:
    done = helm("lint", "--strict", CHART)
    assert done.returncode == 0 and "[WARNING]" not in done.stdout, done.stdout + done.stderr


def test_the_definition_is_the_generated_one_and_outlives_the_release() -> None:
    definition = only(render(), "CustomResourceDefinition")
    assert definition["metadata"].pop("annotations")["helm.sh/resource-policy"] == "keep"
    definition["metadata"].pop("labels")
    assert definition == yaml.safe_load(CRD.read_text()), "run make generate"
    assert not [k for k in render(crds__install=False) if k[0] == "CustomResourceDefinition"]


def test_the_definition_is_small_enough_for_every_way_to_apply_it() -> None:
    assert len(json.dumps(yaml.safe_load(CRD.read_text()))) <= 120_000


def test_rights_are_named_one_by_one_and_none_is_about_secrets() -> None:
    for objects in (render(), render(watchNamespaces=["a", "b"])):
        rules = [r for (kind, _, _), o in objects.items() if kind in ("Role", "ClusterRole") for r in o["rules"]]
        assert rules
        for rule in rules:
            for words in rule.values():
                assert "*" not in "".join(words), rule
            assert "secrets" not in rule["resources"], rule
            assert not {"escalate", "bind", "impersonate", "deletecollection"} & set(rule["verbs"]), rule


def test_with_namespaces_to_watch_it_has_no_right_in_the_whole_cluster() -> None:
    objects = render(watchNamespaces=["a", "b"], rbac__aggregate=False)
    assert {k[:2] for k in objects if k[0] in ("Role", "RoleBinding")} == {(k, n) for k in ("Role", "RoleBinding") for n in "ab"}
    assert not [k for k in objects if k[0].startswith("ClusterRole")]
    assert "--watch-namespaces=a,b" in container(objects)["args"]


def test_without_it_watches_all_and_is_bound_once() -> None:
    objects = render()
    binding = only(objects, "ClusterRoleBinding")
    (subject,) = binding["subjects"]
    account = only(objects, "ServiceAccount")["metadata"]
    assert (subject["name"], subject["namespace"]) == (account["name"], account["namespace"])
    assert ("ClusterRole", "", binding["roleRef"]["name"]) in objects
    assert not [a for a in container(objects)["args"] if a.startswith("--watch-namespaces")]


def test_who_may_edit_a_namespace_may_edit_and_scale_its_clusters() -> None:
    edit = render()[("ClusterRole", "", "ferryman-operator-edit")]
    assert edit["metadata"]["labels"]["rbac.authorization.k8s.io/aggregate-to-edit"] == "true"
    assert "kafkaclusters/scale" in edit["rules"][0]["resources"]


def test_one_operator_and_never_two_at_a_time() -> None:
    spec = only(render(), "Deployment")["spec"]
    assert (spec["replicas"], spec["strategy"]["type"]) == (1, "Recreate")


def test_it_runs_under_the_restricted_standard_with_a_read_only_root() -> None:
    objects = render()
    pod, one = only(objects, "Deployment")["spec"]["template"]["spec"], container(objects)
    assert pod["securityContext"] == {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}
    assert one["securityContext"] == {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}}
    assert one["resources"]["limits"]["memory"]


@pytest.mark.parametrize(("values", "operator", "broker"), [
    ({}, "localhost/ferryman/operator:0.1.0", "localhost/ferryman/broker:0.1.0"),
    ({"image__registry": "r.example:5000"}, "r.example:5000/ferryman/operator:0.1.0", "r.example:5000/ferryman/broker:0.1.0"),
    ({"image__registry": ""}, "ferryman/operator:0.1.0", "ferryman/broker:0.1.0"),
    ({"image__tag": "a", "nodes__image__tag": "b"}, "localhost/ferryman/operator:a", "localhost/ferryman/broker:b"),
    ({"image__tag": "a", "image__digest": f"sha256:{'0' * 64}"}, f"localhost/ferryman/operator@sha256:{'0' * 64}", "localhost/ferryman/broker:0.1.0"),
    ({"nodes__image__registry": "other", "nodes__image__repository": "b"}, "localhost/ferryman/operator:0.1.0", "other/b:0.1.0"),
])
def test_images_are_named(values: dict, operator: str, broker: str) -> None:
    one = container(render(**values))
    assert one["image"] == operator
    assert f"--broker-image={broker}" in one["args"]


def test_what_people_set_arrives() -> None:
    objects = render(
        imagePullSecrets=["pull"], nodes__imagePullSecrets=["a", "b"], nodes__fsGroup="none", priorityClassName="high", nodeSelector={"os": "linux"},
        tolerations=[{"key": "k", "operator": "Exists"}], affinity={"nodeAffinity": {}}, podLabels={"team": "x"}, podAnnotations={"note": "y"},
        commonLabels={"env": "test"}, commonAnnotations={"owner": "z"}, logLevel="debug", logFormat="json", extraEnv=[{"name": "A", "value": "b"}],
        serviceAccount__name="mine")
    template = only(objects, "Deployment")["spec"]["template"]
    pod, one = template["spec"], container(objects)
    assert pod["imagePullSecrets"] == [{"name": "pull"}] and pod["priorityClassName"] == "high" and pod["nodeSelector"] == {"os": "linux"}
    assert pod["tolerations"] == [{"key": "k", "operator": "Exists"}] and pod["affinity"] == {"nodeAffinity": {}}
    assert template["metadata"]["labels"]["team"] == "x" and template["metadata"]["annotations"] == {"note": "y", "owner": "z"}
    assert {"--broker-image-pull-secrets=a,b", "--fs-group=none", "--log-format=json"} <= set(one["args"])
    assert one["env"] == [{"name": "FERRYMAN_LOG", "value": "debug"}, {"name": "A", "value": "b"}]
    assert pod["serviceAccountName"] == "mine" == only(objects, "ServiceAccount")["metadata"]["name"]
    for key, made in objects.items():
        assert made["metadata"]["labels"]["env"] == "test", key
        assert made["metadata"]["labels"]["app.kubernetes.io/instance"] == "ferryman", key


def test_a_service_account_of_somebody_else_is_only_named() -> None:
    objects = render(serviceAccount__create=False, serviceAccount__name="theirs", rbac__create=False, rbac__aggregate=False)
    assert not [k for k in objects if k[0] in ("ServiceAccount", "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding")]
    assert only(objects, "Deployment")["spec"]["template"]["spec"]["serviceAccountName"] == "theirs"


def test_metrics_are_served_by_a_service_and_scraped_if_asked() -> None:
    objects = render(metrics__podMonitor__enabled=True, metrics__podMonitor__labels={"release": "prometheus"})
    service, monitor, pod = only(objects, "Service"), only(objects, "PodMonitor"), only(objects, "Deployment")["spec"]["template"]
    assert service["spec"]["selector"].items() <= pod["metadata"]["labels"].items()
    assert monitor["spec"]["selector"]["matchLabels"].items() <= pod["metadata"]["labels"].items()
    assert monitor["metadata"]["labels"]["release"] == "prometheus"
    assert not [k for k in render(metrics__service__enabled=False) if k[0] in ("Service", "PodMonitor")]


def test_names_fit_whatever_the_release_is_called() -> None:
    for release in ("r" * 53, "kafka", "ferryman-test"):
        done = helm("template", release, CHART)
        assert done.returncode == 0, done.stderr
        for made in filter(None, yaml.safe_load_all(done.stdout)):
            assert len(made["metadata"]["name"]) <= 63, made["metadata"]["name"]


@pytest.mark.parametrize("values", [
    {"replicas": 2}, {"image__tag": "a b"}, {"image__pullPolicy": "Sometimes"}, {"image__digest": "sha256:1"}, {"watchNamespaces": "kafka"},
    {"watchNamespaces": ["Kafka"]}, {"nodes__fsGroup": "all"}, {"nodes__imag": {}}, {"logFormat": "xml"}, {"metrics__enabled": True},
    {"commonLabels": {"a": 1}},
], ids=str)
def test_a_value_that_means_nothing_is_refused(values: dict) -> None:
    assert "values don't meet the specifications" in refused(**values)


def test_every_value_is_in_the_schema() -> None:
    values, schema = yaml.safe_load((CHART / "values.yaml").read_text()), json.loads((CHART / "values.schema.json").read_text())
    assert set(values) <= set(schema["properties"])
