package io.lepton.audit;

import io.lepton.bytes.Digest;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a verification of the log found.
 *
 * @param size number of entries looked at
 * @param root of the Merkle tree over them
 * @param covered entries that a checkpoint vouches for whose signature was checked; the rest is
 *     held together by the chain alone, and the last entry by nothing
 * @param problems whatever is not as it was written, by ascending place
 */
public record AuditReport(long size, Digest root, long covered, List<Problem> problems) {
  /**
   * One thing that is wrong.
   *
   * @param number place of the first entry it may be about, from 0
   * @param message what was expected and found
   */
  public record Problem(long number, String message) {}

  /** {@inheritDoc} */
  public AuditReport {
    problems =
        problems.stream().sorted(java.util.Comparator.comparingLong(Problem::number)).toList();
  }

  /**
   * Whether everything is as it was written.
   *
   * @return true if there is no problem
   */
  public boolean isIntact() {
    return problems.isEmpty();
  }

  /**
   * The first entry that is not as it was written.
   *
   * @return its place from 0, or empty if all is well
   */
  public OptionalLong firstBad() {
    return problems.stream().mapToLong(Problem::number).findFirst();
  }

  /** One line, and one for each problem. */
  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder()
            .append(size)
            .append(" entries, root ")
            .append(root)
            .append(", ")
            .append(covered)
            .append(" covered by a signed checkpoint: ")
            .append(isIntact() ? "intact" : problems.size() + " problems");
    problems.forEach(
        problem ->
            text.append("\nentry ").append(problem.number).append(": ").append(problem.message));
    return text.toString();
  }
}
