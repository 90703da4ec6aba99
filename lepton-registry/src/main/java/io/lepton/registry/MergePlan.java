package io.lepton.registry;

import io.lepton.merge.Fate;
import io.lepton.merge.Fate.Outcome;
import io.lepton.model.Version;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a merge or cherry-pick would do.
 *
 * @param kind what happens to the branch
 * @param ours head of the branch
 * @param theirs what is merged in
 * @param bases the best common ancestors, newest first, or the version given as base; several after
 *     a criss-cross merge, when only what they agree on counts as the base; none for unrelated
 *     versions
 * @param fates what becomes of every tensor, file and setting
 */
public record MergePlan(
    Kind kind, Version ours, Version theirs, List<Version> bases, List<Fate> fates) {
  /** What happens to the branch. */
  public enum Kind {
    /** Nothing: it has all of it. */
    UP_TO_DATE,
    /** It moves to what is merged; no version is made. */
    FAST_FORWARD,
    /** It moves to a new version. */
    NEW_VERSION
  }

  /** {@inheritDoc} */
  public MergePlan {
    bases = List.copyOf(bases);
    fates = List.copyOf(fates);
  }

  /**
   * What both sides changed and nobody resolved.
   *
   * @return empty if it can be committed
   */
  public List<Fate> conflicts() {
    return fates.stream().filter(fate -> fate.outcome() == Outcome.CONFLICT).toList();
  }

  /** For people: the outcomes counted, and a line for each thing that a side changed. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(theirs).append(" into ").append(ours).append(", base ");
    text.append(bases.isEmpty() ? "none" : bases.size() == 1 ? bases.get(0) : bases);
    text.append(": ").append(kind.name().toLowerCase(Locale.ROOT).replace('_', ' ')).append('\n');
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    fates.forEach(fate -> counts.merge(fate.outcome(), 1, Integer::sum));
    counts.forEach(
        (outcome, count) ->
            text.append("  ")
                .append(outcome.name().toLowerCase(Locale.ROOT))
                .append(' ')
                .append(count));
    text.append('\n');
    fates.stream()
        .filter(fate -> fate.outcome() != Outcome.UNCHANGED)
        .forEach(fate -> text.append("  ").append(fate).append('\n'));
    return text.toString();
  }
}
