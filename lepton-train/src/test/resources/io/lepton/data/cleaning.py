"""Makes cleaning-reference.json beside it: scikit-learn's numbers. Run by hand, never by the build."""
import json
import numpy as np
import sklearn
from sklearn.ensemble import IsolationForest
from sklearn.impute import KNNImputer
from sklearn.preprocessing import StandardScaler

rng = np.random.RandomState(5)
rows = np.round(np.vstack([rng.normal(size=(190, 4)), rng.uniform(-6, 6, size=(10, 4))]), 3)

# Scores of 30 forests: their mean, and how far one forest of 100 trees strays from it.
scores = np.array([-IsolationForest(n_estimators=100, max_samples=128, random_state=s).fit(rows).score_samples(rows) for s in range(30)])

holes = rows[:60].copy()
holes[:, 1] = holes[:, 0] * 3 + 100 * holes[:, 1]  # columns on different scales
holes = np.round(holes, 3)
mask = rng.uniform(size=holes.shape) < 0.12
mask[:, 3] = False
holes[mask] = np.nan
scaler = StandardScaler().fit(holes)
filled = scaler.inverse_transform(KNNImputer(n_neighbors=4).fit_transform(scaler.transform(holes)))

json.dump(
    {
        "tool": "scikit-learn " + sklearn.__version__,
        "rows": rows.tolist(),
        "isolationMean": scores.mean(0).tolist(),
        "isolationDeviation": scores.std(0, ddof=1).tolist(),
        "isolationDeviationOfMeans": scores.mean(1).std(ddof=1),
        "holes": [[None if np.isnan(v) else v for v in row] for row in holes],
        "filledByFourNeighbours": filled.tolist(),
    },
    open("cleaning-reference.json", "w"),
)
