package io.lepton.registry;

import java.util.List;

/**
 * What a garbage collection did, or, after a dry run, would do.
 *
 * @param packsRemoved packs that were removed, rewritten ones included
 * @param packsWritten packs that took over what is needed of them
 * @param bytesFreed by which the store became smaller
 * @param chunksDropped chunks of no living version that were removed from the index
 * @param waiting packs in no index whose grace period is not over
 * @param kept what was left although it may be garbage, and why
 */
public record GcReport(
    int packsRemoved,
    int packsWritten,
    long bytesFreed,
    long chunksDropped,
    List<String> waiting,
    List<String> kept) {
  /** {@inheritDoc} */
  public GcReport {
    waiting = List.copyOf(waiting);
    kept = List.copyOf(kept);
  }

  /** One line, and a line for each thing that was left. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(StatsTable.bytes(bytesFreed)).append(" freed: ").append(packsRemoved);
    text.append(" packs removed, ").append(packsWritten).append(" written, ");
    text.append(chunksDropped).append(" chunks dropped");
    waiting.forEach(pack -> text.append("\n  waiting for its grace period: ").append(pack));
    kept.forEach(reason -> text.append("\n  kept: ").append(reason));
    return text.toString();
  }
}
