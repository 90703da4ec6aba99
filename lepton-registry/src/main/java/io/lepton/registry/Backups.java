package io.lepton.registry;

import io.lepton.internal.Json;
import io.lepton.registry.internal.backup.BackupReader;
import io.lepton.registry.internal.backup.BackupWriter;
import io.lepton.spi.BlobStore;
import io.lepton.spi.Catalog.AddVersion;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.AttachEvaluation;
import io.lepton.spi.Catalog.Change;
import io.lepton.spi.Catalog.MoveRef;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The backups of a store's catalogue: blobs beside the packs, numbered in the order made. */
final class Backups {
  /** What the names of these blobs begin with. */
  static final String FOLDER = "backups/";

  /** Notes each backup, for the audit log and for people who ask when the last was made. */
  static final String STREAM = "lepton/backups";

  /** So many stay: one may be damaged, one may hold what was changed by mistake since. */
  static final int KEPT = 3;

  private static final Pattern NAME =
      Pattern.compile(FOLDER + "([0-9]{12})-[0-9a-f-]{36}\\.backup");

  private Backups() {}

  /** Names of the backups there are, the newest first. */
  static List<String> newestFirst(BlobStore blobs) {
    try (Stream<String> names = blobs.list(FOLDER)) {
      return names
          .filter(name -> NAME.matcher(name).matches())
          .sorted(Comparator.reverseOrder())
          .toList();
    }
  }

  private static String next(BlobStore blobs) {
    long last = 0;
    for (String name : newestFirst(blobs)) {
      Matcher matcher = NAME.matcher(name);
      if (matcher.matches()) {
        last = Math.max(last, Long.parseLong(matcher.group(1)));
      }
    }
    return "%s%012d-%s.backup".formatted(FOLDER, last + 1, UUID.randomUUID());
  }

  /** What is counted while it is written. */
  private static final class Counts {
    long versions;
    long moves;
    long evaluations;
    long events;

    void count(Change change) {
      if (change instanceof AddVersion) {
        versions++;
      } else if (change instanceof MoveRef) {
        moves++;
      } else if (change instanceof AttachEvaluation) {
        evaluations++;
      } else if (change instanceof AppendEvent) {
        events++;
      }
    }
  }

  /** Makes one, reads it back, notes it, and deletes those that are too many. */
  static BackupReport make(Store store, MaintenanceProgress progress) {
    Instant time = store.clock.instant();
    String name = next(store.blobs);
    Counts counts = new Counts();
    long total = Math.max(1, store.catalog.versionCount());
    long bytes;
    try (BackupWriter writer = new BackupWriter(store.blobs, name, time, store.author)) {
      store.catalog.export(
          change -> {
            counts.count(change);
            writer.add(change);
            if (change instanceof AddVersion) {
              progress.at("back up versions", counts.versions, Math.max(total, counts.versions));
            }
          });
      bytes = writer.finish();
    }
    BackupReader.open(store.blobs, name); // nothing older goes before the new one can be read
    String payload = Json.text(Map.of("versions", counts.versions, "bytes", bytes));
    store.catalog.apply(List.of(new AppendEvent(STREAM, name, time, payload)));
    List<String> tooMany = newestFirst(store.blobs).stream().skip(KEPT).toList();
    tooMany.forEach(store.blobs::delete);
    return new BackupReport(
        name,
        time,
        counts.versions,
        counts.moves,
        counts.evaluations,
        counts.events,
        bytes,
        tooMany);
  }
}
