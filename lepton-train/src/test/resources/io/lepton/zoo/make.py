"""Makes diabetes.onnx, a linear regression of scikit-learn as a graph of ONNX, three.onnx, the same of three
targets, and golden.json with rows and what scikit-learn says of them. Run here with python3; tested with
scikit-learn 1.2, onnx 1.12."""
import json

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from sklearn.datasets import load_diabetes
from sklearn.linear_model import LinearRegression

rows, target = load_diabetes(return_X_y=True)
rows = rows.astype(np.float32)


def graph(model, outputs, file):
    weight = np.atleast_2d(model.coef_).astype(np.float32)
    bias = np.atleast_1d(model.intercept_).astype(np.float32)
    node = helper.make_node("Gemm", ["x", "weight", "bias"], ["y"], transB=1)
    made = helper.make_graph(
        [node],
        "linear",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 10])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", outputs])],
        [numpy_helper.from_array(weight, "weight"), numpy_helper.from_array(bias, "bias")],
    )
    onnx.save(helper.make_model(made, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), file)


one = LinearRegression().fit(rows, target)
three = LinearRegression().fit(rows, np.stack([target, target ** 2 / 100, -target], 1))
graph(one, 1, "diabetes.onnx")
graph(three, 3, "three.onnx")
some = rows[:20]
with open("golden.json", "w") as out:
    json.dump(
        {
            "rows": some.astype(float).tolist(),
            "one": one.predict(some).astype(float).tolist(),
            "three": three.predict(some).astype(float).tolist(),
        },
        out,
    )
