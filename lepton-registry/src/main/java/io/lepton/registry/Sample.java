package io.lepton.registry;

import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import io.lepton.registry.VerifyReport.Coverage;
import io.lepton.spi.Catalog.Chunk;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Which chunks of a store are to be checked: some, each as likely as any other. The seed chooses
 * them, so a check can be repeated; use another seed the next time, or the rest is never seen.
 * Immutable.
 */
public final class Sample {
  private final double share;
  private final long bytes;
  private final long seed;

  private Sample(double share, long bytes, long seed) {
    this.share = share;
    this.bytes = bytes;
    this.seed = seed;
  }

  /**
   * A share of the chunks.
   *
   * @param share above 0, at most 1; rounded up to whole chunks
   * @param seed chooses them
   * @return the sample
   * @throws InvalidInputException if the share is outside that range
   */
  public static Sample ofShare(double share, long seed) {
    if (!(share > 0 && share <= 1)) {
      throw new InvalidInputException("share " + share + "; expected above 0, at most 1");
    }
    return new Sample(share, Long.MAX_VALUE, seed);
  }

  /**
   * Chunks until so many stored bytes are reached.
   *
   * @param bytes at least 1; the last chunk may go beyond
   * @param seed chooses them
   * @return the sample
   * @throws InvalidInputException if there are fewer than 1
   */
  public static Sample ofBytes(long bytes, long seed) {
    if (bytes < 1) {
      throw new InvalidInputException("sample of " + bytes + " bytes; expected 1 or more");
    }
    return new Sample(1, bytes, seed);
  }

  /** What was chosen, and what that implies. */
  record Chosen(Set<Digest> chunks, Coverage coverage) {}

  Chosen choose(List<Chunk> all) {
    SplittableRandom random = new SplittableRandom(seed);
    int most = (int) Math.ceil(share * all.size());
    int[] order = new int[all.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    Set<Digest> chosen = new HashSet<>();
    long read = 0;
    for (int i = 0; i < most && read < bytes; i++) {
      int other = i + random.nextInt(order.length - i); // Fisher and Yates, as far as needed
      int picked = order[other];
      order[other] = order[i];
      chosen.add(all.get(picked).digest());
      read += all.get(picked).storedLength();
    }
    return new Chosen(chosen, new Coverage(chosen.size(), all.size(), seed));
  }
}
