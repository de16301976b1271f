"""``python -m bot.web``: serve pages, chat and programme until told to stop."""

from __future__ import annotations

import contextlib
import logging
import os
import resource
import sys

import sqlalchemy as sa

from bot.core.database import DATABASE_FILE, database_fault
from bot.core.errors import MesselotseError
from bot.core.logs import log_as_json
from bot.core.settings import OWNER_ONLY, ROOT, load_ports, state_folder
from bot.runtime.child_lifetime import end_with_supervisor
from bot.runtime.sockets import handed_over, listen, web_address
from bot.web.app import create_app
from bot.web.http.strict_protocol import StrictProtocol


def main() -> int:
    """Run the web process; returns its exit code."""
    os.umask(OWNER_ONLY)
    end_with_supervisor()
    log_as_json()
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it would log every single message
    try:
        app = create_app(ROOT, os.environ)
        raise_file_limit()
        # a socket from the supervisor survives a restart of this process: no connection is refused meanwhile
        listening = handed_over() or listen(load_ports().web, web_address())
    except MesselotseError as error:
        print(error, file=sys.stderr)
        return 1
    except sa.exc.SQLAlchemyError as error:
        print(database_fault(state_folder() / DATABASE_FILE, error), file=sys.stderr)
        return 1
    # no access log: addresses are personal data, and metrics count requests
    app.run(sock=listening, protocol=StrictProtocol, access_log=False, motd=False)
    return 0


def raise_file_limit() -> None:
    """Allow as many open connections as the system grants; the usual limit of 1,024 would be one for each open chat."""
    with contextlib.suppress(OSError, ValueError):
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


if __name__ == "__main__":
    sys.exit(main())
