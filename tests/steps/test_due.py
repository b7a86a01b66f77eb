"""When a refresh starts by itself: once for an input, and again when another release is served."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from orchestration.release import compute_build_key, hold_release, lift_hold, rollback
from orchestration.release.manifest import (
    CodeVersion,
    Gates,
    Manifest,
    ReleasedFile,
    write_manifest,
)
from orchestration.release.pointer import DATABASE
from orchestration.release.shelf import remember_build, serve
from orchestration.release.verify import Verification
from orchestration.settings import Settings
from orchestration.steps import attempts
from orchestration.steps.due import next_refresh

FIRST, SECOND, THIRD = (f"2027020{day}T060000Z-0000000{day}" for day in (1, 2, 3))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        warehouse_dir=tmp_path / "warehouse",
        embedded_dir=tmp_path / "figures",
        project_root=tmp_path / "project",
    )


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as made:
        yield made


def figures(settings: Settings, content: str) -> str:
    """Put an input there; returns its build key."""
    settings.embedded_dir.mkdir(exist_ok=True)
    (settings.embedded_dir / "figures.csv").write_text(content)
    return compute_build_key(settings).key


def release(settings: Settings, name: str, key: str) -> None:
    """A release of an input, served and remembered as `publish` does it."""
    folder = settings.releases_dir / name
    folder.mkdir(parents=True)
    (folder / DATABASE).write_bytes(name.encode())
    digest = hashlib.sha256(name.encode()).hexdigest()
    manifest = Manifest(
        release_id=name,
        created_at="2026-02-06T10:00:00+00:00",
        previous_release=None,
        content_sha256=digest,
        build_key=key,
        code=CodeVersion(version="0.1.0", commit=None),
        engine={},
        inputs=[],
        tables={},
        gates=Gates(suites=0, expectations_evaluated=0, warnings=0, verdicts=[]),
        files={DATABASE: ReleasedFile(bytes=len(name), sha256=digest)},
    )
    write_manifest(folder, manifest)
    serve(settings, name, lambda _: None)
    remember_build(settings, name, key)


def ran(instance: dg.DagsterInstance, asked: dg.RunRequest) -> None:
    """What was asked for ran, and succeeded."""
    run = dg.DagsterRun(
        job_name="refresh", tags=dict(asked.tags), status=dg.DagsterRunStatus.SUCCESS
    )
    instance.add_run(run)


def due(settings: Settings, instance: dg.DagsterInstance) -> dg.RunRequest:
    asked = next_refresh(settings, instance)
    assert isinstance(asked, dg.RunRequest), asked
    return asked


def skipped(settings: Settings, instance: dg.DagsterInstance) -> str:
    answer = next_refresh(settings, instance)
    assert isinstance(answer, dg.SkipReason), answer
    return answer.skip_message or ""


def test_a_refresh_of_an_input_starts_once(
    settings: Settings, instance: dg.DagsterInstance
) -> None:
    key = figures(settings, "a")
    asked = due(settings, instance)
    assert asked.run_key == due(settings, instance).run_key
    assert len(asked.run_key or "") < 60
    ran(instance, asked)
    assert skipped(settings, instance) == "a refresh of this input: done"
    release(settings, FIRST, key)
    assert skipped(settings, instance).startswith("nothing to build")


def test_an_input_that_comes_back_is_built_again(
    settings: Settings, instance: dg.DagsterInstance
) -> None:
    """A person rejects the revision that was released: the input is what it was before."""
    before = figures(settings, "a")
    first = due(settings, instance)
    ran(instance, first)
    release(settings, FIRST, before)
    after = figures(settings, "b")
    second = due(settings, instance)
    ran(instance, second)
    release(settings, SECOND, after)
    assert figures(settings, "a") == before
    back = due(settings, instance)
    assert back.tags[attempts.AIM] != first.tags[attempts.AIM]
    ran(instance, back)
    assert skipped(settings, instance) == "a refresh of this input: done"
    release(settings, THIRD, before)
    assert skipped(settings, instance).startswith("nothing to build")


@pytest.mark.parametrize("rebuilt", [False, True], ids=["as released", "code changed since"])
@pytest.mark.parametrize("target", [FIRST, SECOND])
def test_a_rollback_by_hand_is_not_undone(
    settings: Settings,
    instance: dg.DagsterInstance,
    monkeypatch: pytest.MonkeyPatch,
    target: str,
    *,
    rebuilt: bool,
) -> None:
    # these releases hold no tables; the package's function hides the module of the same name
    module = importlib.import_module("orchestration.release.rollback")
    monkeypatch.setattr(module, "verify_folder", lambda _: Verification("", 1, 0, 0))
    for name in (FIRST, SECOND, THIRD):
        release(settings, name, figures(settings, name))
    if rebuilt:  # a refresh that changed nothing: another key stands for the same release
        remember_build(settings, THIRD, figures(settings, "b"))
    rollback(settings, target)
    reason = skipped(settings, instance)
    assert THIRD in reason
    assert "`minerals refresh` undoes the rollback" in reason
    figures(settings, "news")
    assert due(settings, instance), "another input is no undoing"


def test_while_a_release_is_held_nothing_is_started(
    settings: Settings, instance: dg.DagsterInstance
) -> None:
    release(settings, FIRST, figures(settings, "a"))
    figures(settings, "b")
    hold_release(settings, "cobalt looks wrong", "a person")
    reason = skipped(settings, instance)
    assert "by a person: cobalt looks wrong" in reason
    assert "minerals rollback --lift" in reason
    assert lift_hold(settings)
    assert due(settings, instance)
