package io.lepton.registry;

import io.lepton.error.CorruptDataException;
import io.lepton.error.LeptonException;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import io.lepton.registry.internal.backup.BackupReader;
import io.lepton.spi.BlobStore;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a rebuilding found in backups.
 *
 * @param used the one that was taken, or empty
 * @param damaged why others, which are newer, were not
 */
record Restored(Optional<Used> used, List<String> damaged) {
  private static final int AT_ONCE = 1000;

  /** The backup that was taken. */
  record Used(String key, Instant time) {}

  /** Puts what the newest sound backup says into an empty catalogue. */
  static Restored into(Catalog empty, BlobStore blobs) {
    List<String> damaged = new ArrayList<>();
    for (String name : Backups.newestFirst(blobs)) {
      BackupReader reader;
      try {
        reader = BackupReader.open(blobs, name);
      } catch (CorruptDataException | NotFoundException e) {
        damaged.add(String.valueOf(e.getMessage()));
        continue;
      }
      apply(reader, name, empty);
      return new Restored(Optional.of(new Used(name, reader.time())), damaged);
    }
    return new Restored(Optional.empty(), damaged);
  }

  private static void apply(BackupReader reader, String name, Catalog empty) {
    List<Change> batch = new ArrayList<>();
    try {
      reader.changes(
          change -> {
            batch.add(change);
            if (batch.size() == AT_ONCE) {
              empty.apply(batch);
              batch.clear();
            }
          });
      empty.apply(batch);
    } catch (StorageException e) {
      throw e;
    } catch (LeptonException e) {
      throw new CorruptDataException(
          "backup "
              + name
              + " contradicts itself; move it out of the store to rebuild without it: "
              + e.getMessage(),
          e);
    }
  }
}
