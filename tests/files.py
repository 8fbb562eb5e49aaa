"""Files as people upload them: real ones, made here."""

import zlib
from io import BytesIO
from struct import pack
from zipfile import ZipFile

import pillow_heif
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

GPS, ORIENTATION, TURNED, MODEL, RESOLUTION = 0x8825, 0x0112, 6, 0x0110, 0x011A
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><html><script>alert(1)</script></html>"
PDF = b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\n"


def noise(size: tuple[int, int]) -> Image.Image:
    """Grain over a picture with light and shade: the hardest that a photograph can be to make small."""
    grain = [Image.effect_noise(size, 90) for _ in range(3)]
    shades = Image.linear_gradient("L").resize(size)
    return Image.blend(Image.merge("RGB", grain), Image.merge("RGB", [shades] * 3), 0.5)


def told_where() -> Image.Exif:
    """What a phone writes into a photograph: where, with what, and that it lies on its side."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MODEL] = TURNED, "Phone 7"
    exif.get_ifd(GPS)[2] = (42.0, 28.0, 0.0)
    return exif


def photograph(kind: str = "JPEG", size: tuple[int, int] = (400, 300), **how: int) -> bytes:
    """As a phone takes it."""
    out = BytesIO()
    Image.new("RGB", size, "olive").save(out, kind, exif=told_where(), **how)
    return out.getvalue()


def photograph_with_nonsense(kind: str = "JPEG") -> bytes:
    """On its side, and its resolution is written in letters: some programs for photographs do so."""
    held = pack(">HHI4s", ORIENTATION, 3, 1, pack(">H", TURNED))
    fine = pack(">HHI4s", RESOLUTION, 2, 4, b"abc")
    exif = b"Exif\0\0MM\0*" + pack(">IH", 8, 2) + held + fine + bytes(4)
    out = BytesIO()
    Image.new("RGB", (400, 300), "olive").save(out, kind, exif=exif)
    return out.getvalue()


def grainy(size: tuple[int, int], quality: int = 95) -> bytes:
    """A noisy photograph, as a JPEG."""
    out = BytesIO()
    noise(size).save(out, "JPEG", quality=quality, exif=told_where())
    return out.getvalue()


def heic(size: tuple[int, int] = (300, 200)) -> bytes:
    """As an iPhone takes it, with its place in it."""
    out = BytesIO()
    file = pillow_heif.from_pillow(Image.new("RGB", size, "olive"))
    exif = Image.Exif()
    exif[MODEL] = "Phone 15"
    exif.get_ifd(GPS)[2] = (42.0, 28.0, 0.0)
    file.save(out, exif=exif.tobytes())
    return out.getvalue()


def bomb(side: int) -> bytes:
    """A PNG of so many pixels a side in a few kilobytes: all of it is black."""

    def chunk(name: bytes, content: bytes) -> bytes:
        whole = name + content
        return pack(">I", len(content)) + whole + pack(">I", zlib.crc32(whole))

    lines = zlib.compressobj(9)
    line = b"\0" * (1 + -(-side // 8))
    packed = b"".join(lines.compress(line) for _ in range(side)) + lines.flush()
    header = pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


def moving(kind: str) -> bytes:
    """Two pictures that follow each other."""
    out = BytesIO()
    first, second = Image.new("RGB", (60, 40), "olive"), Image.new("RGB", (60, 40), "navy")
    first.save(out, kind, save_all=True, append_images=[second])
    return out.getvalue()


def office(name: str, content: str = "<document/>") -> bytes:
    """A document of an office program: the part of that name makes it of its kind."""
    out = BytesIO()
    with ZipFile(out, "w") as parts:
        parts.writestr(name, content)
    return out.getvalue()


def docx(words: str) -> bytes:
    """A document that says so."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f"<w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:body>"
    return office("word/document.xml", f'<w:document xmlns:w="{space}">{body}</w:document>')


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
