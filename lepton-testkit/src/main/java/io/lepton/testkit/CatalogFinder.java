package io.lepton.testkit;

import io.lepton.model.Measure;
import io.lepton.model.Measure.Direction;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.EvaluationEntry;
import io.lepton.spi.Catalog.VersionEntry;
import io.lepton.spi.Ref;
import io.lepton.spi.VersionQuery;
import io.lepton.spi.VersionQuery.Found;
import io.lepton.spi.VersionQuery.MetricRange;
import io.lepton.spi.VersionQuery.Retired;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a query means, in the plainest words: every version is looked at. */
final class CatalogFinder {
  private static final Comparator<Found> BY_TIME =
      Comparator.comparing((Found found) -> found.version().time())
          .thenComparing(found -> found.version().number())
          .reversed();

  private final CatalogTables tables;
  private final VersionQuery query;

  CatalogFinder(CatalogTables tables, VersionQuery query) {
    this.tables = tables;
    this.query = query;
  }

  List<Found> find() {
    return Stream.concat(ranked(), unranked()).limit(query.limit()).toList();
  }

  private Stream<Found> ranked() {
    return found()
        .filter(found -> !Double.isNaN(found.rank()))
        .sorted(
            Comparator.comparingDouble(Found::rank)
                .thenComparing(found -> -found.version().number()));
  }

  private Stream<Found> unranked() {
    return found().filter(found -> Double.isNaN(found.rank())).sorted(BY_TIME);
  }

  private Stream<Found> found() {
    return tables.numbers.getOrDefault(query.model(), List.of()).stream()
        .flatMap(id -> Optional.ofNullable(tables.versions.get(id)).stream())
        .filter(this::matches)
        .map(entry -> new Found(entry, rank(entry.id())));
  }

  private boolean matches(VersionEntry entry) {
    return (query.author() == null || query.author().equals(entry.author()))
        && (query.since() == null || !entry.time().isBefore(query.since()))
        && (query.before() == null || entry.time().isBefore(query.before()))
        && (query.retired() == Retired.INCLUDED || entry.retirement() == null)
        && query.refs().stream()
            .allMatch(
                name ->
                    tables.refs.entrySet().stream()
                        .anyMatch(e -> names(e.getKey(), name) && e.getValue().equals(entry.id())))
        && query.metrics().stream().allMatch(range -> inRange(entry.id(), range));
  }

  private boolean names(Ref ref, VersionQuery.RefName name) {
    return ref.model().equals(query.model())
        && ref.kind() == name.kind()
        && ref.name().equals(name.name());
  }

  private boolean inRange(VersionId version, MetricRange range) {
    return last(version, range.metric(), range.data())
        .filter(m -> range.least() <= m.value() && m.value() <= range.most())
        .isPresent();
  }

  private double rank(VersionId version) {
    return query.bestBy() == null
        ? Double.NaN
        : last(version, query.bestBy(), null)
            .map(m -> m.direction() == Direction.HIGHER_IS_BETTER ? -m.value() : m.value())
            .map(rank -> rank + 0.0) // one place for both zeros
            .orElse(Double.NaN);
  }

  private Optional<Measure> last(VersionId version, String metric, @Nullable String data) {
    Measure last = null;
    for (EvaluationEntry entry : tables.evaluations) {
      if (entry.version().equals(version)
          && (data == null || data.equals(entry.evaluation().data().name()))) {
        last = entry.evaluation().find(metric).orElse(last);
      }
    }
    return Optional.ofNullable(last);
  }
}
