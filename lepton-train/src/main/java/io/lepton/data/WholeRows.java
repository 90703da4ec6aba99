package io.lepton.data;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The part of a fitted cleaning that looks at more than one column. Immutable.
 *
 * @param duplicates what to do about repeated rows in training
 * @param neighbours to fill missing values from, null if no column asks for it
 * @param isolation which rows to leave out of training, null if none
 */
public record WholeRows(
    Duplicates duplicates, @Nullable Neighbours neighbours, @Nullable IsolatedRows isolation) {
  static final WholeRows NONE = new WholeRows(Duplicates.KEEP, null, null);

  /** What to do about rows that repeat an earlier one in every column. */
  public enum Duplicates {
    /** They stay. */
    KEEP,
    /** They are left out of training. */
    DROP
  }

  /** {@inheritDoc} */
  public WholeRows {
    Objects.requireNonNull(duplicates);
  }

  /** Leaves a part that does nothing out of JSON; Jackson calls equals with each value. */
  static final class Nothing {
    @Override
    public boolean equals(@Nullable Object other) {
      return NONE.equals(other);
    }

    @Override
    public int hashCode() {
      return 0;
    }
  }

  WholeRows with(Duplicates other) {
    return new WholeRows(other, neighbours, isolation);
  }

  WholeRows with(Neighbours other) {
    return new WholeRows(duplicates, other, isolation);
  }

  WholeRows with(IsolatedRows other) {
    return new WholeRows(duplicates, neighbours, other);
  }

  boolean fills(String column) {
    return neighbours != null && neighbours.counts().containsKey(column);
  }

  @Nullable Object fill(String column, Function<String, @Nullable Object> row) {
    return neighbours == null ? null : neighbours.fill(column, row);
  }

  /** The number of rows newly dropped. */
  int dropDuplicates(Dataset raw, boolean[] dropped) {
    int count = 0;
    if (duplicates == Duplicates.DROP) {
      for (List<Integer> group : raw.duplicates().groups()) {
        for (int row : group.subList(1, group.size())) {
          count += dropped[row] ? 0 : 1;
          dropped[row] = true;
        }
      }
    }
    return count;
  }

  /** The number of rows newly dropped. */
  int dropIsolated(Dataset cleaned, boolean[] dropped) {
    return isolation == null ? 0 : isolation.drop(cleaned, dropped);
  }
}
