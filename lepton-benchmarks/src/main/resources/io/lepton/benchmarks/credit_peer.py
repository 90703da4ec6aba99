"""Logistic regression by scikit-learn on the same data and design; prints mean ROC AUC, sd of the repeats' means, seconds."""
import csv
import sys
import time

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import RepeatedStratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

rows = list(csv.DictReader(open(sys.argv[1])))
columns = []
for name in [n for n in rows[0] if n != "Class"]:
    values = [row[name] for row in rows]
    try:
        columns.append(np.array(values, float)[:, None])
    except ValueError:
        categories = sorted(set(values))
        columns.append(np.array([[v == c for c in categories[1:]] for v in values], float))
x = np.hstack(columns)
y = np.array([row["Class"] == "Good" for row in rows])
start = time.time()
areas = []
for train, test in RepeatedStratifiedKFold(n_splits=10, n_repeats=10, random_state=1).split(x, y):
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)).fit(x[train], y[train])
    areas.append(roc_auc_score(y[test], model.predict_proba(x[test])[:, 1]))
areas = np.array(areas)
print(areas.mean(), areas.reshape(10, 10).mean(1).std(ddof=1), time.time() - start)
