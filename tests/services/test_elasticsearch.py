"""The Elasticsearch that tests run against does what we ask of a hosted one, and forgets nothing when it is killed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from elasticsearch import ApiError, helpers
from elasticsearch import Elasticsearch as Client

from tests.services.elasticsearch import build
from tests.services.elasticsearch.server import Cluster, Elasticsearch

MAPPINGS = {
    "dynamic": "strict",
    "properties": {
        "title": {
            "type": "text",
            "analyzer": "whitespace",
            "index_prefixes": {"min_chars": 1, "max_chars": 10},
        },
        "body": {"type": "text", "analyzer": "whitespace"},
        "region": {"type": "keyword"},
        "access": {"type": "keyword"},
        "weight": {"type": "float"},
        "moment": {"type": "date"},
    },
}
ENTRIES = [
    ("1", "таштанды жыйноо", "мусор чыгаруу тартиби", "naryn", "public", 1.0),
    ("2", "вода питьевой", "мусор и вода", "osh", "public", 2.0),
    ("3", "мусор вывоз", "график", "osh", "member", 1.0),
]


def entries(index: str, version: int = 1) -> Iterator[dict[str, object]]:
    for key, title, body, region, access, weight in ENTRIES:
        yield {
            "_op_type": "index",
            "_index": index,
            "_id": key,
            "version": version,
            "version_type": "external",
            "title": title,
            "body": body,
            "region": region,
            "access": access,
            "weight": weight,
            "moment": "2026-11-01T00:00:00Z",
        }


def found(answer: object) -> list[str]:
    return [hit["_id"] for hit in answer["hits"]["hits"]]  # type: ignore[index]  # the client's answers have no shape


@pytest.fixture
def index(elasticsearch: str, elasticsearch_prefix: str) -> Iterator[tuple[Client, str]]:
    """An index with three entries, behind an alias."""
    with Client(elasticsearch) as client:
        name = f"{elasticsearch_prefix}entries-1"
        alias = f"{elasticsearch_prefix}entries"
        client.indices.create(
            index=name,
            mappings=MAPPINGS,
            settings={"number_of_shards": 2, "number_of_replicas": 0},
            aliases={alias: {}},
        )
        helpers.bulk(client, entries(name), refresh="wait_for")
        yield client, alias


@pytest.mark.elasticsearch
def test_it_says_which_server_it_is(elasticsearch: str):
    with Client(elasticsearch) as client:
        assert client.info()["version"]["number"].startswith("8.")
        assert client.ping()


@pytest.mark.elasticsearch
def test_ready_tokens_are_found_with_typos_prefixes_weights_and_facets(index: tuple[Client, str]):
    client, alias = index
    answer = client.search(
        index=alias,
        query={
            "function_score": {
                "query": {
                    "bool": {
                        "must": {
                            "multi_match": {
                                "query": "мусар",
                                "fields": ["title^3", "body"],
                                "fuzziness": 1,
                            }
                        },
                        "filter": {"terms": {"access": ["public"]}},
                    }
                },
                "functions": [
                    {"field_value_factor": {"field": "weight"}},
                    {"exp": {"moment": {"origin": "2026-11-25T00:00:00Z", "scale": "365d"}}},
                ],
            }
        },
        post_filter={"terms": {"region": ["osh"]}},
        aggs={
            "all": {"filter": {"match_all": {}}, "aggs": {"region": {"terms": {"field": "region"}}}}
        },
    )
    assert found(answer) == ["2"]
    buckets = answer["aggregations"]["all"]["region"]["buckets"]
    assert {bucket["key"]: bucket["doc_count"] for bucket in buckets} == {"naryn": 1, "osh": 1}
    beginning = {
        "multi_match": {
            "query": "вывоз мус",
            "type": "bool_prefix",
            "fields": ["title"],
            "operator": "and",
        }
    }
    assert found(client.search(index=alias, query=beginning)) == ["3"]


@pytest.mark.elasticsearch
def test_an_older_version_never_wins_even_after_a_delete(index: tuple[Client, str]):
    client, alias = index
    (name,) = client.indices.get_alias(name=alias)
    client.delete(index=name, id="1", version=5, version_type="external")
    refused = [
        item
        for done, item in helpers.streaming_bulk(
            client, entries(name, version=4), raise_on_error=False
        )
        if not done
    ]
    assert [(item["index"]["_id"], item["index"]["status"]) for item in refused] == [("1", 409)]
    client.indices.refresh(index=name)
    assert not client.exists(index=alias, id="1")


@pytest.mark.elasticsearch
def test_an_alias_moves_in_one_step(index: tuple[Client, str], elasticsearch_prefix: str):
    client, alias = index
    (old,), new = client.indices.get_alias(name=alias), f"{elasticsearch_prefix}entries-2"
    client.indices.create(index=new, mappings=MAPPINGS, settings={"number_of_replicas": 0})
    client.indices.update_aliases(
        actions=[{"remove_index": {"index": old}}, {"add": {"index": new, "alias": alias}}]
    )
    assert client.count(index=alias)["count"] == 0


@pytest.mark.elasticsearch
def test_a_field_that_nobody_declared_is_refused(index: tuple[Client, str]):
    client, alias = index
    with pytest.raises(ApiError, match="strict"):
        client.index(index=alias, id="9", document={"name": "Айгүл"})


@pytest.mark.elasticsearch
@pytest.mark.slow
def test_what_it_has_taken_survives_a_kill(elasticsearch: str, tmp_path: Path):
    with Elasticsearch(tmp_path) as server, Client(server.url, request_timeout=60) as client:
        client.indices.create(index="kept", mappings=MAPPINGS, settings={"number_of_replicas": 0})
        helpers.bulk(client, entries("kept"))
        server.kill()
        server.start()
        client.indices.refresh(index="kept")
        assert client.count(index="kept")["count"] == len(ENTRIES)


@pytest.mark.elasticsearch
@pytest.mark.slow
def test_two_of_three_nodes_carry_what_the_third_had(elasticsearch: str, tmp_path: Path):
    with (
        Cluster(tmp_path) as cluster,
        Client(cluster.urls, request_timeout=60, retry_on_timeout=True) as client,
    ):
        client.indices.create(
            index="kept",
            mappings=MAPPINGS,
            settings={"number_of_shards": 3, "number_of_replicas": 1},
        )
        client.cluster.health(index="kept", wait_for_status="green", timeout="60s")
        helpers.bulk(client, entries("kept"), refresh="wait_for")
        cluster.nodes[0].kill()
        assert client.count(index="kept")["count"] == len(ENTRIES)
        client.cluster.health(wait_for_nodes="2", timeout="60s")
        cluster.nodes[0].start()
        assert cluster.nodes[0].health()["number_of_nodes"] == len(cluster.nodes)


def test_its_home_has_another_name_when_its_sources_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    before = build.built()
    (tmp_path / "pom.xml").write_text("<project/>")
    monkeypatch.setattr(build, "HERE", tmp_path)
    assert build.built() != before
    assert build.built().parent == before.parent
