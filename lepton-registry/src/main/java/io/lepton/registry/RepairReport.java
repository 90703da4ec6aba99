package io.lepton.registry;

import io.lepton.registry.VerifyReport.Problem;
import java.util.List;

/**
 * What a repair did.
 *
 * @param packsReplaced damaged packs that were taken out of the index; what could be saved of them
 *     lies in new ones
 * @param chunksHealed damaged or missing chunks that are whole again
 * @param chunksLost chunks that nobody had; they are out of the index, so that a save that brings
 *     one stores it anew
 * @param quarantined keys under which packs with lost chunks are kept as they were
 * @param reasons why sealed chunks are among the lost ones, for each key, and what would bring them
 *     back
 * @param remaining what is still wrong, with the versions and parts it hurts; all others are
 *     readable
 */
public record RepairReport(
    int packsReplaced,
    long chunksHealed,
    long chunksLost,
    List<String> quarantined,
    List<String> reasons,
    List<Problem> remaining) {
  /** {@inheritDoc} */
  public RepairReport {
    quarantined = List.copyOf(quarantined);
    reasons = List.copyOf(reasons);
    remaining = List.copyOf(remaining);
  }

  /**
   * Whether every living version can be read again.
   *
   * @return true if nothing remains
   */
  public boolean isSound() {
    return remaining.isEmpty();
  }
}
