"""Where a flow keeps what it makes, and who reads the documents: the parameters of a run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner
from pydantic import BaseModel, ConfigDict, Field, model_validator


class Places(BaseModel):
    """Where the archive and the releases of one site are kept."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    out: str = Field(
        default="",
        description="Folder of archive and releases (default: out/PROFILE), "
        "or s3://bucket/prefix for the releases.",
    )
    work: str = Field(
        default="",
        description="Local folder of archive, caches and lock where the releases are on S3 "
        "(default: out/PROFILE).",
    )
    archive: str = Field(
        default="",
        description="s3://bucket/prefix that mirrors the archive and what was read.",
    )

    def folder(self, site: str) -> Path:
        """The local folder of a site."""
        local = "" if "://" in self.out else self.out
        return Path(local or self.work or f"out/{site}")

    @property
    def releases(self) -> str | None:
        """The object store of the releases; null where they are in the folder."""
        return self.out if "://" in self.out else None


class Readers(BaseModel):
    """Who reads the documents: processes here, or the workers of a Dask cluster."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    engine: Literal["process", "dask"] = Field(
        default="process", description="Read in processes of this machine, or on a Dask cluster."
    )
    scheduler: str = Field(default="", description="tcp://host:port of the Dask scheduler.")
    workers: Annotated[int, Field(ge=1, le=64)] = Field(
        default=2, description="Reading processes here, or workers of the cluster to keep busy."
    )
    batch: Annotated[int, Field(ge=1, le=500)] = Field(
        default=20, description="Documents to a task."
    )

    @model_validator(mode="after")
    def _has_scheduler(self) -> Readers:
        if self.engine == "dask" and not self.scheduler:
            raise ValueError("engine dask needs the scheduler's address, tcp://host:port")
        return self

    @property
    def at_once(self) -> int:
        """Batches under way: enough that nobody waits, few enough to be held in memory."""
        return 2 * self.workers if self.engine == "dask" else 2

    @property
    def processes(self) -> int:
        """Reading processes for one batch."""
        return 1 if self.engine == "dask" else self.workers

    def runner(self) -> TaskRunner:
        """The task runner of Prefect that the batches are given to."""
        match self.engine:
            case "dask":
                from prefect_dask.task_runners import DaskTaskRunner

                return DaskTaskRunner(address=self.scheduler)
            case "process":
                return ThreadPoolTaskRunner(max_workers=1)
