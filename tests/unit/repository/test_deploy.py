"""The files in deploy/ fit the code and the programs they are made for."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cli.part import CHOICES
from bot.core.settings import ROOT, Ports
from bot.web.http.metrics import Metrics

DEPLOY = ROOT / "deploy"
ALERTS = DEPLOY / "prometheus" / "alarme.yml"
OWN_SETTING = re.compile(r"\b(?:MESSE|RASA|AKTION|PROGRAMM)_[A-Z_]+\b")
APART = "Environment=MESSE_INHALT=/var/lib/messelotse/inhalt MESSE_ZUSTAND=/var/lib/messelotse/zustand"
BOARD = DEPLOY / "grafana" / "messelotse.json"


def exported() -> set[str]:
    """The names that /metrics offers, those of histograms with their endings."""
    metrics = Metrics()
    metrics.note("/chat/nachricht", "POST", 200, 0.1)
    text = metrics.text({"rasa": "bereit"}, "bereit", 0).decode()
    return {re.split(r"[{ ]", line)[0] for line in text.splitlines() if not line.startswith("#")}


def expressions() -> list[str]:
    rules = [rule["expr"] for group in yaml.safe_load(ALERTS.read_text("utf-8"))["groups"] for rule in group["rules"]]
    panels = json.loads(BOARD.read_text("utf-8"))["panels"]
    return rules + [target["expr"] for panel in panels for target in panel["targets"]]


def test_alerts_and_board_ask_only_for_figures_that_exist() -> None:
    asked = {name for each in expressions() for name in re.findall(r"(?:messelotse|process)_\w+", each)}
    assert (sorted(asked - exported()), "messelotse_part_up" in asked) == ([], True)


def test_alerts_ask_for_existing_routes() -> None:
    routes = {route for each in expressions() for route in re.findall(r'route="([^"]+)"', each)}
    assert routes == {"/chat/nachricht"}


def test_every_alert_is_explained() -> None:
    guide = (ROOT / "docs" / "betrieb.md").read_text("utf-8")
    names = [rule["alert"] for group in yaml.safe_load(ALERTS.read_text("utf-8"))["groups"] for rule in group["rules"]]
    assert [name for name in names if f"`{name}`" not in guide] == []


@pytest.mark.parametrize("file", ["messelotse.conf", "messelotse-verteilt.conf"])
@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx fehlt – unter Debian: apt-get install nginx-light")
def test_nginx_accepts_its_configuration(tmp_path: Path, file: str) -> None:
    key, certificate = tmp_path / "privkey.pem", tmp_path / "fullchain.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=messe.example",
         "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    site = (DEPLOY / "nginx" / file).read_text("utf-8").replace("/etc/ssl/messelotse", str(tmp_path))
    (tmp_path / "seite.conf").write_text(site, encoding="utf-8")
    main = f"pid {tmp_path}/nginx.pid; error_log stderr; events {{}} http {{ include {tmp_path}/seite.conf; }}"
    (tmp_path / "nginx.conf").write_text(main, encoding="utf-8")
    done = subprocess.run(["nginx", "-t", "-c", str(tmp_path / "nginx.conf")], capture_output=True, text=True)
    assert (done.returncode, "warn" in done.stderr) == (0, False), done.stderr


def test_units_call_commands_that_exist() -> None:
    units = "".join(path.read_text("utf-8") for path in sorted((DEPLOY / "systemd").glob("*.service")))
    assert sorted(set(re.findall(r"/opt/messelotse/messelotse (\w+)", units))) == ["sichern", "start", "teil"]


@pytest.mark.parametrize("name", CHOICES)
def test_unit_of_a_part_sets_its_port(name: str) -> None:
    unit = (DEPLOY / "systemd" / f"messelotse-{name}@.service").read_text("utf-8")
    assert (f"messelotse teil {name}\n" in unit, f"Environment={CHOICES[name].setting}=%i\n" in unit) == (True, True)


def test_files_set_only_settings_that_exist() -> None:
    table = (ROOT / "README.md").read_text("utf-8").partition("## Settings")[2].partition("\n## ")[0]
    known = set(re.findall(r"^\| `([A-Z_]+)`", table, re.MULTILINE))
    found = {(path.name, name) for path in files() for name in OWN_SETTING.findall(path.read_text("utf-8"))}
    assert (sorted(each for each in found if each[1] not in known), len(found) > 10) == ([], True)


def web_ports(unit: str) -> list[str]:
    """Where the web processes listen that nginx knows."""
    site = (DEPLOY / "nginx" / unit).read_text("utf-8")
    upstream = site.partition("upstream messelotse_web {")[2].partition("}")[0]
    return re.findall(r"server ([\w.]+:\d+)", upstream)


@pytest.mark.parametrize(
    ("scraped", "site"),
    [("prometheus.yml", "messelotse.conf"), ("prometheus-verteilt.yml", "messelotse-verteilt.conf")],
)
def test_prometheus_asks_the_web_processes_that_nginx_knows(scraped: str, site: str) -> None:
    (job,) = prometheus(scraped)
    assert (job["job_name"], job["static_configs"]) == ("messelotse", [{"targets": web_ports(site)}])


def test_prometheus_finds_the_webs_of_containers() -> None:
    (by_name,), (by_pod,) = prometheus("prometheus-compose.yml"), prometheus("prometheus-kubernetes.yml")
    web = compose()["services"]["web"]
    assert by_name["dns_sd_configs"] == [{"names": ["web"], "type": "A", "port": Ports.web}]
    assert "MESSE_MESSWERTE" in web["environment"]
    pod = objects("Deployment")["web"]["spec"]["template"]
    labels = (pod["metadata"]["labels"]["teil"], pod["spec"]["containers"][0]["ports"][0]["name"])
    assert by_pod["relabel_configs"][0]["regex"].split(";") == list(labels)
    assert "MESSE_MESSWERTE" in objects("ConfigMap")["messelotse"]["data"]


def prometheus(name: str) -> Any:
    found = yaml.safe_load((DEPLOY / "prometheus" / name).read_text("utf-8"))
    assert found["rule_files"] == [ALERTS.name]
    return found["scrape_configs"]


@pytest.mark.skipif(not shutil.which("promtool"), reason="promtool fehlt – unter Debian: apt-get install prometheus")
def test_alarms_of_missing_webs_begin_and_end(tmp_path: Path) -> None:
    up = [{"series": f'up{{job="messelotse", instance="{name}"}}', "values": values}
          for name, values in (("a", "1x3 0x20 1x20"), ("b", "1x3 0x10 1x30"))]  # fmt: skip
    expected: list[dict[str, Any]] = [
        {"eval_time": f"{minute}m", "alertname": alarm, "exp_alerts": [{"exp_labels": labels}] if labels else []}
        for minute, alarm, labels in (
            (2, "MesselotseWebAntwortetNicht", None), (8, "MesselotseWebAntwortetNicht", {"severity": "critical"}),
            (16, "MesselotseWebAntwortetNicht", None), (30, "MesselotseWebFehlt", None),
        )
    ]  # fmt: skip
    for each in expected:
        for alert in each["exp_alerts"]:
            alert["exp_annotations"] = annotations_of(str(each["alertname"]))
    tests = {
        "rule_files": [str(ALERTS)],
        "tests": [{"interval": "1m", "input_series": up, "alert_rule_test": expected}],
    }
    (tmp_path / "probe.yml").write_text(yaml.safe_dump(tests), encoding="utf-8")
    done = subprocess.run(["promtool", "test", "rules", str(tmp_path / "probe.yml")], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def annotations_of(alarm: str) -> Any:
    (rule,) = [rule for group in yaml.safe_load(ALERTS.read_text("utf-8"))["groups"] for rule in group["rules"]
               if rule["alert"] == alarm]  # fmt: skip
    return rule["annotations"]


def test_units_leave_the_release_alone() -> None:
    for unit in (DEPLOY / "systemd").glob("*.service"):
        lines = unit.read_text("utf-8").splitlines()
        written = [line for line in lines if line.startswith("ReadWritePaths=") and "/opt" in line]
        assert (written, APART in lines, "ProtectSystem=strict" in lines) == ([], True, True)


def test_containers_share_content_and_state_and_write_nowhere_else() -> None:
    for name in CHOICES:
        service = compose()["services"][name]
        places = [service["environment"][key] for key in ("MESSE_INHALT", "MESSE_ZUSTAND")]
        assert (service["read_only"], [each.partition(":")[2] for each in service["volumes"]]) == (True, places)
        pod = objects("Deployment")[name]["spec"]["template"]["spec"]
        mounts = {each["name"]: each["mountPath"] for each in pod["containers"][0]["volumeMounts"]}
        claims = [each["persistentVolumeClaim"]["claimName"] for each in pod["volumes"] if "emptyDir" not in each]
        assert (mounts["gemeinsam"], claims) == ("/gemeinsam", ["gemeinsam"])
    settings = objects("ConfigMap")["messelotse"]["data"]
    assert all(settings[key].startswith("/gemeinsam/") for key in ("MESSE_INHALT", "MESSE_ZUSTAND"))
    assert objects("PersistentVolumeClaim")["gemeinsam"]["spec"]["accessModes"] == ["ReadWriteMany"]


def test_example_settings_of_compose_are_those_that_it_asks_for() -> None:
    asked = set(re.findall(r"\$\{(\w+)", (DEPLOY / "compose" / "compose.yml").read_text("utf-8")))
    offered = re.findall(r"^(\w+)=", (DEPLOY / "compose" / ".env.beispiel").read_text("utf-8"), re.MULTILINE)
    assert sorted(offered) == sorted(asked)


def test_web_of_kubernetes_may_fetch_its_programme() -> None:
    policy = objects("NetworkPolicy")["web"]["spec"]
    assert (policy["podSelector"]["matchLabels"]["teil"], policy["egress"]) == ("web", [{}])


def files() -> list[Path]:
    return [path for path in sorted(DEPLOY.rglob("*")) if path.is_file()]


def test_containers_have_the_same_nginx_as_processes() -> None:
    site = (DEPLOY / "nginx" / "messelotse-verteilt.conf").read_text("utf-8")
    for shipped, name in ((r"808[12]", "web:8080"), (r"500[67]", "rasa:5005"), (r"505[67]", "aktionen:5055")):
        site = re.sub(rf"(server) 127\.0\.0\.1:{shipped}", rf"\1 {name}", site)
    lines = re.sub(r"listen 127\.0\.0\.1:", "listen ", site).splitlines()[1:]
    once = [line for before, line in zip(["", *lines], lines, strict=False) if line != before or " server " not in line]
    assert (DEPLOY / "compose" / "nginx.conf").read_text("utf-8").splitlines()[1:] == once


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose" / "compose.yml").read_text("utf-8"))
    return found


def test_compose_starts_each_part_in_the_inner_network_only() -> None:
    services = compose()["services"]
    parts = {name: service for name, service in services.items() if service.get("image") == "messelotse"}
    assert {name: (part["command"], part["networks"]) for name, part in parts.items()} == {
        name: ([name], ["innen", "hinaus"] if name == "web" else ["innen"]) for name in CHOICES
    }
    assert compose()["networks"]["hinaus"] == {}  # the programme may come from outside
    assert [name for name, service in services.items() if "ports" in service] == ["nginx"]
    assert compose()["networks"]["innen"] == {"internal": True}


def test_compose_addresses_are_those_of_its_nginx() -> None:
    settings = compose()["services"]["web"]["environment"]
    listening = re.findall(r"listen (81\d\d);", (DEPLOY / "compose" / "nginx.conf").read_text("utf-8"))
    named = [settings[name].rpartition(":")[2] for name in ("MESSE_RASA", "MESSE_AKTIONEN", "MESSE_WEB")]
    assert named == listening


def objects(kind: str) -> dict[str, dict[str, Any]]:
    """The Kubernetes objects of a kind, by name."""
    documents = [
        each
        for path in sorted((DEPLOY / "kubernetes").glob("*.yml"))
        for each in yaml.safe_load_all(path.read_text("utf-8"))
    ]
    return {each["metadata"]["name"]: each for each in documents if each["kind"] == kind}


def test_kubernetes_runs_and_reaches_each_part() -> None:
    deployments, services, settings = (
        objects("Deployment"),
        objects("Service"),
        objects("ConfigMap")["messelotse"]["data"],
    )
    assert sorted(deployments) == sorted(services) == sorted(CHOICES)
    for name, deployment in deployments.items():
        pod = deployment["spec"]["template"]
        (container,) = pod["spec"]["containers"]
        port = CHOICES[name].port(Ports())
        selector = deployment["spec"]["selector"]["matchLabels"]
        assert (container["args"], container["ports"][0]["containerPort"]) == ([name], port)
        assert pod["metadata"]["labels"] == selector == services[name]["spec"]["selector"]
        assert objects("PodDisruptionBudget")[name]["spec"]["selector"]["matchLabels"] == selector
        assert settings[{"web": "MESSE_WEB", "rasa": "MESSE_RASA", "aktionen": "MESSE_AKTIONEN"}[name]] == (
            f"http://{name}:{services[name]['spec']['ports'][0]['port']}"
        )


def test_kubernetes_opens_only_the_web_to_the_outside() -> None:
    rules = [rule for ingress in objects("Ingress").values() for rule in ingress["spec"]["rules"]]
    backends = {path["path"]: path["backend"]["service"]["name"] for rule in rules for path in rule["http"]["paths"]}
    types = {each["spec"].get("type", "ClusterIP") for each in objects("Service").values()}
    assert (backends, types) == ({"/": "web", "/redaktion": "web"}, {"ClusterIP"})


def test_editors_stay_with_one_web() -> None:
    for site in (DEPLOY / "compose" / "nginx.conf", DEPLOY / "nginx" / "messelotse-verteilt.conf"):
        assert "upstream messelotse_redaktion {\n    hash $host;" in site.read_text("utf-8")
    annotations = objects("Ingress")["messelotse-redaktion"]["metadata"]["annotations"]
    assert annotations["nginx.ingress.kubernetes.io/upstream-hash-by"] == "$host"


def test_kubernetes_lists_all_its_files() -> None:
    listed = yaml.safe_load((DEPLOY / "kubernetes" / "kustomization.yml").read_text("utf-8"))["resources"]
    written = {path.name for path in (DEPLOY / "kubernetes").glob("*.yml")} - {"kustomization.yml"}
    assert (set(listed), objects("HorizontalPodAutoscaler")["rasa"]["spec"]["scaleTargetRef"]["name"]) == (
        written,
        "rasa",
    )
