"""How Prefect is to behave where nobody said otherwise: quiet towards the outside, patient with a slow start."""

from __future__ import annotations

import os

SETTINGS = {
    # The server reports to its makers every ten minutes, and the SDK on import; offline that is an error line each time.
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    # `retouch run` needs no server: without PREFECT_API_URL it starts one for itself. Profiles other than the default one forbid that.
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
    # A first start writes the database's tables: 21 s on two cores, where 20 s is what Prefect waits.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    # The flow's own lines: one a shard. The temporary server has one too, and its warnings only tell of a busy SQLite.
    "PREFECT_LOGGING_LEVEL": "INFO",
    "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
}
"""Environment variables of Prefect and of its server; one that is set already stands."""


def quiet_and_patient() -> None:
    """Put the settings into the environment, for this process and its children. Prefect reads them when imported: call this before."""
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
