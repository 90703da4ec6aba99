package io.lepton.registry.internal.catalog;

import io.lepton.model.Evaluation;
import io.lepton.model.Measure;
import io.lepton.model.Measure.Direction;
import java.sql.SQLException;

/**
 * Keeps the last measure of each metric of a version where a search finds it: once for the data it
 * was measured on, and once for any data.
 */
final class Measures {
  /** The name of the series of what was measured last on any data. */
  static final String ANY_DATA = "";

  private static final String SERIES =
      "SELECT sequence FROM series WHERE model = ? AND metric = ? AND data = ? AND direction = ?";

  private final Session session;

  Measures(Session session) {
    this.session = session;
  }

  /** The name of the series of one set of data. */
  static String seriesOf(String data) {
    return "=" + data;
  }

  /** A value's place on a scale whose low end is best; both zeros have one place. */
  static double rank(double value, Direction direction) {
    return 0.0 + (direction == Direction.HIGHER_IS_BETTER ? -value : value);
  }

  /** Takes the measures of an evaluation as the last ones. */
  void attach(long version, String model, Evaluation evaluation) throws SQLException {
    for (Measure measure : evaluation.measures()) {
      put(version, model, measure, ANY_DATA);
      put(version, model, measure, seriesOf(evaluation.data().name()));
    }
  }

  private void put(long version, String model, Measure measure, String data) throws SQLException {
    for (Direction direction : Direction.values()) {
      if (direction != measure.direction()) {
        session.update(
            "DELETE FROM measure WHERE version = ? AND series = (" + SERIES + ")",
            version,
            model,
            measure.metric(),
            data,
            direction.name());
      }
    }
    session.update(
        "INSERT INTO measure (version, series, rank) VALUES (?, ?, ?)"
            + " ON CONFLICT (version, series) DO UPDATE SET rank = excluded.rank",
        version,
        series(model, measure, data),
        rank(measure.value(), measure.direction()));
  }

  private long series(String model, Measure measure, String data) throws SQLException {
    Object[] name = {model, measure.metric(), data, measure.direction().name()};
    var found = session.first(SERIES, Rows::number, name);
    if (found.isEmpty()) {
      session.update(
          "INSERT INTO series (model, metric, data, direction) VALUES (?, ?, ?, ?)", name);
      found = session.first(SERIES, Rows::number, name);
    }
    return found.orElseThrow();
  }
}
