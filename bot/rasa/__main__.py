"""Rasa's command line without TensorFlow: ``python -m bot.rasa run …`` takes what ``python -m rasa run …`` takes.

Rasa 3.6 imports TensorFlow (half of its memory and of its start) for components that our pipeline does not have. It
comes in two ways: helpers that are loaded here on first use, so a pipeline with such components works as before; and
the check of training data, which a process that only serves a model never runs. ``rasa run`` by hand behaves the same,
only slower and larger. One method of Rasa is replaced, by one that does the same: :func:`check_answers_only`.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from bot.core.addresses import SOCKET_KEY, inner_interface
from bot.core.internal_http import IN_BODY, SEAL_HEADER, SEAL_KEY, NotOurs, Seal
from bot.core.logs import log_as_json
from bot.core.secrets import inner_token
from bot.core.settings import load_ports, state_folder
from bot.rasa.follower import VERSION_VARIABLE, Follower, follow_orders
from bot.runtime.child_lifetime import end_with_supervisor
from bot.runtime.sockets import let_sanic_listen_on_sockets

# Imported by rasa.nlu.extractors.extractor, which every policy needs; used only by components that train in epochs.
HELPERS = "rasa.utils.train_utils"
# Named in the training graph of every model, which Rasa decodes when it loads one; imports DIET, TED and others.
VALIDATOR = "rasa.graph_components.validators.default_recipe_validator"
SERVING = ("run", "shell")
ACTION_SECONDS = 4.0
NO_MODEL = "Das Sprachmodell lässt sich nicht laden – bitte „./messelotse train“ aufrufen."


class DeferredModule(ModuleType):
    """A module whose code runs when one of its names is first used.

    Not importlib's ``LazyLoader``: in Python 3.10 its modules load as soon as a second ``import`` names them.
    """

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # the import system asks for those
            raise AttributeError(name)
        with _LOADING:
            if type(self) is DeferredModule:
                self.__class__ = ModuleType  # type: ignore[assignment]  # from now on an ordinary module
                _run_code(self)
        return getattr(self, name)


_LOADING = threading.RLock()


def _run_code(module: ModuleType) -> None:
    assert module.__spec__ is not None and module.__spec__.loader is not None  # set by defer
    module.__spec__.loader.exec_module(module)


def defer(name: str) -> None:
    """Let the module of this full name load on first use; one that is already loaded stays.

    Raises:
        ModuleNotFoundError: there is no such module.
    """
    if name in sys.modules:
        return
    spec = find_spec(name)
    if spec is None:
        raise ModuleNotFoundError(name=name)
    module = DeferredModule(name)
    module.__spec__, module.__file__ = spec, spec.origin
    sys.modules[name] = module
    parent, _, child = name.rpartition(".")
    # As the import system does; „import a.b“ looks for b on its parent.
    setattr(import_module(parent), child, module)


def stand_in_for_validator() -> None:
    """Put an empty component in place of the check of training data, for processes that never train."""
    from rasa.engine.graph import GraphComponent

    module = ModuleType(VALIDATOR)
    name = "DefaultV1RecipeValidator"
    setattr(module, name, type(name, (GraphComponent,), {"__module__": VALIDATOR}))
    sys.modules[VALIDATOR] = module


def prepare(command: str) -> None:
    """Keep TensorFlow out as far as this command of Rasa (``run``, ``train`` …) allows."""
    defer(HELPERS)
    if command in SERVING:
        let_sanic_listen_on_sockets()
        limit_actions()  # before anything imports the constant
        reach_actions_on_sockets()
        seal_action_calls(inner_token())
        stand_in_for_validator()
        check_answers_only()
    if command == "run":
        end_without_model()


def end_without_model() -> None:
    """End the process when its model cannot be loaded; Rasa would stay up for ever and answer nothing."""
    from rasa.core import run

    load = run.load_agent_on_start

    async def load_or_end(*arguments: Any, **options: Any) -> Any:
        """Load the model as Rasa's function does, but end the process when there is none."""
        # Rasa logs the failure and serves on without a model.
        agent = await load(*arguments, **options)
        if not agent.is_ready():
            print(NO_MODEL, file=sys.stderr, flush=True)
            os._exit(1)
        return agent

    run.load_agent_on_start = load_or_end


