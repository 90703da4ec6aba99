"""Seconds on the clock and of the processor of the second epoch of python3-torch, for the network the file's name begins with."""
import os
import sys
import time

threads = sys.argv[2]
os.environ["OMP_NUM_THREADS"] = threads
os.environ["OPENBLAS_NUM_THREADS"] = threads  # set_num_threads does not reach Debian's BLAS

import numpy as np
import torch
import torch.nn as nn

torch.set_num_threads(int(threads))
torch.manual_seed(1)
path = sys.argv[1]
data = torch.from_numpy(np.fromfile(path, dtype="<f4"))
rows = len(data) // 785
x = data[: rows * 784].reshape(rows, 784)
y = data[rows * 784 :].long()
if os.path.basename(path).startswith("mlp"):
    model = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 10))
else:
    x = x.reshape(rows, 1, 28, 28)
    model = nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(32 * 49, 10))
optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
loss_of = nn.CrossEntropyLoss()
for epoch in range(2):
    start = time.perf_counter()
    processor = time.process_time()
    total = 0.0
    order = torch.randperm(rows)
    for at in range(0, rows, 64):
        chosen = order[at : at + 64]
        optimizer.zero_grad()
        loss = loss_of(model(x[chosen]), y[chosen])
        loss.backward()
        optimizer.step()
        total += loss.item() * len(chosen)
    seconds = time.perf_counter() - start
    processor = time.process_time() - processor
print(seconds, processor, total / rows)
