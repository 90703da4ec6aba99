package io.lepton.experiment.openfeature;

import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.ProviderEvaluation;
import dev.openfeature.sdk.Reason;
import dev.openfeature.sdk.Value;
import io.lepton.error.InvalidInputException;
import io.lepton.experiment.Experiment;
import io.lepton.experiment.Placement;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One experiment as a flag. */
final class Flag {
  private final Experiment experiment;
  private final Map<String, Value> values; // by arm

  Flag(Experiment experiment, Map<String, Value> values) {
    this.experiment = experiment;
    this.values = Map.copyOf(values);
  }

  /** Who is asked about: a member, and what is randomised, which is the same without clusters. */
  record Asked(String unit, String cluster) {}

  Experiment experiment() {
    return experiment;
  }

  /** The ids in a context, or null if one is missing. */
  @Nullable Asked asked(EvaluationContext context) {
    String unit = context.getTargetingKey();
    if (unit == null || unit.isEmpty()) {
      return null;
    }
    String attribute = experiment.design().randomisation().cluster();
    if (attribute == null) {
      return new Asked(unit, unit);
    }
    Value cluster = context.getValue(attribute);
    return cluster != null && cluster.isString() ? new Asked(unit, cluster.asString()) : null;
  }

  <T> ProviderEvaluation<T> evaluate(
      T fallback,
      EvaluationContext context,
      String type,
      Predicate<Value> fits,
      Function<Value, T> read) {
    Asked asked = asked(context);
    if (asked == null) {
      return missing(fallback, context);
    }
    for (Value value : values.values()) {
      if (!fits.test(value)) { // told before anybody is exposed, and to all units alike
        return error(
            fallback,
            ErrorCode.TYPE_MISMATCH,
            "experiment \"" + name() + "\" has arms with the values " + values + ", not " + type);
      }
    }
    Placement placement;
    try {
      placement = experiment.enter(asked.unit(), asked.cluster());
    } catch (InvalidInputException e) {
      return error(fallback, ErrorCode.INVALID_CONTEXT, String.valueOf(e.getMessage()));
    }
    String arm = placement.variant().name();
    Value value = values.get(arm);
    return ProviderEvaluation.<T>builder()
        .value(value == null ? fallback : read.apply(value))
        .variant(arm)
        .reason(reason(placement.reason()).name())
        .build();
  }

  private <T> ProviderEvaluation<T> missing(T fallback, EvaluationContext context) {
    String unit = context.getTargetingKey();
    if (unit == null || unit.isEmpty()) {
      return error(
          fallback,
          ErrorCode.TARGETING_KEY_MISSING,
          "experiment \"" + name() + "\" needs a targeting key, the id of the unit");
    }
    return error(
        fallback,
        ErrorCode.INVALID_CONTEXT,
        "experiment \""
            + name()
            + "\" randomises by \""
            + experiment.design().randomisation().cluster()
            + "\"; the context must have its id as a text under that name");
  }

  private String name() {
    return experiment.design().name();
  }

  static <T> ProviderEvaluation<T> error(T fallback, ErrorCode code, String message) {
    return ProviderEvaluation.<T>builder()
        .value(fallback)
        .reason(Reason.ERROR.name())
        .errorCode(code)
        .errorMessage(message)
        .build();
  }

  private static Reason reason(Placement.Reason reason) {
    return switch (reason) {
      case ASSIGNED -> Reason.SPLIT;
      case FORCED -> Reason.TARGETING_MATCH;
      case HELD_OUT, OUTSIDE_LAYER, OUTSIDE_TRAFFIC, NOT_ALLOCATED -> Reason.STATIC;
    };
  }
}
