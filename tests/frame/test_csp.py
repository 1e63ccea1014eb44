"""What browsers may load: our own files, and nothing that stands in a page."""

import pytest
from django.http import HttpResponse

from unitar_seminars.csp import ContentSecurityPolicyMiddleware, build_policy

STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)


@pytest.mark.parametrize("path", ["/healthz", "/accounts/login/", "/no-such-page/"])
def test_every_response_carries_the_strict_policy(client, db, path):
    assert client.get(path)["Content-Security-Policy"] == STRICT


def test_a_view_may_bring_a_policy_of_its_own(rf):
    response = HttpResponse()
    response._csp_config = {"default-src": "'none'", "sandbox": []}

    answer = ContentSecurityPolicyMiddleware(lambda _request: response)(rf.get("/"))

    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_directive_may_have_several_sources():
    policy = {"img-src": ["'self'", "data:"], "base-uri": "'none'"}

    assert build_policy(policy) == "img-src 'self' data:; base-uri 'none'"
