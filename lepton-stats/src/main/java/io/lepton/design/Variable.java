package io.lepton.design;

/** What can differ between two models. */
public enum Variable {
  /** The sets it was trained on, by fingerprint. */
  DATA,
  /** Names, types and shapes of tensors, inputs and outputs; settings named as architecture. */
  ARCHITECTURE,
  /** The other settings it was trained with. */
  HYPERPARAMETERS,
  /** The revision of the training program. */
  CODE,
  /** The snapshot's format, libraries, JVM, threads and device. */
  ENGINE,
  /** The seed of all randomness. */
  SEED,
  /** The versions it was made from. */
  ANCESTRY
}
