"""Look for weaknesses: in the code, in the libraries, and from outside in a portal that serves.

`make scan` (some minutes; MINUTES=5 bounds each of the two attacks). Ends with 1 when something of
medium severity or more was found. The scanner wapiti is GPL and no part of the portal: it is
installed into an environment of its own in var/scan.
"""

import json
import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

from scripts.scan.serving import ROOT, demo_portal, signed_in_cookies

HOME = ROOT / "var" / "scan"
TOOLS = {"wapiti": "wapiti3", "pip-audit": "pip-audit"}
MINUTES = float(os.environ.get("MINUTES") or 5)
MEDIUM = 2
FEWEST = 10  # pages and forms: the crawl of a portal that refuses the scanner ends before
LEVELS = ["info", "low", "medium", "high", "critical"]
# Not those that ask a server of wapiti's own (ssrf, log4shell), nor those for other systems.
MODULES = (
    "cookieflags crlf csp csrf exec file http_headers permanentxss redirect sql timesql upload"
    " xss xxe"
).split()
SLOW_MODULES = 8  # of them use up their time, the others take seconds
# They would end the scanner's session, or take its password.
LEFT_ALONE = "dang-xuat dong-tai-khoan doi-mat-khau thu-dien-tu xac-thuc-hai-lop".split()


def main() -> int:
    """Do all scans and say what each found; 1 when anything must be mended."""
    install_tools()
    bad = [
        section("Code (ruff, rules S)", [sys.executable, "-m", "ruff", "check", "--select", "S"]),
        audit(),
        *attacks(),
    ]
    section("Newer versions of libraries (told only)", outdated())
    return int(any(bad))


def install_tools() -> None:
    """Put the scanners into their own environment, once."""
    if all((HOME / "bin" / name).exists() for name in TOOLS):
        return
    print(f"→ Installing the scanners into {HOME.relative_to(ROOT)}…", flush=True)
    venv.create(HOME, with_pip=True)
    command = [HOME / "bin" / "pip", "install", "-q", *TOOLS.values()]
    subprocess.run(command, check=True)  # noqa: S603


def section(title: str, command: list) -> bool:
    """Run a program under a title; whether it found something."""
    print(f"== {title}", flush=True)
    return subprocess.run(command, cwd=ROOT).returncode != 0  # noqa: S603


def audit() -> bool:
    """Compare the locked versions with published weaknesses, at PyPI; whether one has any."""
    print("== Libraries with known weaknesses (pip-audit)", flush=True)
    options = "--disable-pip --require-hashes --progress-spinner off -f json -r requirements.lock"
    done = subprocess.run(  # noqa: S603
        [HOME / "bin" / "pip-audit", *options.split()], cwd=ROOT, capture_output=True, text=True
    )
    libraries = json.loads(done.stdout)["dependencies"] if done.stdout else []
    weak = [each for each in libraries if each.get("vulns")]
    for each in weak:
        print(f"  {each['name']} {each['version']}: {', '.join(v['id'] for v in each['vulns'])}")
    judged = sum("vulns" in each for each in libraries)
    print(f"  {judged} of {len(libraries)} judged, {len(weak)} weak")
    if judged < len(libraries) or not libraries:
        print("  The others are not judged: this package index does not tell of weaknesses.")
    return bool(weak)


def outdated() -> list:
    """Return the command that asks the package index for newer versions."""
    return [sys.executable, "-m", "pip", "--disable-pip-version-check", "list", "--outdated"]


def attacks() -> Iterator[bool]:
    """Attack a portal with demo data as a stranger, then as who keeps an enterprise."""
    with demo_portal() as address:
        yield attack("a stranger", address, [])
        yield attack("the demo enterprise", address, ["-C", signed_in_cookies(address)])


def attack(who: str, address: str, options: list[str]) -> bool:
    """Crawl and attack the portal; whether something of medium severity or more was found."""
    print(f"== The portal from outside, as {who} (wapiti, {MINUTES:g} minutes)", flush=True)
    report = HOME / f"{who.split()[-1]}.json"
    report.unlink(missing_ok=True)
    with (HOME / f"{report.stem}.log").open("w") as log:
        subprocess.run([*wapiti(address, report), *options], stdout=log, stderr=log)  # noqa: S603
    if not report.exists():
        print(f"✗ wapiti wrote no report: see {log.name}")
        return True
    return tell(json.loads(report.read_text()))


def wapiti(address: str, report: Path) -> list:
    """Return the command that attacks an address."""
    left = [f"-x{address}/*{word}*" for word in LEFT_ALONE]
    seconds = 60 * MINUTES
    return [
        *(HOME / "bin" / "wapiti", "-u", f"{address}/", "-m", ",".join(MODULES), *left),
        *("--scope", "domain", "--max-scan-time", f"{seconds / 4:g}"),
        *("--max-attack-time", f"{seconds / 2 / SLOW_MODULES:g}", "-d", "4", "-S", "sneaky"),
        *("--max-files-per-dir", "6", "--max-links-per-page", "60", "--max-parameters", "40"),
        *("--tasks", "1", "--flush-session", "--no-bugreport", "-v", "1"),
        *("--store-session", str(HOME / "sessions"), "-f", "json", "-o", str(report)),
    ]


def tell(report: dict) -> bool:
    """Print the findings of a report; whether one is of medium severity or more."""
    pages = report["infos"].get("crawled_pages_nbr", 0)
    print(f"  {pages} pages and forms")
    if pages < FEWEST:
        print(f"✗ fewer than {FEWEST}: the portal was not looked at")
        return True
    worst = 0
    for kind in ("vulnerabilities", "anomalies"):
        for name, findings in report[kind].items():
            for each in findings:
                worst = max(worst, each["level"])
                print(f"  {LEVELS[each['level']]}: {name}: {each['method']} {each['path']}")
                print(f"    {each['info']}")
    return worst >= MEDIUM


if __name__ == "__main__":
    sys.exit(main())
