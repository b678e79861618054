"""Answer scales as people write them in forms: what an answer means, and which scale a column of answers is on."""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("scales.toml")
_BESIDE, _UNANSWERED = "beside", "unanswered"
_TWO_SIDED = ("agreement", "yes_no", "satisfaction")


@dataclass(frozen=True)
class Answer:
    """An answer that can be given to a statement.

    code is what is stored, text what people read, kind a code of ``answer_kind``, words the plain ways of writing it.
    """

    code: str
    text: str
    kind: str
    words: tuple[str, ...]


def plain_answer(text: str) -> str:
    """Give what two spellings of an answer share: small letters, single blanks, straight apostrophes, no full stop."""
    return re.sub(r"\s+", " ", text.replace("’", "'")).strip().rstrip(".").casefold()


@cache
def scales() -> Mapping[str, tuple[Answer, ...]]:
    """Every scale by name, its answers in order."""
    return {
        name: tuple(
            Answer(code, entry["words"][0].capitalize(), entry["kind"], tuple(map(plain_answer, entry["words"])))
            for code, entry in answers.items()
        )
        for name, answers in tomllib.loads(_FILE.read_text(encoding="utf-8")).items()
    }


@cache
def _known() -> Mapping[str, tuple[str, Answer]]:
    """The scale and the answer of every way of writing one."""
    return {word: (name, answer) for name, answers in scales().items() for answer in answers for word in answer.words}


def kind_of(label: str) -> str:
    """Say what kind of answer people mean by ``label``: a code of ``answer_kind``, ``other`` when nothing tells."""
    _, answer = _known().get(plain_answer(label), ("", None))
    return answer.kind if answer and answer.kind != "none" else "other"


def is_unanswered(label: str) -> bool:
    """Say whether a codebook means by ``label`` that nobody answered."""
    scale, _ = _known().get(plain_answer(label), ("", None))
    return scale == _UNANSWERED


def scale_of(texts: Collection[str]) -> str | None:
    """Give the scale that at least three of four ``texts`` are on; None when there is none.

    «Vet ikke» and «ikke aktuelt» may stand beside any scale and do not tell.
    """
    found = [_known().get(plain_answer(text), ("", None))[0] for text in texts]
    best = max((name for name in found if name not in ("", _BESIDE, _UNANSWERED)), key=found.count, default=None)
    fitting = [name for name in found if name in (best, _BESIDE)]
    return best if best is not None and 4 * len(fitting) >= 3 * len(texts) else None


def answers_in_use(scale: str, texts: Collection[str]) -> tuple[Answer, ...]:
    """Give the answers of ``scale`` that a form with the answers ``texts`` offered, in order.

    A scale with two sides has its ends and the mirror image of what is answered: nobody chose «helt uenig», but could have.
    """
    plain = {plain_answer(text) for text in texts}
    answers = scales()[scale]
    used = [not plain.isdisjoint(answer.words) for answer in answers]
    if scale in _TWO_SIDED:
        used = [one or other for one, other in zip(used, reversed(used), strict=True)]
        used[0] = used[-1] = True
    beside = [answer for answer in scales()[_BESIDE] if not plain.isdisjoint(answer.words)]
    return (*(answer for answer, is_used in zip(answers, used, strict=True) if is_used), *beside)
