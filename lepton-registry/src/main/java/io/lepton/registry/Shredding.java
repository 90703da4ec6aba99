package io.lepton.registry;

import io.lepton.model.VersionId;
import io.lepton.spi.KeyProvider;
import java.time.Instant;
import java.util.List;

/**
 * How a model's encrypted content ended: the certificate of a crypto-shredding.
 *
 * @param model whose key was destroyed
 * @param key id of its data key
 * @param time when
 * @param author who
 * @param reason why
 * @param versions that became unreadable; their manifests, evaluations, refs and history stay
 * @param destruction what the key provider did, and what may be left beyond its reach
 * @param sealedBytes that still lie in packs, unreadable, until they are collected
 * @param reach where else this ended what the key sealed, in words
 */
public record Shredding(
    String model,
    String key,
    Instant time,
    String author,
    String reason,
    List<VersionId> versions,
    KeyProvider.Destruction destruction,
    long sealedBytes,
    String reach) {
  /** What is true of every shredding. */
  static final String REACH =
      "every copy of this store, and every other store that got the model by push, pull or clone:"
          + " they share the data key, so what it sealed is unreadable there too, and their next"
          + " opening with this key provider records it as retired";

  /** {@inheritDoc} */
  public Shredding {
    versions = List.copyOf(versions);
  }
}
