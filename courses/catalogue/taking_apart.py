"""`python -m courses.catalogue.taking_apart pdf|docx`: a file on standard input, its words on standard output.

Runs by itself under limits of memory and time, and without Django. It ends with 3 if the file is locked, with 4 if it
is damaged, and by the limits if it is made to burst.
"""

import resource
import sys
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile

LONGEST = 200_000  # characters
MEMORY = 512 * 1024 * 1024  # bytes
SECONDS = 10  # of work
UNPACKED = 50 * 1024 * 1024  # bytes of one part of a DOCX
PARAGRAPH, TEXT, TAB = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}" + name
    for name in ["p", "t", "tab"]
)
LOCKED, DAMAGED, TOO_LARGE = 3, 4, 5


class Locked(Exception):
    """The file asks for a password."""


class TooLarge(Exception):
    """The file unpacks to more than it should."""


def words_of_pdf(content: bytes) -> Iterator[str]:
    from pypdf import PdfReader  # noqa: PLC0415  after the limits are set

    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Locked
    for page in reader.pages:
        yield " ".join(page.extract_text().split())  # its lines end where the paper did


def words_of_docx(content: bytes) -> Iterator[str]:
    from defusedxml.ElementTree import iterparse  # noqa: PLC0415  after the limits are set

    if content.startswith(b"\xd0\xcf\x11\xe0"):  # Word wraps a locked file in its old format
        raise Locked
    with ZipFile(BytesIO(content)) as archive:
        if archive.getinfo("word/document.xml").file_size > UNPACKED:
            raise TooLarge
        with archive.open("word/document.xml") as document:
            words: list[str] = []
            for _, element in iterparse(document):
                if element.tag == TEXT:
                    words.append(element.text or "")
                elif element.tag == TAB:
                    words.append(" ")
                elif element.tag == PARAGRAPH:
                    yield "".join(words)
                    words = []
                    element.clear()


def main(kind: str) -> int:
    """The exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    words = {"pdf": words_of_pdf, "docx": words_of_docx}[kind]
    length = 0
    try:
        for text in words(sys.stdin.buffer.read()):
            sys.stdout.buffer.write(text.encode("utf-8", errors="replace") + b"\n")
            length += len(text)
            if length > LONGEST:
                break
    except Locked:
        return LOCKED
    except (MemoryError, TooLarge):
        return TOO_LARGE
    except (BadZipFile, KeyError):
        return DAMAGED
    except Exception as error:
        return TOO_LARGE if "Limit" in type(error).__name__ else DAMAGED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