def reach_actions_on_sockets() -> None:
    """Let an endpoint with ``sockel`` in endpoints.yml be reached there; Rasa itself only knows ports."""
    import aiohttp
    from rasa.utils.endpoints import EndpointConfig

    to_port = EndpointConfig.session

    def session(endpoint: Any) -> Any:
        path = endpoint.kwargs.get(SOCKET_KEY)
        if not path:
            return to_port(endpoint)
        limit = aiohttp.ClientTimeout(total=ACTION_SECONDS)
        return aiohttp.ClientSession(connector=aiohttp.UnixConnector(path), headers=endpoint.headers, timeout=limit)

    EndpointConfig.session = session


def seal_action_calls(token: str) -> None:
    """Seal the calls to an endpoint with ``siegel`` in endpoints.yml, and accept sealed answers only."""
    import aiohttp
    from rasa.utils.endpoints import ClientResponseError, EndpointConfig, concat_url

    in_clear, seal = EndpointConfig.request, Seal(token)

    async def request(endpoint: Any, method: str = "post", subpath: str | None = None, **options: Any) -> Any:
        if not endpoint.kwargs.get(SEAL_KEY):
            return await in_clear(endpoint, method, subpath, **options)
        question = seal.ask(json.dumps(options["json"]).encode())
        url, headers = concat_url(endpoint.url, subpath), {SEAL_HEADER: IN_BODY}
        async with endpoint.session() as session, session.post(url, data=question, headers=headers) as answer:
            try:
                content = seal.read_answer(question, answer.status, await answer.read())
            except NotOurs as error:
                raise aiohttp.ClientConnectionError("Die Antwort trägt nicht unser Siegel.") from error
            if answer.status >= 400:
                raise ClientResponseError(answer.status, answer.reason, content)
            return json.loads(content)

    EndpointConfig.request = request


def limit_actions() -> None:
    """Wait four seconds for an action server, as a visitor would; Rasa's five minutes hold the conversation up."""
    from rasa.core import constants

    # Modules copy the constant when they are imported, so this must run before them.
    constants.DEFAULT_REQUEST_TIMEOUT = ACTION_SECONDS


def check_answers_only() -> None:
    """Check an action server's answer, and not Rasa's own schema for it each time anew.

    Measured with py-spy on FAQ and programme questions in turn: 26 % of the time of a message was ``check_schema``.
    """
    from jsonschema.validators import validator_for
    from rasa.core.actions.action import RemoteAction

    schema = RemoteAction.action_response_format_spec()
    kind = validator_for(schema)
    kind.check_schema(schema)
    checked, original = kind(schema), RemoteAction._validate_action_result

    def validate(action: RemoteAction, result: dict[str, Any]) -> bool:
        """As Rasa's, which words the refusal."""
        return bool(checked.is_valid(result) or original(action, result))

    RemoteAction._validate_action_result = validate


def log_as_the_others() -> None:
    """Let Rasa write one line of JSON for each log entry where it would set up coloured text."""
    from rasa.utils import io

    # Rasa calls it after its own set-up and would replace our handler.
    io.configure_colored_logging = lambda _: log_as_json()


def main() -> None:
    """Hand over to Rasa."""
    end_with_supervisor()
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    prepare(command)
    if command == "run":
        log_as_the_others()
    from rasa.__main__ import main as run_rasa

    follower = _follow_orders() if command == "run" and VERSION_VARIABLE in os.environ else None
    try:
        run_rasa()
    finally:
        if follower is not None:
            follower.start_anew()


def _follow_orders() -> Follower:
    """Let a Rasa without a supervisor take part in publishing."""
    return follow_orders(state_folder(), load_ports().rasa, inner_interface())


if __name__ == "__main__":
    main()
