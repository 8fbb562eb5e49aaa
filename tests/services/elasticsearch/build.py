"""The server's home folder, put together from Maven's jars once for each state of these files, and kept in a cache."""

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.services.processes import ServiceFailed

HERE = Path(__file__).resolve().parent
SOURCES = ("pom.xml", "java/*/*", "build.py")
JAVA = 17  # the oldest that the server runs on
TRIES = 3  # Maven asks a registry that may be busy


def cache() -> Path:
    """Where homes are kept: 41 MB for each state of the sources."""
    caches = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(caches) / "tajryiba" / "elasticsearch"


def is_available() -> bool:
    """Whether a server can be had here: it is built, or what builds it is installed."""
    if not shutil.which("java"):
        return False
    return built().exists() or (java_version() >= JAVA and bool(shutil.which("mvn")))


def java_version() -> int:
    """The compiler's version, 0 when there is none."""
    if not shutil.which("javac"):
        return 0
    said = subprocess.run(["javac", "-version"], capture_output=True, text=True, check=False)  # noqa: S607  the one on PATH
    found = re.search(r"javac (\d+)", said.stdout + said.stderr)
    return int(found[1]) if found else 0


def built() -> Path:
    """The home folder for these sources, whether it is there or not."""
    digest = hashlib.sha256()
    for file in sorted(file for pattern in SOURCES for file in HERE.glob(pattern)):
        digest.update(f"{file.relative_to(HERE)}\n".encode() + file.read_bytes())
    return cache() / digest.hexdigest()[:16]


def home() -> Path:
    """The home folder, built if it is not there. Raises `ServiceFailed` with what Maven or the compiler said."""
    ready = built()
    if ready.exists():
        return ready
    ready.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="building-", dir=ready.parent) as work:
        new = assemble(Path(work))
        try:
            new.rename(ready)
        except OSError:  # another process was quicker
            if not ready.exists():
                raise
    return ready


def assemble(work: Path) -> Path:
    """Fetch and compile into a new home folder inside `work`."""
    jars, new = work / "jars", work / "home"
    fetch(jars)
    lib = new / "lib"
    lib.mkdir(parents=True)
    (new / "config").mkdir()
    version = next(jars.glob("elasticsearch-core-*.jar")).stem.removeprefix("elasticsearch-core-")
    transport = module(
        new, "transport-netty4", version, "org.elasticsearch.transport.netty4.Netty4Plugin"
    )
    # As in the packaged server, the transport has its libraries for itself; the others are everybody's.
    of_transport = ("transport-netty4", "netty-", "elasticsearch-ssl-config")
    for jar in jars.iterdir():
        shutil.move(jar, (transport if jar.name.startswith(of_transport) else lib) / jar.name)
    compile_jar(work, HERE / "java" / "launcher", lib, lib / "launcher.jar")
    compile_jar(
        work, HERE / "java" / "root", lib, module(new, "root", version, "RootPlugin") / "root.jar"
    )
    return new


def fetch(jars: Path) -> None:
    """Let Maven copy the server's jars into a folder."""
    command = ["mvn", "-B", "-q", "-f", str(HERE / "pom.xml"), "dependency:copy-dependencies"]
    for left in reversed(range(TRIES)):
        try:
            run([*command, f"-DoutputDirectory={jars}"])
            break
        except ServiceFailed:
            if not left:
                raise


def module(new: Path, name: str, version: str, plugin: str) -> Path:
    """The folder of a module, with what the server wants to know of it."""
    folder = new / "modules" / name
    folder.mkdir(parents=True)
    facts = {
        "name": name,
        "description": name,
        "version": version,
        "elasticsearch.version": version,
        "java.version": str(JAVA),
        "classname": plugin,
    }
    lines = "".join(f"{fact}={value}\n" for fact, value in facts.items())
    (folder / "plugin-descriptor.properties").write_text(lines)
    return folder


def compile_jar(work: Path, sources: Path, lib: Path, jar: Path) -> None:
    """Compile a folder of Java into a jar; what lies beside the sources goes with it."""
    classes = Path(tempfile.mkdtemp(dir=work))
    files = [str(file) for file in sorted(sources.glob("*.java"))]
    flags = ["-nowarn", "-proc:none", "-encoding", "UTF-8", "--release", str(JAVA)]
    run(["javac", *flags, "-cp", f"{lib}/*", "-d", str(classes), *files])
    for file in sources.glob("*.xml"):
        shutil.copy(file, classes)
    run(["jar", "--create", "--file", str(jar), "-C", str(classes), "."])


def run(command: list[str]) -> None:
    """Raises `ServiceFailed` with the end of what the command said."""
    done = subprocess.run(  # noqa: S603  our own commands
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ServiceFailed(f"{command[0]} failed:\n{done.stdout[-4000:]}")
