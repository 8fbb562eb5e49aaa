# ruff: noqa: PLC0415  what needs the settings is imported after they have been chosen
"""The site that is measured: production's settings, in a folder that goes when it is done, and content enough."""

import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# People, completions, topics and posts; fewer for a trial.
MANY, FEWER = (5_000, 500_000, 20_000, 500_000), (500, 20_000, 400, 10_000)
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "lms.settings.production",
    "SECRET_KEY": secrets.token_urlsafe(48),
    "ALLOWED_HOSTS": "127.0.0.1,testserver,bench.example",
    "SITE_URL": "https://bench.example",
    "ENV_FILE": "",
    "DEFAULT_FROM_EMAIL": "bench@bench.example",
    "EMAIL_URL": "smtp://127.0.0.1:9",  # the discard port: nothing leaves
    "LOG_LEVEL": "WARNING",
    "REQUIRE_MFA_FOR_ROLES": "false",  # nobody here has a second factor; asking for it costs a query more
}


@contextmanager
def site(**more: str) -> Iterator[Path]:
    """Django set up on a database with the demonstration; the folder of its files."""
    redis = os.environ.get("TEST_REDIS_URL")
    if not redis:
        sys.exit("Redis is needed: python -m tests.services python -m tests.performance")
    with tempfile.TemporaryDirectory(prefix="tajryiba-bench-") as folder:
        os.environ.update(ENVIRONMENT | {"VAR_DIR": folder, "REDIS_URL": redis} | more)
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        manage("migrate", "--verbosity=0")
        manage("collectstatic", "--noinput", "--verbosity=0")
        import django

        django.setup()
        from courses.progress.models import Requirement

        if not Requirement.objects.filter(kind="quiz").exists():
            manage("seed_demo", "--in-production")
        yield Path(folder)


def fill_with_learning(*, is_small: bool) -> None:
    """So many people, completed activities and posts in the forum, where there are not as many."""
    from courses.progress.models import ActivityCompletion
    from exchange.forum.models import Post

    people, completions, topics, posts = FEWER if is_small else MANY
    missing = completions - ActivityCompletion.objects.count()
    if (
        missing > completions // 50 or Post.objects.count() < posts
    ):  # the demonstration may fall short
        manage(
            "seed_scale",
            f"--people={people}",
            f"--completions={completions}",
            f"--topics={topics}",
            f"--posts={posts}",
            "--in-production",
        )


def manage(*arguments: str) -> None:
    """One of our own commands, in a process of its own."""
    subprocess.run([sys.executable, "manage.py", *arguments], check=True, stdout=subprocess.DEVNULL)  # noqa: S603


def needs_postgresql() -> None:
    """Whoever measures at scale does so on the database of production."""
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        sys.exit("PostgreSQL is needed: python -m tests.services python -m tests.performance")


def forget_indices() -> None:
    """Take our indices in Elasticsearch away."""
    from django.conf import settings

    from search.engines.copies import connected

    client = connected(60.0)
    for name in client.indices.get(index=f"{settings.ELASTICSEARCH_INDEX_PREFIX}*"):
        client.indices.delete(index=name)
