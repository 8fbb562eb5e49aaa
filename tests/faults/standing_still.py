"""A task that takes as long as a test wants it to, and writes down what happened to it."""

import os
import time
from pathlib import Path

from celery import shared_task


@shared_task
def stand_still(folder: str) -> None:
    """Say that it has begun; end when the file “on” is there, and say so."""
    write(folder, "began")
    while not (Path(folder) / "on").exists():
        time.sleep(0.05)
    write(folder, "ended")


def write(folder: str, word: str) -> None:
    with (Path(folder) / "story").open("a") as story:
        story.write(f"{word} {os.getpid()}\n")


def story(folder: Path) -> list[str]:
    """What has happened, in order."""
    file = folder / "story"
    return [line.split()[0] for line in file.read_text().splitlines()] if file.exists() else []
