package io.lepton.experiment.openfeature;

import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.Metadata;
import dev.openfeature.sdk.ProviderEvaluation;
import dev.openfeature.sdk.TrackingEventDetails;
import dev.openfeature.sdk.Value;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.experiment.Experiment;
import io.lepton.experiment.Metric;
import io.lepton.experiment.Variant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Running experiments as flags of OpenFeature. A flag's key is the experiment's name, the targeting
 * key the unit. A text flag is the name of the arm; arms that stand for something else (on and off,
 * a number, a structure) are given with {@link #with(Experiment, Map)}.
 *
 * <p>Evaluating a flag exposes the unit, so evaluate it where the arms begin to differ. Units in
 * the experiment have the reason {@code SPLIT}, those in its overrides {@code TARGETING_MATCH}, all
 * others get the control with {@code STATIC} and are not exposed. Where clusters are randomised,
 * the context has the cluster's id under the name the split gives it, such as {@code household}.
 *
 * <p>{@code track} records an outcome in every experiment that has a metric of the event's name and
 * has the unit; without a value it is 1 for a proportion. Attributes {@code eventId} (a text: the
 * event counts once, however often it is sent) and {@code occurred} (an instant; only with {@code
 * eventId}) are passed on. What is no metric of any experiment is left to others.
 *
 * <p>Errors have OpenFeature's codes: {@code FLAG_NOT_FOUND}, {@code TARGETING_KEY_MISSING}, {@code
 * INVALID_CONTEXT} (an id that is no id, or no cluster), {@code TYPE_MISMATCH}, and {@code GENERAL}
 * where the store failed. With each the caller gets its default. {@code track} throws what {@link
 * Experiment#record} throws.
 *
 * <p>Immutable and safe for use by many threads; closing the store is the work of who opened it.
 */
public final class ExperimentProvider implements FeatureProvider {
  private static final String NAME = "lepton";

  private final Map<String, Flag> flags;

  private ExperimentProvider(Map<String, Flag> flags) {
    this.flags = flags;
  }

  /**
   * A provider of text flags.
   *
   * @param experiments each under its name
   * @return the provider
   */
  public static ExperimentProvider of(Experiment... experiments) {
    ExperimentProvider provider = new ExperimentProvider(Map.of());
    for (Experiment experiment : experiments) {
      Map<String, Object> names = new LinkedHashMap<>();
      for (Variant arm : experiment.design().variants()) {
        names.put(arm.name(), arm.name());
      }
      provider = provider.with(experiment, names);
    }
    return provider;
  }

  /**
   * Adds an experiment whose arms stand for values.
   *
   * @param experiment under its name; replaces what had that name
   * @param valueOfArm one for each arm, all of one type: Boolean, Integer, Long, Double, String, or
   *     what {@link Value#objectToValue} takes for a structure or list
   * @return a new provider
   * @throws NotFoundException if a value is for an arm that does not exist
   * @throws InvalidInputException if an arm has no value
   */
  public ExperimentProvider with(Experiment experiment, Map<String, ?> valueOfArm) {
    Map<String, Value> values = new LinkedHashMap<>();
    valueOfArm.forEach(
        (arm, value) ->
            values.put(experiment.design().variant(arm).name(), Value.objectToValue(value)));
    for (Variant arm : experiment.design().variants()) {
      if (!values.containsKey(arm.name())) {
        throw new InvalidInputException(
            "experiment \""
                + experiment.design().name()
                + "\": no value for arm \""
                + arm
                + "\", only for "
                + values.keySet());
      }
    }
    Map<String, Flag> more = new LinkedHashMap<>(flags);
    more.put(experiment.design().name(), new Flag(experiment, values));
    return new ExperimentProvider(more);
  }

  @Override
  public Metadata getMetadata() {
    return () -> NAME;
  }

  @Override
  public ProviderEvaluation<Boolean> getBooleanEvaluation(
      String key, Boolean fallback, EvaluationContext context) {
    return evaluate(key, fallback, context, "booleans", Value::isBoolean, Value::asBoolean);
  }

  @Override
  public ProviderEvaluation<String> getStringEvaluation(
      String key, String fallback, EvaluationContext context) {
    return evaluate(key, fallback, context, "texts", Value::isString, Value::asString);
  }

  @Override
  public ProviderEvaluation<Integer> getIntegerEvaluation(
      String key, Integer fallback, EvaluationContext context) {
    return evaluate(key, fallback, context, "whole numbers", Numbers::isInteger, Value::asInteger);
  }

  @Override
  public ProviderEvaluation<Long> getLongEvaluation(
      String key, Long fallback, EvaluationContext context) {
    return evaluate(key, fallback, context, "whole numbers", Numbers::isWhole, Value::asLong);
  }

  @Override
  public ProviderEvaluation<Double> getDoubleEvaluation(
      String key, Double fallback, EvaluationContext context) {
    return evaluate(key, fallback, context, "numbers", Value::isNumber, Value::asDouble);
  }

  @Override
  public ProviderEvaluation<Value> getObjectEvaluation(
      String key, Value fallback, EvaluationContext context) {
    return evaluate(key, fallback, context, "values", value -> true, Function.identity());
  }

  private <T> ProviderEvaluation<T> evaluate(
      String key,
      T fallback,
      EvaluationContext context,
      String type,
      Predicate<Value> fits,
      Function<Value, T> read) {
    Flag flag = flags.get(key);
    if (flag == null) {
      return Flag.error(
          fallback,
          ErrorCode.FLAG_NOT_FOUND,
          "no experiment \"" + key + "\"; there are " + flags.keySet());
    }
    return flag.evaluate(fallback, context, type, fits, read);
  }

  @Override
  public void track(
      String event, EvaluationContext context, @Nullable TrackingEventDetails details) {
    for (Flag flag : flags.values()) {
      for (Metric metric : flag.experiment().design().metrics()) {
        if (metric.name().equals(event)) {
          Tracking.record(flag, metric, context, details);
        }
      }
    }
  }
}
