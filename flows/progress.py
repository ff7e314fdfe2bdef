"""How far a batch is, for who watches Prefect: numbers alone, since Prefect keeps everything in plain text."""

from uuid import UUID

from prefect.artifacts import acreate_progress_artifact, aupdate_progress_artifact
from prefect.context import FlowRunContext

from flows.leases import log, said


class Progress:
    """Shown on the flow run's page. Outside of a run nobody looks, and a failure to show it stops nothing."""

    def __init__(self, what: str, total: int) -> None:
        self._what, self._total, self._done = what, total, 0
        self._artifact: UUID | None = None

    async def show(self) -> None:
        if FlowRunContext.get() is None or self._total == 0:
            return
        try:
            self._artifact = await acreate_progress_artifact(progress=0.0, description=self._said())
        except Exception as error:
            log.info("progress is not shown: %s", said(error))

    async def forward(self, steps: int = 1) -> None:
        self._done += steps
        if self._artifact is None:
            return
        try:
            part = min(100.0, 100.0 * self._done / self._total)
            await aupdate_progress_artifact(self._artifact, progress=part, description=self._said())
        except Exception as error:
            log.info("progress is not shown: %s", said(error))

    def _said(self) -> str:
        return f"{self._what}: {self._done} of {self._total}"
