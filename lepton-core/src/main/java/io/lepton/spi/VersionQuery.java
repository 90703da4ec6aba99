package io.lepton.spi;

import io.lepton.error.InvalidInputException;
import io.lepton.spi.Catalog.VersionEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Catalog#find} looks for among the versions of one model. Conditions are joined by
 * and; a field that is null or empty is no condition.
 *
 * @param model name of the model
 * @param refs a version must be pointed at by all of these
 * @param author who saved it
 * @param since the earliest time of saving that counts
 * @param before the first time of saving that no longer counts
 * @param retired whether retired versions count
 * @param metrics what must have been measured of it
 * @param bestBy metric to order by, best first by its own direction: equal values by descending
 *     number, then the versions without it; null for newest first, by time and then by number
 * @param limit most versions to be given, at least 1
 */
public record VersionQuery(
    String model,
    List<RefName> refs,
    @Nullable String author,
    @Nullable Instant since,
    @Nullable Instant before,
    Retired retired,
    List<MetricRange> metrics,
    @Nullable String bestBy,
    int limit) {

  /** Whether retired versions count. */
  public enum Retired {
    /** They count like all others. */
    INCLUDED,
    /** Only versions whose weights are there count. */
    EXCLUDED
  }

  /**
   * A ref of the model.
   *
   * @param kind of the ref
   * @param name of the ref
   */
  public record RefName(Ref.Kind kind, String name) {
    /** {@inheritDoc} */
    public RefName {
      Objects.requireNonNull(kind);
      Objects.requireNonNull(name);
    }
  }

  /**
   * A metric whose measure attached last lies in a range, ends included.
   *
   * @param metric its name
   * @param data name of the data that it must have been measured on, or null for any: then the last
   *     of all counts
   * @param least not NaN; minus infinity for no bound
   * @param most not NaN; infinity for no bound
   */
  public record MetricRange(String metric, @Nullable String data, double least, double most) {
    /** {@inheritDoc} */
    public MetricRange {
      Objects.requireNonNull(metric);
      if (Double.isNaN(least) || Double.isNaN(most)) {
        throw new InvalidInputException(
            "a range of metric \"" + metric + "\" is NaN; expected numbers or infinities");
      }
    }
  }

  /**
   * A version that was found.
   *
   * @param version as indexed
   * @param rank place on the scale of the metric it was ordered by, the lower the better: the
   *     measure attached last, negated if higher is better; NaN if there is none or the order was
   *     another
   */
  public record Found(VersionEntry version, double rank) {}

  /** {@inheritDoc} */
  public VersionQuery {
    Objects.requireNonNull(model);
    Objects.requireNonNull(retired);
    refs = List.copyOf(refs);
    metrics = List.copyOf(metrics);
    if (limit < 1) {
      throw new InvalidInputException("limit " + limit + "; expected 1 or more");
    }
  }

  /**
   * Starts a query.
   *
   * @param model name of the model
   * @return to be narrowed down; without that it finds all versions, newest first
   */
  public static Builder of(String model) {
    return new Builder(model);
  }

  /** A query that is put together. Not thread-safe. */
  public static final class Builder {
    private final String model;
    private final List<RefName> refs = new ArrayList<>();
    private final List<MetricRange> metrics = new ArrayList<>();
    private @Nullable String author;
    private @Nullable Instant since;
    private @Nullable Instant before;
    private Retired retired = Retired.INCLUDED;
    private @Nullable String bestBy;
    private int limit = Integer.MAX_VALUE;

    private Builder(String model) {
      this.model = Objects.requireNonNull(model);
    }

    /**
     * Only versions a ref points at; called again, at which that one points too.
     *
     * @param kind of the ref
     * @param name of the ref
     * @return this
     */
    public Builder ref(Ref.Kind kind, String name) {
      refs.add(new RefName(kind, name));
      return this;
    }

    /**
     * Only versions of an author.
     *
     * @param name as recorded
     * @return this
     */
    public Builder author(String name) {
      author = Objects.requireNonNull(name);
      return this;
    }

    /**
     * Only versions saved at a time or later.
     *
     * @param time the first that counts
     * @return this
     */
    public Builder since(Instant time) {
      since = Objects.requireNonNull(time);
      return this;
    }

    /**
     * Only versions saved before a time.
     *
     * @param time the first that no longer counts
     * @return this
     */
    public Builder before(Instant time) {
      before = Objects.requireNonNull(time);
      return this;
    }

    /**
     * Says whether retired versions count; they do unless said otherwise.
     *
     * @param which versions count
     * @return this
     */
    public Builder retired(Retired which) {
      retired = Objects.requireNonNull(which);
      return this;
    }

    /**
     * Only versions with a metric in a range; called again, with that one too.
     *
     * @param range of the metric
     * @return this
     */
    public Builder metric(MetricRange range) {
      metrics.add(Objects.requireNonNull(range));
      return this;
    }

    /**
     * Orders by a metric.
     *
     * @param metric its name
     * @return this
     */
    public Builder bestBy(String metric) {
      bestBy = Objects.requireNonNull(metric);
      return this;
    }

    /**
     * Bounds the answer.
     *
     * @param count at least 1
     * @return this
     */
    public Builder limit(int count) {
      limit = count;
      return this;
    }

    /**
     * Makes the query.
     *
     * @return the query
     * @throws InvalidInputException if the limit is below 1
     */
    public VersionQuery build() {
      return new VersionQuery(model, refs, author, since, before, retired, metrics, bestBy, limit);
    }
  }
}
