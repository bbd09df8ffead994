"""Converts XLSForms with pyxform, and prints as JSON what it warns of and the labels of the form. An error of pyxform ends it."""

import json
import sys
import xml.etree.ElementTree as tree

from pyxform.xls2xform import convert

H = "{http://www.w3.org/1999/xhtml}"
X = "{http://www.w3.org/2002/xforms}"

forms = []
for path in sys.argv[1:]:
    result = convert(path)
    labels = ["".join(label.itertext()) for label in tree.fromstring(result.xform).iter(f"{X}label")]
    forms.append({"warnings": list(result.warnings), "labels": labels})
json.dump(forms, sys.stdout)
