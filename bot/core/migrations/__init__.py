"""Alembic's migrations of the database, one file each in ``versions``; run by :mod:`bot.core.migration`."""
