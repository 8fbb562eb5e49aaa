"""What the workers would do by and by, at once."""

from search.engines import configured, engine
from search.engines.elasticsearch import ElasticsearchEngine
from search.tasks import drain, learn_words


def catch_up() -> None:
    """Everything that waits is where it is searched."""
    drain()
    learn_words()
    used = engine(configured())
    if isinstance(used, ElasticsearchEngine):
        used.client.indices.refresh(index=used.copy.alias)
