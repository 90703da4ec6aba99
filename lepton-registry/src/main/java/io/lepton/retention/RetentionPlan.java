package io.lepton.retention;

import io.lepton.spi.Catalog.VersionEntry;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What a policy would do now: a dry run.
 *
 * @param time of the plan
 * @param fates every living version, by model, newest first
 */
public record RetentionPlan(Instant time, List<Fate> fates) {
  /**
   * What becomes of one version.
   *
   * @param version as indexed
   * @param reasons why it is kept; empty if it is to be retired, for no rule keeps it
   */
  public record Fate(VersionEntry version, List<String> reasons) {
    /** {@inheritDoc} */
    public Fate {
      Objects.requireNonNull(version);
      reasons = List.copyOf(reasons);
    }

    /**
     * Whether its weights stay.
     *
     * @return true if any rule keeps it
     */
    public boolean isKept() {
      return !reasons.isEmpty();
    }

    /** Name, fate and reasons, in one line. */
    @Override
    public String toString() {
      return version.model()
          + " v"
          + version.number()
          + " ("
          + version.id()
          + ") of "
          + version.time()
          + ": "
          + (isKept() ? "kept, " + String.join(", ", reasons) : "to be retired, no rule keeps it");
    }
  }

  /** {@inheritDoc} */
  public RetentionPlan {
    Objects.requireNonNull(time);
    fates = List.copyOf(fates);
  }

  /**
   * The versions that stay.
   *
   * @return in the plan's order
   */
  public List<VersionEntry> kept() {
    return fates.stream().filter(Fate::isKept).map(Fate::version).toList();
  }

  /**
   * The versions that no rule keeps.
   *
   * @return in the plan's order
   */
  public List<VersionEntry> toRetire() {
    return fates.stream().filter(fate -> !fate.isKept()).map(Fate::version).toList();
  }

  /** A line for each version, and a sum. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    fates.forEach(fate -> text.append(fate).append('\n'));
    return text.append(toRetire().size())
        .append(" of ")
        .append(fates.size())
        .append(" to be retired")
        .toString();
  }
}
