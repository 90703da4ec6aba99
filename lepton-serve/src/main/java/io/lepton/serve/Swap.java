package io.lepton.serve;

import io.lepton.model.Version;
import java.time.Instant;

/**
 * One version took over from another.
 *
 * @param from served before
 * @param to serves now
 * @param load whether the new one had to be loaded
 * @param time of the swap
 */
public record Swap(Version from, Version to, Load load, Instant time) {
  /** How the new version came to be ready. */
  public enum Load {
    /** It was read from the store and tried out first. */
    LOADED,
    /** It was still in memory from the time it served. */
    KEPT_WARM
  }
}
