package io.lepton.registry;

import java.util.List;

/**
 * What a catalogue was rebuilt from.
 *
 * @param packs that were indexed
 * @param versions that were recorded
 * @param withoutWeights versions, by model and number, whose chunks are not all there: they were
 *     retired, or packs are missing; recorded as retired
 * @param skipped packs and versions that could not be used, and why
 */
public record ReindexReport(
    int packs, int versions, List<String> withoutWeights, List<String> skipped) {
  /** {@inheritDoc} */
  public ReindexReport {
    withoutWeights = List.copyOf(withoutWeights);
    skipped = List.copyOf(skipped);
  }
}
