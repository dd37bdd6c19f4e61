"""Puts into a wheel what the service needs beside its script: its native Node packages for this platform, and the bundled model.

An editable install gets none of it: there the service and the model are those of the clone.
"""

from __future__ import annotations

import json
import platform
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# What the service's bundle leaves outside (scripts/bundle-service.mjs), and what their install scripts alone use.
NATIVE_PACKAGES = ("onnxruntime-node", "sharp", "@photostructure/sqlite")
ONLY_FOR_INSTALLING = {"adm-zip", "global-agent", "node-addon-api"}
ONLY_FOR_TESTING = {"golden.js"}
# Folders of native packages that hold sources and other files no run reads.
UNUSED_FOLDERS = {"src", "script", "scripts", "docs", "install", "tools", "test"}
UNUSED_SUFFIXES = {".map", ".md", ".ts", ".gyp", ".gypi", ".cc", ".h", ".lib", ".pdb"}
TARGET = "jupyterlab_diffusion"


class ServiceParts(BuildHookInterface):
    """hatchling's custom hook."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict) -> None:
        """Adds the files and the platform's tag to the wheel."""
        if self.target_name != "wheel" or version == "editable":
            return
        root = Path(self.root)
        included = build_data["force_include"]
        service = root / "lib" / "service"
        if not (service / "index.js").is_file():
            raise FileNotFoundError("lib/service is missing: run npm run build first")
        for path in service.rglob("*"):
            if path.is_file() and path.suffix != ".map" and path.name not in ONLY_FOR_TESTING:
                included[str(path)] = f"{TARGET}/service/{path.relative_to(service).as_posix()}"
        included[str(root / "models" / "emoji-diffusion")] = f"{TARGET}/service/models/emoji-diffusion"
        modules = root / "node_modules"
        for name in sorted(closure(modules, NATIVE_PACKAGES)):
            for path in native_files(modules / name):
                included[str(path)] = f"{TARGET}/service/node_modules/{path.relative_to(modules).as_posix()}"
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform_tag()}"


def closure(modules: Path, names: tuple[str, ...]) -> set[str]:
    """The packages and all they depend on, as far as npm installed them for this platform."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        record = modules / name / "package.json"
        if name in found or name in ONLY_FOR_INSTALLING or not record.is_file():
            continue
        found.add(name)
        told = json.loads(record.read_text("utf-8"))
        waiting += [*told.get("dependencies", {}), *told.get("optionalDependencies", {})]
    return found


def native_files(package: Path) -> Iterator[Path]:
    """The files of a package that a run on this platform reads."""
    for path in package.rglob("*"):
        parts = path.relative_to(package).parts
        unused = parts[0] in UNUSED_FOLDERS or path.suffix in UNUSED_SUFFIXES
        if path.is_file() and "node_modules" not in parts and not unused and _for_here(parts):
            yield path


def _for_here(parts: tuple[str, ...]) -> bool:
    """False for binaries of other platforms: `bin/napi-v6/<os>/<arch>` and `prebuilds/<os>-<arch>`."""
    system, arch = sys.platform, node_arch()
    if parts[:1] == ("bin",) and len(parts) > 4:
        return parts[2:4] == (system, arch)
    if parts[:1] == ("prebuilds",) and len(parts) > 2:
        return parts[1] == f"{system}-{arch}"
    return True


def node_arch() -> str:
    """Node's name for this machine's processor."""
    machine = platform.machine().lower()
    return {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64"}.get(machine, machine)


def platform_tag() -> str:
    """The wheel's platform: the native packages need glibc 2.28 on Linux, as pip's Node does."""
    tag = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    return tag.replace("linux_", "manylinux_2_28_") if tag.startswith("linux_") else tag
