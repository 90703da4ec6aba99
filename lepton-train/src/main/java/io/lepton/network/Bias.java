package io.lepton.network;

/** Whether a layer adds a learnt number to each of its outputs. */
public enum Bias {
  /** It does. */
  PRESENT,
  /** It does not. */
  ABSENT
}
