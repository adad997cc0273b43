"""The session's list of work under way: one entry a kind."""

from __future__ import annotations

from elmo_explorer.session.session import Job, Session


def show_job(session: Session, job: Job) -> None:
    """Put a job into the session, in the place of the one of its kind."""
    kinds = [other.kind for other in session.jobs]
    if job.kind in kinds:
        session.jobs = tuple(job if other.kind == job.kind else other for other in session.jobs)
    else:
        session.jobs = (*session.jobs, job)


def end_job(session: Session, kind: str) -> None:
    """Take the job of this kind off the list."""
    if any(job.kind == kind for job in session.jobs):
        session.jobs = tuple(job for job in session.jobs if job.kind != kind)
