package io.lepton.registry;

import io.lepton.model.VersionId;
import java.util.List;

/**
 * What a store holds and what that takes. A chunk is counted with its stored bytes and the 112
 * bytes of its headers; a delta-coded one needs its bases, which count as its own.
 *
 * @param logicalBytes raw tensors and files of all living versions, each counted by itself
 * @param storedBytes of all chunks that a living version, or the record of any version, needs
 * @param idleBytes of indexed chunks that none needs; {@code gc} frees them
 * @param packs that are indexed
 * @param codecs what is stored how, by the codec's number
 * @param models by name
 * @param versions by model and number
 * @param unreadable versions whose manifest is damaged and which are left out, and why
 */
public record StoreStats(
    long logicalBytes,
    long storedBytes,
    long idleBytes,
    int packs,
    List<OfCodec> codecs,
    List<OfModel> models,
    List<OfVersion> versions,
    List<String> unreadable) {

  /**
   * What one codec stores, of the chunks that are needed.
   *
   * @param codec its name, as in {@code docs/format.md}
   * @param chunks how many
   * @param rawBytes of them
   * @param storedBytes of them
   */
  public record OfCodec(String codec, long chunks, long rawBytes, long storedBytes) {}

  /**
   * One model.
   *
   * @param model its name
   * @param versions it has, retired ones included
   * @param retired of them
   * @param logicalBytes raw tensors and files of its living versions
   * @param storedBytes of all chunks they need
   * @param uniqueBytes of the chunks that no other model needs: what retiring all of its versions
   *     would free
   * @param deltaBytes stored as differences, of the chunks they need
   */
  public record OfModel(
      String model,
      int versions,
      int retired,
      long logicalBytes,
      long storedBytes,
      long uniqueBytes,
      long deltaBytes) {}

  /**
   * One version.
   *
   * @param id of the version
   * @param model of the version
   * @param number among the model's versions
   * @param retired whether its weights are gone; then only its manifest counts
   * @param logicalBytes its raw tensors and files; 0 if retired
   * @param storedBytes of all chunks it needs
   * @param uniqueBytes of the chunks that no other living version needs: what retiring it would
   *     free, but for packs that then vanish altogether
   * @param deltaBytes stored as differences, of the chunks it needs
   */
  public record OfVersion(
      VersionId id,
      String model,
      long number,
      boolean retired,
      long logicalBytes,
      long storedBytes,
      long uniqueBytes,
      long deltaBytes) {
    /**
     * What it shares.
     *
     * @return bytes that retiring it would not free
     */
    public long sharedBytes() {
      return storedBytes - uniqueBytes;
    }
  }

  /** {@inheritDoc} */
  public StoreStats {
    codecs = List.copyOf(codecs);
    models = List.copyOf(models);
    versions = List.copyOf(versions);
    unreadable = List.copyOf(unreadable);
  }

  /** A table for people: the whole, each codec, each model, each version. */
  @Override
  public String toString() {
    return StatsTable.of(this);
  }
}
