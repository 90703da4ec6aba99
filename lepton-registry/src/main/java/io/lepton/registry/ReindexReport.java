package io.lepton.registry;

import java.util.List;

/**
 * What a catalogue was rebuilt from.
 *
 * @param packs that were indexed
 * @param versions that were recorded
 * @param withoutWeights versions, by model and number, whose chunks are not all there: they were
 *     retired, or packs are missing; recorded as retired, unless a pack was skipped as damaged and
 *     may hold them: then recorded as living, and {@link ModelManager#verify()} names the gaps
 * @param skipped packs and manifests that could not be used, and why, and versions that follow one
 *     that is lost
 */
public record ReindexReport(
    int packs, int versions, List<String> withoutWeights, List<String> skipped) {
  /** {@inheritDoc} */
  public ReindexReport {
    withoutWeights = List.copyOf(withoutWeights);
    skipped = List.copyOf(skipped);
  }
}
