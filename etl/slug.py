"""A name as a code: lower-case ASCII words joined by hyphens."""

import re
import unicodedata

_NORWEGIAN = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŋ": "n", "ŧ": "t"})


def slug(text: str) -> str:
    """Give ``text`` as a code: ``Lofoten, Vesterålen, Salten`` → ``lofoten-vesteralen-salten``.

    Used where a region has a name and no code of its own, such as a health community. æ→ae, ø→o, å→a, other accents are
    dropped, and every run of something else than a–z and 0–9 is one hyphen. A text without such letters gives ``''``.
    """
    plain = unicodedata.normalize("NFKD", text.lower().translate(_NORWEGIAN))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")
