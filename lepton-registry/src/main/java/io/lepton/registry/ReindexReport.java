package io.lepton.registry;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a catalogue was rebuilt from.
 *
 * @param packs that were indexed
 * @param versions that were recorded, from the backup or from packs
 * @param withoutWeights versions, by model and number, whose chunks are not all there: they were
 *     retired, or packs are missing; recorded as retired, unless a pack was skipped as damaged and
 *     may hold them, or the backup says that they lived: then recorded as living, and {@link
 *     ModelManager#verify()} names the gaps. One that was retired after the backup is to be retired
 *     again
 * @param skipped packs, manifests and backups that could not be used, and why, and versions that
 *     follow one that is lost
 * @param backup the backup ({@link Maintenance#backup()}) that refs, history, evaluations, events
 *     and retirements were taken from; empty if there was none: then these are lost
 * @param newer versions, by model and number, that the backup did not know: saved after it, or of a
 *     save that a crash ended
 */
public record ReindexReport(
    int packs,
    int versions,
    List<String> withoutWeights,
    List<String> skipped,
    Optional<Backup> backup,
    List<String> newer) {
  /**
   * A backup of the catalogue.
   *
   * @param key of its blob
   * @param time when it was made: what only the catalogue learnt later is lost
   * @param versions that it listed
   */
  public record Backup(String key, Instant time, int versions) {}

  /** {@inheritDoc} */
  public ReindexReport {
    withoutWeights = List.copyOf(withoutWeights);
    skipped = List.copyOf(skipped);
    newer = List.copyOf(newer);
  }

  /**
   * Says for people what is lost, or may be.
   *
   * @return such as {@code what happened after 2026-03-01T10:00:00Z …}
   */
  public String mayBeMissing() {
    String what =
        "moves of refs, retirements, evaluations, experiments, approvals, certificates and entries"
            + " of the audit log";
    return backup
        .map(
            it ->
                "what only the catalogue learnt after "
                    + it.time()
                    + ", when "
                    + it.key()
                    + " was made: "
                    + what)
        .orElse("what only the catalogue knew, since there was no sound backup: " + what);
  }
}
