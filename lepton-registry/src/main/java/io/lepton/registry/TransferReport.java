package io.lepton.registry;

import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.RefMove;
import java.util.List;

/**
 * What a push, pull or clone did.
 *
 * @param versions that the receiver did not have and has now, parents first
 * @param chunksSent pieces of content that the receiver lacked
 * @param bytesSent their size; of what travels sealed, the sealed bytes
 * @param bytesStored what they and the records take in the receiver's packs
 * @param chunksSkipped pieces that these versions need and that the receiver had
 * @param bytesSkipped their size
 * @param evaluations attached at the receiver
 * @param moves of the receiver's refs; empty if all were where they should be
 * @param retiredAtSource versions whose weights the sender has destroyed and the receiver still
 *     has; a transfer destroys nothing, so retire them there too
 */
public record TransferReport(
    List<VersionId> versions,
    long chunksSent,
    long bytesSent,
    long bytesStored,
    long chunksSkipped,
    long bytesSkipped,
    int evaluations,
    List<RefMove> moves,
    List<VersionId> retiredAtSource) {
  /** {@inheritDoc} */
  public TransferReport {
    versions = List.copyOf(versions);
    moves = List.copyOf(moves);
    retiredAtSource = List.copyOf(retiredAtSource);
  }
}
