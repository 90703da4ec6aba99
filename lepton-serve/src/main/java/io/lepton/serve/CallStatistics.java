package io.lepton.serve;

import io.lepton.model.Version;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment counted of one version's calls since it first served it.
 *
 * @param version that answered
 * @param rows rows predicted
 * @param rejected calls refused because of their rows; the caller's fault
 * @param errors calls that failed for any other reason
 * @param latency of the calls that were answered, or null if there were none
 */
public record CallStatistics(
    Version version, long rows, long rejected, long errors, @Nullable Latency latency) {
  /**
   * The number of calls that were answered.
   *
   * @return at least 0
   */
  public long calls() {
    return latency == null ? 0 : latency.count();
  }
}
