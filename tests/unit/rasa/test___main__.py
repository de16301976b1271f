from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.core.settings import ROOT
from bot.rasa.__main__ import DeferredModule, defer
from bot.runtime.processes import QUIET_RASA, current_environment

# What Rasa does when it serves a model: the agent, and all classes named in the model's graphs.
SERVE = """
import sys
from bot.rasa.__main__ import prepare
prepare("run")
import rasa.__main__, rasa.core.agent
from rasa.engine.graph import GraphSchema
from bot.rasa.components import confidence_gate, label_classifier, sentence_featurizer, time_extractor
from bot.rasa.components import context_resolver
from bot.rasa import nlg, rest_channel
from rasa.core.policies import memoization, rule_policy
node = {"uses": "rasa.graph_components.validators.default_recipe_validator.DefaultV1RecipeValidator",
        "needs": {}, "constructor_name": "create", "fn": "validate", "config": {}, "resource": None}
GraphSchema.from_dict({"nodes": {"schema_validator": node}})
import rasa.core.actions.action as actions, rasa.utils.endpoints as endpoints
print("tensorflow" in sys.modules, actions.DEFAULT_REQUEST_TIMEOUT, endpoints.DEFAULT_REQUEST_TIMEOUT)
"""
HELPERS = """
import numpy, sys
from bot.rasa.__main__ import prepare
prepare("train")
import rasa.nlu.extractors.extractor
before = "tensorflow" in sys.modules
ranked, _ = rasa.utils.train_utils.rank_and_mask(numpy.array([0.1, 0.9]))
print(before, "tensorflow" in sys.modules, ranked.tolist())
"""
# An action's answers: two good ones, one that is none; and how often Rasa's own schema is checked meanwhile.
ANSWERS = """
from bot.rasa.__main__ import prepare
prepare("run")
import jsonschema
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import EndpointConfig
checks = []
kind = jsonschema.validators.validator_for(RemoteAction.action_response_format_spec())
original = kind.check_schema
kind.check_schema = lambda *schema, **more: (checks.append(1), original(*schema, **more))
action = RemoteAction("action_more", EndpointConfig("http://127.0.0.1:1"))
good = [action._validate_action_result(each) for each in (
    {"events": [{"event": "slot", "timestamp": None, "name": "ort", "value": 3}], "responses": [{"text": "Ja."}]},
    {"events": [], "responses": []},
)]
silent = len(checks)
try:
    action._validate_action_result({"events": "keine", "responses": []})
except jsonschema.ValidationError as error:
    print(*good, type(error).__name__, "keine" in error.message, "valid" in error.message, silent)
"""


@pytest.fixture
def counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A module ``haus.zaehlt`` that notes each run of its code."""
    package = tmp_path / "haus"
    package.mkdir()
    (package / "__init__.py").write_text("laeufe = []\n")
    (package / "zaehlt.py").write_text("import haus\nhaus.laeufe.append(1)\nwert = 7\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in ("haus", "haus.zaehlt"):
        monkeypatch.setitem(sys.modules, name, None)  # restored afterwards, whatever the test imports
        del sys.modules[name]
    return "haus.zaehlt"


def test_deferred_module_runs_with_the_first_name_only(counted: str) -> None:
    defer(counted)
    import haus  # type: ignore[import-not-found]
    import haus.zaehlt  # type: ignore[import-not-found]

    before = list(haus.laeufe)
    values = [haus.zaehlt.wert, haus.zaehlt.wert]
    assert (before, values, haus.laeufe, type(haus.zaehlt) is DeferredModule) == ([], [7, 7], [1], False)


def test_loaded_module_stays_when_deferred(counted: str) -> None:
    import haus.zaehlt

    loaded = haus.zaehlt
    defer(counted)
    assert sys.modules[counted] is loaded


def test_unknown_module_cannot_be_deferred() -> None:
    with pytest.raises(ModuleNotFoundError):
        defer("bot.gibt_es_nicht")


def printed(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**current_environment(), **QUIET_RASA},
        capture_output=True, text=True, timeout=300, check=True,
    )  # fmt: skip
    return done.stdout.strip().splitlines()[-1]


def test_serving_needs_no_tensorflow() -> None:
    assert printed(SERVE) == "False 4.0 4.0"


def test_helpers_of_rasa_work_when_they_are_needed() -> None:
    assert printed(HELPERS) == "False True [1, 0]"


def test_answers_of_actions_are_checked_as_rasa_does() -> None:
    assert printed(ANSWERS) == "True True ValidationError True True 0"


WITHOUT_MODEL = """
import asyncio
from types import SimpleNamespace
from bot.rasa.__main__ import defer, end_without_model, HELPERS
defer(HELPERS)
from rasa.core import run
is_ready = []
async def load(): return SimpleNamespace(is_ready=lambda: not is_ready.append(1) and len(is_ready) == 1)
run.load_agent_on_start = load
end_without_model()
print(asyncio.run(run.load_agent_on_start()) is not None, flush=True)
asyncio.run(run.load_agent_on_start())
print("lebt weiter", flush=True)
"""


def test_rasa_ends_when_its_model_cannot_be_loaded() -> None:
    environment = {**current_environment(), **QUIET_RASA}
    command = [sys.executable, "-c", WITHOUT_MODEL]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stdout, "Sprachmodell" in done.stderr) == (1, "True\n", True)
