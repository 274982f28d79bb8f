"""Makes article.json: what scikit-learn and numpy say of the two programs of the article.

    pip install -r test/golden/requirements.txt
    python test/golden/article/make-golden.py

The article: "AI's Dilemma: When to Retrain and When to Unlearn?", Prasannakumar Patil, DZone, 2025.
Its second program is written with torch. Here its mathematics is done in float64 with numpy, so that torch is not needed.
"""

import json
import pathlib

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

SEEDS = 20
DAMPING = 1e-3  # influenceDamping in influence-program.ts


def retraining_program():
    X = np.array([[1, 2], [2, 3], [4, 5], [6, 7], [8, 9]])
    y = np.array([0, 0, 1, 1, 1])
    split = dict(test_size=0.5, stratify=y, random_state=42)
    train_rows, test_rows = train_test_split(np.arange(len(y)), **split)
    scaler = StandardScaler().fit(X[train_rows])
    X_train, X_test = scaler.transform(X[train_rows]), scaler.transform(X[test_rows])
    y_train, y_test = y[train_rows], y[test_rows]

    # The article's second training set: at most two points of a class.
    kept, taken = [], {0: 0, 1: 0}
    for i, label in enumerate(y_train):
        if taken[label] < 2:
            kept.append(i)
            taken[label] += 1

    def fit(rows, **solver):
        model = LogisticRegression(class_weight="balanced", **solver).fit(X_train[rows], y_train[rows])
        return {
            "trainingPointCount": len(rows),
            "weights": model.coef_[0].tolist(),
            "intercept": float(model.intercept_[0]),
            "decisions": model.decision_function(X_test).tolist(),
            "accuracy": float(model.score(X_test, y_test)),
        }

    def both(**solver):
        return {"before": fit(list(range(len(y_train))), **solver), "after": fit(kept, **solver)}

    return {
        "trainRows": train_rows.tolist(),
        "testRows": test_rows.tolist(),
        # As written in the article. lbfgs stops at a gradient of 1e-4, so only five or six digits of its weights are right.
        "asWritten": both(solver="lbfgs", max_iter=200),
        # The same problem solved to its optimum.
        "optimum": both(solver="newton-cholesky", tol=1e-14, max_iter=200),
    }


def influence_program(initial):
    X = np.array([[1, 2], [2, 3], [3, 4], [4, 5], [5, 6], [6, 7], [7, 8]], dtype=np.float64)
    y = np.array([0, 1, 0, 1, 0, 1, 0], dtype=np.float64)
    A = np.c_[X, np.ones(len(y))]
    removed = 2
    kept = np.arange(len(y)) != removed

    def probability(theta, rows):
        return 1 / (1 + np.exp(-(rows @ theta)))

    def train(rows, labels):
        theta = initial.copy()
        for _ in range(1000):
            theta -= 0.1 * rows.T @ (probability(theta, rows) - labels) / len(labels)
        return theta

    trained, retrained = train(A, y), train(A[kept], y[kept])
    p = probability(trained, A)
    hessian = (A.T * (p * (1 - p))) @ A / len(y)
    gradient = A[removed] * (p[removed] - y[removed])
    step = np.linalg.solve(hessian + DAMPING * np.eye(3), gradient) / len(y)

    def model(theta):
        return {
            "parameters": theta.tolist(),
            "accuracy": float(np.mean((probability(theta, A) > 0.5) == y)),
            "distanceToRetrained": float(np.linalg.norm(theta - retrained)),
        }

    return {
        "initial": initial.tolist(),
        "eigenvalues": np.linalg.eigvalsh(hessian).tolist(),
        "trained": model(trained),
        "retrained": model(retrained),
        "articleStep": model(trained - step),
        "rightStep": model(trained + step),
    }


def initial_parameters(seed):
    """As torch.nn.Linear(2, 1) draws weights and bias, from numpy's generator instead of torch's."""
    bound = 1 / np.sqrt(2)
    return np.random.default_rng(seed).uniform(-bound, bound, 3)


golden = {
    "madeWith": {"numpy": np.__version__, "scikit-learn": sklearn.__version__},
    "retraining": retraining_program(),
    "influence": {"damping": DAMPING, "runs": [influence_program(initial_parameters(seed)) for seed in range(SEEDS)]},
}
path = pathlib.Path(__file__).with_name("article.json")
path.write_text(json.dumps(golden, indent=1) + "\n")
