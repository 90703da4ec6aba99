package io.lepton.train.djl.internal;

import ai.djl.pytorch.engine.PtNDArray;

/** What a layer does to a batch [rows, ...]. Thread-safe if the pass is. */
interface Op {
  PtNDArray apply(PtNDArray x, Pass pass);
}
