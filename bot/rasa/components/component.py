"""The base class of our components of Rasa's pipeline."""

from __future__ import annotations

from abc import abstractmethod
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, Generic, Optional, TypeVar

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage

from bot.core.import_closure import closure_digest
from bot.core.settings import RELEASE

Learnt = TypeVar("Learnt")


class Component(GraphComponent):
    """A component whose results Rasa reuses between trainings only as long as the code behind it stays the same.

    Rasa looks at the component's own class; most of the work of ours is done in the modules that they import.
    """

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> Optional[str]:
        """See :meth:`rasa.engine.graph.GraphComponent.fingerprint_addon`."""
        return code_version(cls.__module__)

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Component:
        """Create a component that has no settings; see :meth:`rasa.engine.graph.GraphComponent.create`."""
        return cls()


class LearningComponent(Component, Generic[Learnt]):
    """A component that learns, and keeps what it learnt in files of the model.

    Args:
        config: its settings in ``config.yml``, completed by its defaults.
        storage: the model's files; ``resource`` names the part of them that belongs to this component.
        learnt: None before the training.
    """

    def __init__(
        self, config: Dict[str, Any], storage: ModelStorage, resource: Resource, learnt: Optional[Learnt] = None
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._learnt = learnt

    @staticmethod
    @abstractmethod
    def read_learnt(folder: Path) -> Any:
        """Read what a training left in the folder.

        Raises:
            OSError: the model lacks the component's files.
            ValueError: the files are damaged.
        """

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Component:
        """Create an untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Component:
        """Load a trained component; see :meth:`read_learnt` for what it raises."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, cls.read_learnt(folder))


@lru_cache
def code_version(module: str) -> str:
    """Return a hash of the code of the module and of those of ours that it imports."""
    return closure_digest([module], RELEASE)
