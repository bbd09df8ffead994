"""The licences of all that is in a binary, as one text, and its bill of materials, as CycloneDX JSON.

    dependencies.py LICENCES MATERIALS COMPILER PLATFORM…

COMPILER is the folder with the compiler's packages (release/tools); `cargo` is found on the path. Fails if a dependency has no text
of its licence, or a licence that is not in ALLOWED. Same sources, same bytes. CTE_COMMIT and SOURCE_DATE_EPOCH say what is built.
"""

import collections
import datetime
import json
import os
import pathlib
import re
import subprocess
import sys
import uuid

ALLOWED = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0", "ISC", "MIT", "MIT-0", "Unicode-3.0", "Unlicense",
    "Zlib", "Apache-2.0 WITH LLVM-exception",
}
PLATFORMS = {
    "x86_64-unknown-linux-musl": ["cli", "parallel"],
    "x86_64-pc-windows-gnu": ["cli", "parallel"],
    "wasm32-wasip1": ["cli"],
}
# What is linked in from Debian's packages: the package, its version and licence, and where its texts are.
LINKED = [
    ("musl", "musl-dev", "MIT", ["x86_64-unknown-linux-musl"]),
    ("libgcc_eh", "libgcc-12-dev", "GPL-3.0-or-later WITH GCC-exception-3.1", ["x86_64-unknown-linux-musl"]),
    ("mingw-w64 runtime", "mingw-w64-x86-64-dev", "ZPL-2.1", ["x86_64-pc-windows-gnu"]),
    ("libgcc", "gcc-mingw-w64-base", "GPL-3.0-or-later WITH GCC-exception-3.1", ["x86_64-pc-windows-gnu"]),
    ("wasi-libc", "wasi-libc", "MIT", ["wasm32-wasip1"]),
]
TEXT = re.compile(r"(licen[cs]e|copying|unlicense|notice|copyright|ofl)", re.IGNORECASE)


def main():
    licences, materials, compiler, *platforms = sys.argv[1:]
    library = pathlib.Path(compiler, "usr/lib/rustlib/src/rust/library")
    crates = {}
    for platform in platforms:
        features = PLATFORMS[platform]
        add(crates, platform, ["--no-default-features", "--features", ",".join(features)], "Cargo.toml", "cte")
        add(crates, platform, ["--features", "backtrace,panic-unwind"], library / "std/Cargo.toml", "std")
    faults, texts = [], collections.defaultdict(list)
    for crate in crates.values():
        if not allowed(crate["license"]):
            faults.append(f"{crate['title']}: the licence {crate['license']!r} is not allowed (release/dependencies.py)")
        found = texts_of(crate, library)
        if not found:
            faults.append(f"{crate['title']}: no text of its licence")
        for text in found:
            texts[text].append(f"{crate['title']} ({crate['license']})")
    linked = [(*entry, version_of(compiler, entry[1])) for entry in LINKED if set(entry[3]) & set(platforms)]
    for name, package, licence, _, version in linked:
        text = copyright_of(compiler, package)
        if text is None:
            faults.append(f"{package}: no text of its licence")
        else:
            texts[text].append(f"{name}, of Debian's {package} {version} ({licence})")
    if faults:
        sys.exit("\n".join(faults))
    pathlib.Path(licences).write_text(text_of(texts), encoding="utf-8")
    listed = json.dumps(bill(crates, linked), indent=1, ensure_ascii=False)
    pathlib.Path(materials).write_text(listed + "\n", encoding="utf-8")


def add(crates, platform, features, manifest, root):
    """Adds what a binary for a platform is made of: not what only tests need, but what runs while it is compiled."""
    command = ["cargo", "metadata", "--quiet", "--locked", "--format-version", "1", "--filter-platform", platform, "--manifest-path", manifest]
    found = json.loads(subprocess.run(command + features, check=True, stdout=subprocess.PIPE).stdout)
    packages = {package["id"]: package for package in found["packages"]}
    nodes = {node["id"]: node for node in found["resolve"]["nodes"]}
    waiting = [package["id"] for package in found["packages"] if package["name"] == root and package["source"] is None]
    seen = set()
    while waiting:
        identity = waiting.pop()
        if identity in seen:
            continue
        seen.add(identity)
        package = packages[identity]
        needs = [
            need["pkg"] for need in nodes[identity]["deps"] if any(kind["kind"] != "dev" for kind in need["dep_kinds"])
        ]
        waiting += needs
        if root == "std" and package["source"] is None:
            # One part of the standard library leaves it out.
            package["license"] = package["license"] or "MIT OR Apache-2.0"
        key = title(package)
        crate = crates.setdefault(key, {**package, "title": key, "platforms": set(), "needs": set()})
        crate["platforms"].add(platform)
        crate["needs"] |= {title(packages[need]) for need in needs}


def title(package):
    return "cte" if package["name"] == "cte" else f"{package['name']} {package['version']}"


