package io.lepton.registry;

/** Hears how far a long work on a store is. Called on the thread that does the work. */
@FunctionalInterface
public interface MaintenanceProgress {
  /**
   * Something was done.
   *
   * @param step what is being done, such as {@code verify packs}
   * @param done units of it, packs or versions as the step says; from 1 to {@code total}
   * @param total units of it
   */
  void at(String step, long done, long total);
}
