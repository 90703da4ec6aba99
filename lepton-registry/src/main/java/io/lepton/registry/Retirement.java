package io.lepton.registry;

import io.lepton.model.VersionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How a version's weights ended: its certificate.
 *
 * @param version whose weights are gone
 * @param time when
 * @param author who
 * @param reason why
 * @param bytesFreed by which the store became smaller; negative if what rested on the destroyed
 *     takes more room by itself
 * @param chunksDestroyed chunks only this version needed
 * @param chunksKept chunks other living versions need too, which therefore stay
 * @param leftovers what may still hold a copy of destroyed chunks, and why; empty if nothing does
 */
public record Retirement(
    VersionId version,
    Instant time,
    String author,
    String reason,
    long bytesFreed,
    int chunksDestroyed,
    int chunksKept,
    List<String> leftovers) {
  /** {@inheritDoc} */
  public Retirement {
    leftovers = List.copyOf(leftovers);
  }

  Retirement leaving(List<String> more) {
    List<String> all = new ArrayList<>(leftovers);
    all.addAll(more);
    return new Retirement(
        version, time, author, reason, bytesFreed, chunksDestroyed, chunksKept, all);
  }
}
