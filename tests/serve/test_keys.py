"""How long a key is compared tells nothing of it: digests of one length, and always all of them."""

import hmac

import pytest
from starlette.datastructures import Headers

from verisieve.serve.keys import Keys
from verisieve.serve.refusals import Refusal

FIRST, SECOND = "the-first-of-the-keys", "a-second-key-of-another-length"


@pytest.mark.parametrize("given", [FIRST, SECOND, FIRST[:-1], "x", ""])
def test_every_key_is_compared_in_constant_time_whichever_is_given(monkeypatch, given):
    compared, original = [], hmac.compare_digest

    def watched(found, known):
        compared.append((len(found), len(known)))
        return original(found, known)

    monkeypatch.setattr(hmac, "compare_digest", watched)
    keys = Keys([FIRST, SECOND])
    headers = Headers({"authorization": f"Bearer {given}"})
    if given in (FIRST, SECOND):
        keys.check(headers)
    else:
        with pytest.raises(Refusal, match="missing or wrong"):
            keys.check(headers)
    assert compared == [(32, 32)] * 2
