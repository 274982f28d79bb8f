"""Fits scikit-learn's RandomForestClassifier on one thread: python forest_peer.py ROWS.json SEED prints what it took, accuracy and AUC as JSON.

100 trees of depth 12. Categories come as their codes, which is less work than a column for each level.
"""

import json
import sys
import time

import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score

with open(sys.argv[1], encoding="utf-8") as file:
    rows = json.load(file)
train, test = np.array(rows["train"]), np.array(rows["test"])
y, unseen = np.array(rows["trainLabels"]), np.array(rows["testLabels"])
model = RandomForestClassifier(n_estimators=100, max_depth=12, max_features=6, min_samples_leaf=2, n_jobs=1, random_state=int(sys.argv[2]))
started = time.perf_counter()
model.fit(train, y)
elapsed = time.perf_counter() - started
positive = model.predict_proba(test)[:, 1]
print(json.dumps({"fitMs": 1000 * elapsed, "accuracy": float(np.mean((positive > 0.5) == unseen)), "auc": float(roc_auc_score(unseen, positive))}))
