package io.lepton.audit;

import io.lepton.audit.AuditReport.Problem;
import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks entries as they come, one after another, against the chain and against checkpoints. Goes
 * on after a problem from what it found, so that one edit gives one problem. Not thread-safe.
 */
final class AuditVerifier {
  private final MerkleRoot root = new MerkleRoot();
  private final List<Problem> problems = new ArrayList<>();
  private final Map<Long, List<Checkpoint>> checkpoints = new HashMap<>();
  private long expected;
  private Digest previous = AuditEntry.GENESIS;
  private @Nullable Digest beforePrevious;
  private long covered;
  private @Nullable Checkpoint refuted;

  /** Takes checkpoints that are believed, before the first entry. */
  AuditVerifier(List<Checkpoint> believed) {
    believed.forEach(
        checkpoint ->
            checkpoints
                .computeIfAbsent(checkpoint.size(), size -> new ArrayList<>())
                .add(checkpoint));
    compare();
  }

  void problem(long number, String message) {
    problems.add(new Problem(number, message));
  }

  /** An entry of a store must also lie under its own name. */
  void add(byte[] json, String id) {
    if (!Merkle.leaf(json).hex().equals(id)) {
      problem(root.size(), "it does not have the hash it is kept under; it was edited");
    }
    add(json);
  }

  void add(byte[] json) {
    long place = root.size();
    try {
      check(AuditEntry.read(json, "entry " + place), place);
    } catch (CorruptDataException | FormatTooNewException e) {
      problem(place, String.valueOf(e.getMessage()));
      expected++;
    }
    beforePrevious = previous;
    previous = Merkle.leaf(json);
    root.add(previous);
    compare();
  }

  private void check(AuditEntry entry, long place) {
    if (entry.number() == expected - 1 && entry.previous().equals(beforePrevious)) {
      problem(place - 1, "two entries have this number; one of them was inserted");
    } else if (entry.number() != expected) {
      problem(
          place,
          "expected number "
              + expected
              + ", found "
              + entry.number()
              + "; entries were removed, inserted or put in another order");
    } else if (!entry.previous().equals(previous)) {
      problem(
          Math.max(0, place - 1),
          place == 0
              ? "it follows " + entry.previous() + ", but the first entry follows none"
              : "it is not the entry that number " + expected + " follows; it was edited");
    }
    expected = entry.number() + 1;
  }

  private void compare() {
    for (Checkpoint checkpoint : checkpoints.getOrDefault(root.size(), List.of())) {
      if (checkpoint.root().equals(root.get())) {
        covered = root.size();
      } else if (refuted == null) {
        refuted = checkpoint;
      }
    }
  }

  AuditReport report() {
    List<Problem> all = new ArrayList<>(problems);
    long first = problems.stream().mapToLong(Problem::number).min().orElse(Long.MAX_VALUE);
    // A root cannot be right after a problem of the chain; before it, it says more.
    if (refuted != null && refuted.size() <= first) {
      all.add(
          new Problem(
              covered,
              "the first "
                  + refuted.size()
                  + " entries are not those of the checkpoint "
                  + refuted.text().strip().replace("\n", " ")
                  + "; one from "
                  + covered
                  + " on was edited, and all after it were made anew"));
    }
    for (long size : checkpoints.keySet()) {
      if (size > root.size()) {
        all.add(
            new Problem(
                root.size(),
                "a checkpoint vouches for "
                    + size
                    + " entries, found "
                    + root.size()
                    + "; the rest was cut off"));
      }
    }
    return new AuditReport(root.size(), root.get(), covered, all);
  }
}
