"""Chromium with one set of fonts: no page may depend on which fonts a machine has."""

from pathlib import Path

import pytest

# Debian's packages and the folders of their fonts.
SETS = {
    "fonts-noto-core": Path("/usr/share/fonts/truetype/noto"),
    "fonts-dejavu-core": Path("/usr/share/fonts/truetype/dejavu"),
}
CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


def configuration(package: str, folder: Path) -> Path:
    """Write a fontconfig file with the fonts of this package alone; skip where it is missing."""
    if not SETS[package].is_dir():
        pytest.skip(f"không có phông chữ (apt install {package})")
    path = folder / "fonts.conf"
    path.write_text(CONFIGURATION.format(fonts=SETS[package], cache=folder / "cache"))
    return path
