"""Mozilla's HTTP Observatory as a computation: what it would score for a page's headers.

After the rules of MDN's HTTP Observatory, version 2 and later (mdn/mdn-http-observatory on GitHub:
`src/grader/charts.js` for the modifiers, `src/analyzer/tests/` for what they are given for,
`src/scanner/index.js` for how they add up). Left out are tests that look at more than one site:
whether it stands on browsers' preload list, and certificates.
"""

from collections.abc import Iterable
from http.cookies import Morsel

import lxml.html
from django.http import HttpResponse

BROAD = {"ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*"}
INLINE = {"'unsafe-inline'", "data:"}
PRIVATE_REFERRERS = {
    "no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"
}  # fmt: skip
SIX_MONTHS = 15_768_000  # seconds
LEAST_FOR_BONUS = 90
GRADES = "F F F F F D- D D D+ C- C C C+ B- B B B+ A- A A A+".split()  # from 0 by steps of 5

Policy = dict[str, set[str]]


def score(page: HttpResponse, redirect: HttpResponse, host: str) -> int:
    """Return the score of a page that was asked for by TLS, and by plain HTTP (`redirect`)."""
    policy = _policy(page)
    modifiers = [
        _csp(policy),
        _cookies(page.cookies.values()),
        _sharing(page),
        _redirection(redirect, host),
        _referrer(page),
        _transport(page),
        _scripts(page, host),
        0 if page.headers.get("X-Content-Type-Options", "").lower() == "nosniff" else -5,
        _framing(page, policy),
        _resource_policy(page),
    ]
    plain = 100 + sum(modifier for modifier in modifiers if modifier < 0)
    return 100 + sum(modifiers) if plain >= LEAST_FOR_BONUS else plain


def grade(score: int) -> str:
    """Return the letter for a score."""
    return GRADES[min(max(score, 0) // 5, 20)]


def _policy(page: HttpResponse) -> Policy:
    parts = page.headers.get("Content-Security-Policy", "").split(";")
    words = [part.split() for part in parts if part.split()]
    return {name.lower(): set(sources) for name, *sources in reversed(words)}


def _csp(policy: Policy) -> int:
    if not policy:
        return -25
    default = policy.get("default-src", {"*"})
    scripts, styles, objects = (
        policy.get(name, default) for name in ("script-src", "style-src", "object-src")
    )
    passive = {"img-src", "media-src"}
    active = set().union(*(policy[name] for name in policy if name not in passive))
    if scripts & (BROAD | INLINE) or objects & BROAD:
        return -20
    if _is_insecure(active):
        return -20
    if "'unsafe-eval'" in scripts | styles:
        return -10
    if any(_is_insecure(policy.get(name, default)) for name in passive):
        return -10
    if styles & (BROAD | INLINE):
        return 0
    return 10 if default == {"'none'"} else 5


def _is_insecure(sources: Iterable[str]) -> bool:
    return any(source.startswith(("http:", "ftp:")) for source in sources)


def _cookies(cookies: Iterable[Morsel]) -> int:
    found = [_cookie(each) for each in cookies]
    if not found:
        return 0
    return min(found)


def _cookie(cookie: Morsel) -> int:
    """Return what one cookie costs; HSTS, without which the rest costs more, is asked elsewhere."""
    is_session = any(word in cookie.key.lower() for word in ("login", "sess"))
    same_site = cookie["samesite"].lower()
    if is_session and not cookie["httponly"]:
        return -30
    if (same_site and same_site not in {"lax", "strict", "none"}) or (
        same_site == "none" and not cookie["secure"]
    ):
        return -20
    if "csrf" in cookie.key.lower() and not same_site:
        return -20
    if not cookie["secure"]:
        return -10 if is_session else -5
    return 5 if same_site else 0


def _sharing(page: HttpResponse) -> int:
    allowed = page.headers.get("Access-Control-Allow-Origin")
    return -50 if allowed and page.headers.get("Access-Control-Allow-Credentials") else 0


def _redirection(redirect: HttpResponse, host: str) -> int:
    target = redirect.headers.get("Location", "")
    if redirect.status_code not in {301, 302, 303, 307, 308} or not target:
        return -20
    if not target.startswith("https://"):
        return -20
    return 0 if target.startswith(f"https://{host}/") else -5


def _referrer(page: HttpResponse) -> int:
    policies = [part.strip() for part in page.headers.get("Referrer-Policy", "").split(",")]
    if policies == [""]:
        return 0
    return 5 if policies[-1] in PRIVATE_REFERRERS else -5


def _transport(page: HttpResponse) -> int:
    parts = page.headers.get("Strict-Transport-Security", "").replace(" ", "").lower().split(";")
    ages = [int(part[8:]) for part in parts if part.startswith("max-age=")]
    if not ages:
        return -20
    return 0 if ages[0] >= SIX_MONTHS else -10


def _scripts(page: HttpResponse, host: str) -> int:
    sources = lxml.html.document_fromstring(page.content).xpath("//script/@src")
    foreign = [each for each in sources if "//" in each and f"//{host}/" not in each]
    if any(not each.startswith("https://") for each in foreign):
        return -50
    return -5 if foreign else 0


def _framing(page: HttpResponse, policy: Policy) -> int:
    if not policy.get("frame-ancestors", {"*"}) & BROAD:
        return 5
    return 0 if page.headers.get("X-Frame-Options", "").upper() in {"DENY", "SAMEORIGIN"} else -20


def _resource_policy(page: HttpResponse) -> int:
    policy = page.headers.get("Cross-Origin-Resource-Policy")
    return {None: 0, "same-origin": 10, "same-site": 10, "cross-origin": 0}.get(policy, -5)
