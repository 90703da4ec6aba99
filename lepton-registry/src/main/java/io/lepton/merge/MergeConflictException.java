package io.lepton.merge;

import io.lepton.error.ConflictException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Both sides changed the same things, and the merge was not told how to resolve all of them. */
public final class MergeConflictException extends ConflictException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 20;

  private final Fate[] conflicts;

  /**
   * Creates the exception.
   *
   * @param conflicts what is not resolved; at least one
   */
  public MergeConflictException(List<Fate> conflicts) {
    super(message(conflicts));
    this.conflicts = conflicts.toArray(Fate[]::new);
  }

  private static String message(List<Fate> conflicts) {
    String shown =
        conflicts.stream().limit(SHOWN).map(Fate::toString).collect(Collectors.joining("\n  "));
    int more = conflicts.size() - SHOWN;
    return conflicts.size()
        + (conflicts.size() == 1 ? " conflict" : " conflicts")
        + " to be resolved, by a strategy for tensors, by a side or a value for the rest:\n  "
        + shown
        + (more > 0 ? "\n  and " + more + " more" : "");
  }

  /**
   * What is not resolved.
   *
   * @return each thing with what both sides did, all of them
   */
  public List<Fate> conflicts() {
    return Arrays.asList(conflicts.clone());
  }
}
