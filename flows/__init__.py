"""Prefect flows: each task calls one function of the pipeline.

Prefect reads its settings when it is first imported, so what we want otherwise than it does by
default is said here; the environment wins.
"""

import os

for _name, _value in {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
}.items():
    os.environ.setdefault(_name, _value)
