package io.lepton.experiment.openfeature;

import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.TrackingEventDetails;
import dev.openfeature.sdk.Value;
import io.lepton.error.InvalidInputException;
import io.lepton.experiment.Experiment;
import io.lepton.experiment.Metric;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From an event that was tracked to an outcome. */
final class Tracking {
  private static final String EVENT_ID = "eventId";
  private static final String OCCURRED = "occurred";

  private Tracking() {}

  static void record(
      Flag flag, Metric metric, EvaluationContext context, @Nullable TrackingEventDetails details) {
    Flag.Asked asked = flag.asked(context);
    if (asked == null) {
      throw new InvalidInputException(
          "event \""
              + metric.name()
              + "\" of experiment \""
              + flag.experiment().design().name()
              + "\" was tracked without its unit; the context needs a targeting key"
              + flag.experiment()
                  .design()
                  .randomisation()
                  .findCluster()
                  .map(c -> " and " + c)
                  .orElse(""));
    }
    Experiment experiment = flag.experiment();
    if (!experiment.look(asked.unit(), asked.cluster()).inExperiment()) {
      return;
    }
    double value =
        Optional.ofNullable(details)
            .flatMap(TrackingEventDetails::getValue)
            .map(Number::doubleValue)
            .orElseGet(() -> withoutValue(experiment, metric));
    Value eventId = details == null ? null : details.getValue(EVENT_ID);
    if (details == null || eventId == null || !eventId.isString()) {
      experiment.record(asked.cluster(), metric.name(), value);
      return;
    }
    Value occurred = details.getValue(OCCURRED);
    if (occurred == null || !occurred.isInstant()) {
      experiment.record(asked.cluster(), metric.name(), value, eventId.asString());
    } else {
      experiment.recordAt(
          asked.cluster(), metric.name(), value, eventId.asString(), occurred.asInstant());
    }
  }

  private static double withoutValue(Experiment experiment, Metric metric) {
    if (metric.kind() == Metric.Kind.PROPORTION) {
      return 1;
    }
    throw new InvalidInputException(
        "event \""
            + metric.name()
            + "\" was tracked without a value; in experiment \""
            + experiment.design().name()
            + "\" it is a "
            + metric.kind()
            + ", only a proportion can do without");
  }
}
