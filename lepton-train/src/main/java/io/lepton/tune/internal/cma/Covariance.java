package io.lepton.tune.internal.cma;

/** Which covariances are learnt. */
public enum Covariance {
  /** All of them. */
  FULL,
  /** Of each coordinate with itself only: for hundreds of coordinates, or separable functions. */
  DIAGONAL
}