def allowed(expression):
    """True if a licence of an SPDX expression may be used: one of each OR, all of each AND."""
    words = re.findall(r"[()]|[^()\s]+", (expression or "").replace("/", " OR "))
    # `X WITH Y` is one licence.
    while "WITH" in words:
        place = words.index("WITH")
        words[place - 1 : place + 2] = [" ".join(words[place - 1 : place + 2])]

    def either(at):
        result, at = both(at)
        while at < len(words) and words[at] == "OR":
            other, at = both(at + 1)
            result = result or other
        return result, at

    def both(at):
        result, at = one(at)
        while at < len(words) and words[at] == "AND":
            other, at = one(at + 1)
            result = result and other
        return result, at

    def one(at):
        if words[at] == "(":
            result, at = either(at + 1)
            return result, at + 1
        return words[at] in ALLOWED, at + 1

    return bool(words) and either(0) == (True, len(words))


def texts_of(crate, library):
    folder = pathlib.Path(crate["manifest_path"]).parent
    files = [path for path in folder.iterdir() if TEXT.match(path.name)]
    if not files and library in folder.parents:
        # A part of Rust's standard library: the project's own texts are above it.
        above = [library.parent / "COPYRIGHT", *library.glob("compiler-builtins/LICENSE*"), *library.glob("backtrace/LICENSE-*")]
        files = [path for path in above if path.is_file()]
    texts = set()
    for path in files:
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
        texts |= {plain(path.read_text(encoding="utf-8")) for path in inside if path.is_file()}
    return sorted(texts)


def plain(text):
    return "\n".join(line.rstrip() for line in text.strip("\ufeff\n\r ").splitlines()) + "\n"


def copyright_of(compiler, package):
    for place in (package, "gcc-12-base" if package.startswith("libgcc") else package):
        path = pathlib.Path(compiler, "usr/share/doc", place, "copyright")
        if path.is_file():
            return plain(path.read_text(encoding="utf-8"))
    return None


def version_of(compiler, package):
    """The version of an unpacked package, as release/tools names it."""
    for mark in sorted(pathlib.Path(compiler).glob("unpacked-*")):
        for line in mark.read_text(encoding="utf-8").splitlines():
            name, _, version = line.partition("=")
            if name == package:
                return version
    return "unknown"


def text_of(texts):
    rule = "=" * 100 + "\n"
    parts = ["Licences of cte and of all that is compiled into its binaries. Above each text is what it is of.\n"]
    for text, users in sorted(texts.items(), key=lambda entry: sorted(entry[1])):
        parts.append(rule + "".join(f"{user}\n" for user in sorted(users)) + rule + "\n" + text)
    return "\n".join(parts)


def bill(crates, linked):
    commit, epoch = os.environ["CTE_COMMIT"], int(os.environ["SOURCE_DATE_EPOCH"])
    checksums = lock_checksums("Cargo.lock")
    own = crates["cte"]
    references = {key: reference(crate) for key, crate in crates.items()}
    components = [component(crate, references[key], checksums) for key, crate in crates.items() if key != "cte"]
    for name, package, licence, platforms, version in linked:
        purl = f"pkg:deb/debian/{package}@{version}"
        components.append({
            "type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl,
            "licenses": [{"expression": licence}], "properties": properties(platforms),
        })
    graph = [
        {"ref": references[key], "dependsOn": sorted(references[need] for need in crate["needs"])}
        for key, crate in crates.items()
    ]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": uuid.uuid5(uuid.NAMESPACE_URL, f"cte {commit}").urn,
        "version": 1,
        "metadata": {
            "timestamp": datetime.datetime.fromtimestamp(epoch, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "application", "bom-ref": references["cte"], "name": "cte", "version": own["version"],
                "licenses": [{"expression": own["license"]}],
                "properties": [{"name": "cte:commit", "value": commit}],
            },
        },
        "components": sorted(components, key=lambda entry: entry["bom-ref"]),
        "dependencies": sorted(graph, key=lambda entry: entry["ref"]),
    }


def reference(crate):
    return f"pkg:cargo/{crate['name']}@{crate['version']}" if crate["source"] else f"{crate['name']}@{crate['version']}"


def properties(platforms):
    return [{"name": "cte:platform", "value": platform} for platform in sorted(platforms)]


def component(crate, name, checksums):
    entry = {
        "type": "library", "bom-ref": name, "name": crate["name"], "version": crate["version"],
        "licenses": [{"expression": crate["license"].replace("/", " OR ")}], "properties": properties(crate["platforms"]),
    }
    if crate["source"]:
        entry["purl"] = name
    checksum = checksums.get((crate["name"], crate["version"]))
    if checksum:
        entry["hashes"] = [{"alg": "SHA-256", "content": checksum}]
    if crate["repository"]:
        entry["externalReferences"] = [{"type": "vcs", "url": crate["repository"]}]
    return entry


def lock_checksums(path):
    import tomllib

    locked = tomllib.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    return {(entry["name"], entry["version"]): entry.get("checksum") for entry in locked["package"]}


main()
