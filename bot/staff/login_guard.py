"""Pauses after wrong passwords, by name and by address; a device that has logged in before waits for itself only.

Without the last, guessing at a name would keep its owner out for as long as the guessing goes on.
"""

from __future__ import annotations

import secrets

from itsdangerous import BadData, URLSafeSerializer

from bot.staff.backoff import Backoff


class LoginGuard:
    """Counts wrong passwords in this process's memory."""

    def __init__(self, secret: str) -> None:
        """Create the counters; ``secret`` signs the tokens of known devices."""
        self._signer = URLSafeSerializer(secret, salt="messelotse.geraet")
        self._by_address = Backoff()
        # Milder than by address: knowing a name must not be enough to keep its owner out for long.
        self._by_name = Backoff(free=9, longest=60.0)
        self._by_device = Backoff()

    def device_token(self, name: str) -> str:
        """Return the token that a browser keeps once this name has logged in there."""
        return str(self._signer.dumps([name, secrets.token_hex(8)]))

    def wait(self, name: str, address: str, device: str) -> float:
        """Return the seconds until this name may be tried again.

        Args:
            name: as accounts are stored, see :func:`bot.staff.users.name_key`.
            address: a pseudonym; "" stands for many clients, so nothing is counted by it.
            device: the browser's token, "" for none; one of another name counts for nothing.
        """
        if self._is_known(name, device):
            return self._by_device.wait(device)
        return max(self._by_address.wait(address), self._by_name.wait(name))

    def fail(self, name: str, address: str, device: str) -> None:
        """Count a wrong password."""
        if self._is_known(name, device):
            self._by_device.fail(device)
            return
        if address:
            self._by_address.fail(address)
        self._by_name.fail(name)

    def succeed(self, name: str, device: str) -> None:
        """Forget the failures of the name and the device; those of the address may be of other users as well."""
        self._by_name.succeed(name)
        self._by_device.succeed(device)

    def _is_known(self, name: str, device: str) -> bool:
        try:
            return bool(device) and self._signer.loads(device)[0] == name
        except (BadData, LookupError, TypeError):
            return False
