"""Makes weighted-sklearn.json: rows with weights, and what scikit-learn learns from them. Run here with python3;
tested with scikit-learn 1.2."""
import json

import numpy as np
from sklearn.datasets import load_diabetes, load_iris
from sklearn.linear_model import LogisticRegression, Ridge


def standardised(rows):
    return ((rows - rows.mean(0)) / rows.std(0)).round(6)


def rounded(values):
    return np.asarray(values, float).round(9).tolist()


L2 = 0.01
iris, kind = load_iris(return_X_y=True)
iris = standardised(iris[::2])
kind = kind[::2]
iris_weights = np.where(kind == 1, 3.0, 1.0) * (1 + np.arange(len(kind)) % 3)
# Here: the weighted mean of the loss + L2 times the sum of squares; there: C times the weighted sum + half of it.
logistic = LogisticRegression(C=1 / (2 * L2 * iris_weights.sum()), multi_class="multinomial", tol=1e-10, max_iter=10000)
logistic.fit(iris, kind, sample_weight=iris_weights)

rows, target = load_diabetes(return_X_y=True)
rows = standardised(rows[:80, :4])
target = target[:80]
weights = (np.arange(80) % 4).astype(float)
scaled = (target - target.mean()) / target.std()
ridge = Ridge(alpha=L2 * weights.sum(), tol=1e-12).fit(rows, scaled, sample_weight=weights)

with open("weighted-sklearn.json", "w") as out:
    json.dump(
        {
            "l2": L2,
            "iris": iris.tolist(),
            "kinds": [str(k) for k in kind],
            "irisWeights": iris_weights.tolist(),
            "probabilities": rounded(logistic.predict_proba(iris)),
            "unweighted": rounded(
                LogisticRegression(C=1 / (2 * L2 * len(kind)), multi_class="multinomial", tol=1e-10, max_iter=10000)
                .fit(iris, kind)
                .predict_proba(iris)
            ),
            "rows": rows.tolist(),
            "targets": target.tolist(),
            "weights": weights.tolist(),
            "said": rounded(ridge.predict(rows) * target.std() + target.mean()),
        },
        out,
    )
