"""Alembic's entry point: migrate over the connection that :mod:`bot.core.migration` holds."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
