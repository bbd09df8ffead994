"""Packs a folder as a ZIP archive whose bytes follow from the files alone: zipped.py FOLDER ARCHIVE."""

import os
import pathlib
import sys
import time
import zipfile

folder, archive = map(pathlib.Path, sys.argv[1:])
moment = time.gmtime(int(os.environ["SOURCE_DATE_EPOCH"]))[:6]
with zipfile.ZipFile(archive, "w") as packed:
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), moment)
        entry.external_attr = 0o644 << 16
        entry.create_system = 3
        packed.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED, 9)
