"""Checks exported models with onnx.checker, shape inference included (Debian's python3-onnx 1.12).

    mvn -pl lepton-train -am test -Dtest=NetworkExportTest -DargLine=-Dlepton.onnx.folder=/tmp/models
    python3 check_export.py /tmp/models
"""
import pathlib
import sys

import onnx

for path in sorted(pathlib.Path(sys.argv[1]).glob("*.onnx")):
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    print(path.name, "operator set", model.opset_import[0].version, [n.op_type for n in model.graph.node])
