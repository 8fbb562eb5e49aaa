"""Nodes of Elasticsearch as services: one alone, or several as a cluster."""

import json
import urllib.request
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

from tests.services import processes
from tests.services.elasticsearch import build
from tests.services.service import Service

HEAP = "512m"  # carries 100,000 small entries; a bench asks for more
ANSWERS_WITHIN = 5  # seconds, for a question about its health


class Elasticsearch(Service):
    """One node; `url` says how the client connects. `members` are all nodes of its cluster, itself included.

    One that `is_for_long` takes twice as long to start, and answers sooner once it is warm: for what is measured.
    """

    name = "Elasticsearch"

    def __init__(
        self,
        folder: Path,
        *,
        port: int | None = None,
        heap: str = HEAP,
        is_for_long: bool = False,
    ) -> None:
        super().__init__(folder, port=port)
        self.transport_port = processes.free_port()
        self.heap = heap
        self.is_for_long = is_for_long
        self.members: Sequence[Elasticsearch] = [self]

    @property
    def url(self) -> str:
        return f"http://{processes.LOOPBACK}:{self.port}"

    @property
    def node(self) -> str:
        """The node's name, by which the others know it for ever."""
        return self.folder.parent.name if len(self.members) > 1 else "node"

    def settings(self) -> dict[str, str]:
        """The node's settings."""
        chosen = {
            "path.home": str(build.home()),
            "path.data": str(self.folder / "data"),
            "path.logs": str(self.folder / "logs"),
            "cluster.name": "tajryiba",
            "node.name": self.node,
            "network.host": processes.LOOPBACK,
            "http.port": str(self.port),
            "http.type": "netty4",
            "transport.port": str(self.transport_port),
            "transport.type": "netty4",
            # On a machine for tests a disk that is nearly full is no news.
            "cluster.routing.allocation.disk.threshold_enabled": "false",
        }
        if len(self.members) == 1:
            return {**chosen, "discovery.type": "single-node"}
        ports = [member.transport_port for member in self.members]
        chosen["discovery.seed_hosts"] = ",".join(f"{processes.LOOPBACK}:{port}" for port in ports)
        if not (self.folder / "data" / "_state").exists():  # a cluster is founded once
            names = [member.node for member in self.members]
            chosen["cluster.initial_master_nodes"] = ",".join(names)
        return chosen

    def command(self) -> Sequence[str | Path]:
        if not build.is_available():
            raise processes.ServiceFailed(
                f"Elasticsearch needs a JDK of version {build.JAVA} or newer, and Maven."
            )
        scratch = self.folder / "tmp"
        scratch.mkdir(parents=True, exist_ok=True)
        chosen = self.settings()
        return [
            "java",
            f"-Xms{self.heap}",
            f"-Xmx{self.heap}",
            "-XX:+ExitOnOutOfMemoryError",
            *([] if self.is_for_long else ["-XX:TieredStopAtLevel=1"]),
            f"-Djava.io.tmpdir={scratch}",
            "-Dlog4j2.disable.jmx=true",
            "-Dlog4j.shutdownHookEnabled=false",  # the node still writes while it closes
            "-Dio.netty.noUnsafe=true",
            "-Dio.netty.allocator.numDirectArenas=0",
            "-cp",
            f"{chosen['path.home']}/lib/*",
            "Launcher",
            *(f"{name}={value}" for name, value in chosen.items()),
        ]

    def health(self) -> dict[str, Any]:
        """What the node says of its cluster; nothing when it does not answer."""
        address = f"{self.url}/_cluster/health"
        try:
            with urllib.request.urlopen(address, timeout=ANSWERS_WITHIN) as answer:  # noqa: S310  ours
                said: dict[str, Any] = json.load(answer)
        except OSError:
            return {}
        return said

    def is_ready(self) -> bool:
        """Whether all that it has can be searched: it answers before it has read its data again."""
        health = self.health()
        # One that another process has started is alone.
        expected = sum(member.is_running() for member in self.members) or 1
        return health.get("status") in {"yellow", "green"} and health["number_of_nodes"] == expected

    def is_running(self) -> bool:
        """Whether it has been started and has not ended."""
        process = getattr(self, "process", None)
        return process is not None and process.poll() is None


class Cluster:
    """Several nodes, started at once; runs while the `with` lasts."""

    def __init__(self, folder: Path, *, nodes: int = 3, heap: str = HEAP) -> None:
        self.nodes = [
            Elasticsearch(folder / f"node-{number}", heap=heap) for number in range(nodes)
        ]
        for node in self.nodes:
            node.members = self.nodes

    @property
    def urls(self) -> list[str]:
        return [node.url for node in self.nodes]

    def __enter__(self) -> Self:
        with ExitStack() as started:
            for node in self.nodes:
                node.launch()
                started.callback(node.stop)
            for node in self.nodes:
                node.wait()
            started.pop_all()
        return self

    def __exit__(self, *exception: object) -> None:
        for node in self.nodes:
            node.stop()
