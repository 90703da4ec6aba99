package io.lepton.federated;

/**
 * Someone who trains on data of their own: a process, a device, a hospital. The library calls; how
 * weights travel is the caller's. Safe for use by the executor the federation was given.
 */
@FunctionalInterface
public interface Client {
  /**
   * Trains from the given weights on the client's own data.
   *
   * @param task what to start from, and how
   * @return weights of the same names and shapes, and the number of examples behind them
   */
  ClientUpdate train(ClientTask task);
}
