package io.lepton.registry;

import java.time.Instant;
import java.util.List;

/**
 * What a backup of the catalogue holds.
 *
 * @param key of its blob, beside the packs
 * @param time when it was begun: what is recorded later is not in it
 * @param versions that it lists
 * @param moves of refs, also of deleted ones
 * @param evaluations that were attached
 * @param events of the audit log, experiments, certificates and all other streams
 * @param bytes that it takes
 * @param deleted keys of older backups that went, since enough newer ones are there
 */
public record BackupReport(
    String key,
    Instant time,
    long versions,
    long moves,
    long evaluations,
    long events,
    long bytes,
    List<String> deleted) {
  /** {@inheritDoc} */
  public BackupReport {
    deleted = List.copyOf(deleted);
  }
}
