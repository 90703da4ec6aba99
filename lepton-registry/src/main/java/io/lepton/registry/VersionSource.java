package io.lepton.registry;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.EvaluationEntry;
import io.lepton.spi.Catalog.VersionEntry;
import io.lepton.spi.Ref;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What versions can be pulled from: another store, or a file that holds some. Nothing that it says
 * is believed: whoever pulls checks the SHA-256 of every manifest and every chunk.
 *
 * <p>Implementations MUST be safe for use by many threads, and MUST throw a {@link
 * io.lepton.error.LeptonException} when they cannot answer.
 */
public interface VersionSource {
  /**
   * A piece of content.
   *
   * @param digest SHA-256 of its bytes
   * @param bytes how many there are, at least 1
   */
  record Piece(Digest digest, int bytes) {}

  /**
   * The models there are versions of.
   *
   * @return names in ascending order
   */
  List<String> models();

  /**
   * Whether a model's content is kept under a key, so that its chunks have other names elsewhere.
   *
   * @param model its name
   * @return whether it is encrypted
   */
  default boolean isEncrypted(String model) {
    return false;
  }

  /**
   * All versions of a model.
   *
   * @param model its name
   * @return in ascending order of number; empty for an unknown model
   */
  List<VersionEntry> versions(String model);

  /**
   * One version.
   *
   * @param id of the version
   * @return the entry, or empty if it is not here
   */
  Optional<VersionEntry> version(VersionId id);

  /**
   * Where refs point.
   *
   * @param model whose refs
   * @return every ref to its version
   */
  Map<Ref, VersionId> refs(String model);

  /**
   * The record of a version.
   *
   * @param id of a version that is here
   * @return canonical JSON, whose SHA-256 should be the id
   */
  byte[] manifest(VersionId id);

  /**
   * The content of a version that is not retired.
   *
   * @param id of a version that is here
   * @param pieces of its content
   * @return the bytes of each, in the same order
   */
  List<ByteSource> content(VersionId id, List<Piece> pieces);

  /**
   * What was measured of a model's versions.
   *
   * @param model its name
   * @return in the order attached
   */
  List<EvaluationEntry> evaluations(String model);

  /**
   * How a version's weights ended.
   *
   * @param id of a version that is here
   * @return the certificate; empty if the weights are there, or if it is lost
   */
  Optional<Retirement> retirement(VersionId id);
}
