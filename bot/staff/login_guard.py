"""Pauses after wrong passwords, by name and by address; a device that has logged in before waits for itself only.

Without the last, whoever goes on guessing at a name would keep its owner out for as long as they please.
"""

from __future__ import annotations

import secrets

from itsdangerous import BadData, URLSafeSerializer

from bot.staff.backoff import Backoff


class LoginGuard:
    """Counts in this process's memory."""

    def __init__(self, secret: str) -> None:
        """Make it; ``secret`` signs what devices are known by."""
        self._signer = URLSafeSerializer(secret, salt="messelotse.geraet")
        self._by_address = Backoff()
        # Milder than by address: whoever knows a name must not keep its owner out for long.
        self._by_name = Backoff(free=9, longest=60.0)
        self._by_device = Backoff()

    def device_token(self, name: str) -> str:
        """What a browser is to keep when this name has logged in there."""
        return str(self._signer.dumps([name, secrets.token_hex(8)]))

    def wait(self, name: str, address: str, device: str) -> float:
        """Seconds until this name may be tried again.

        Args:
            name: as accounts are stored, see :func:`bot.staff.users.name_key`.
            address: a pseudonym; "" stands for many, so nothing is counted by it.
            device: the token that came along, "" for none; one of another name counts for nothing.
        """
        if self._is_known(name, device):
            return self._by_device.wait(device)
        return max(self._by_address.wait(address), self._by_name.wait(name))

    def fail(self, name: str, address: str, device: str) -> None:
        """A password was wrong."""
        if self._is_known(name, device):
            self._by_device.fail(device)
            return
        if address:
            self._by_address.fail(address)
        self._by_name.fail(name)

    def succeed(self, name: str, device: str) -> None:
        """A password was right: its name's failures are forgotten, those of the address are others' as well."""
        self._by_name.succeed(name)
        self._by_device.succeed(device)

    def _is_known(self, name: str, device: str) -> bool:
        try:
            return bool(device) and self._signer.loads(device)[0] == name
        except (BadData, LookupError, TypeError):
            return False
