package io.lepton.experiment;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.spi.Ref;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The rule agreed before the first unit is seen. It is recorded when the experiment starts and
 * never changes.
 *
 * @param name of the experiment, as {@link Ref#requireValidName} allows
 * @param variants the control first, then the treatments in the order given
 * @param primary the one metric the decision is about
 * @param guardrails metrics that must not get worse by more than their margin
 * @param baseline what was expected of the control
 * @param minimumDetectableEffect the smallest gain worth finding, as an absolute difference of the
 *     primary metric, positive
 * @param alpha largest chance, over all treatments together, of finding a difference that is not
 *     there
 * @param power chance of finding a gain of the minimum detectable effect
 * @param salt of the {@link Assignment}
 * @param plan when looks decide, and by what
 * @param requiredUnits units each arm needs on the primary metric, in the order of {@code variants}
 * @param started when
 * @param randomisation which units it takes, and how
 * @param changes what differs from the control, by the name of the treatment, in one sentence; for
 *     arms that were given as versions. See {@link io.lepton.design.ControlledVariable}
 */
public record Design(
    String name,
    List<Variant> variants,
    Metric primary,
    List<Metric> guardrails,
    Baseline baseline,
    double minimumDetectableEffect,
    double alpha,
    double power,
    String salt,
    AnalysisPlan plan,
    List<Long> requiredUnits,
    Instant started,
    Randomisation randomisation,
    Map<String, String> changes) {

  /** {@inheritDoc} */
  public Design {
    Ref.requireValidName("experiment", name);
    variants = List.copyOf(variants);
    changes = Map.copyOf(changes);
    guardrails = List.copyOf(guardrails);
    requiredUnits = List.copyOf(requiredUnits);
    Objects.requireNonNull(salt);
    Objects.requireNonNull(plan);
    Objects.requireNonNull(started);
    Objects.requireNonNull(randomisation);
    requireArms(name, variants);
    requireMetrics(name, primary, guardrails);
    requireShare(name, "alpha", alpha);
    requireShare(name, "power", power);
    if (!(minimumDetectableEffect > 0 && minimumDetectableEffect < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException(
          refused(name)
              + "minimum detectable effect "
              + minimumDetectableEffect
              + "; expected a positive absolute difference, also where lower is better");
    }
    if (requiredUnits.size() != variants.size() || requiredUnits.stream().anyMatch(n -> n < 2)) {
      throw new InvalidInputException(
          refused(name) + "required units " + requiredUnits + " for arms " + variants);
    }
  }

  private static void requireArms(String name, List<Variant> variants) {
    long controls = variants.stream().filter(Variant::isControl).count();
    if (variants.size() < 2 || controls != 1 || !variants.get(0).isControl()) {
      throw new InvalidInputException(
          refused(name)
              + "arms "
              + variants
              + " with "
              + controls
              + " control; expected one control and at least one treatment");
    }
    requireDistinct(name, "arm", variants.stream().map(Variant::name));
  }

  private static void requireMetrics(String name, Metric primary, List<Metric> guardrails) {
    requireDistinct(
        name, "metric", Stream.concat(Stream.of(primary), guardrails.stream()).map(Metric::name));
    if (primary.margin() != null) {
      throw new InvalidInputException(
          refused(name)
              + "primary metric \""
              + primary.name()
              + "\" has a margin; margins belong to guardrails, the primary has the minimum"
              + " detectable effect");
    }
    for (Metric guardrail : guardrails) {
      if (guardrail.margin() == null) {
        throw new InvalidInputException(
            refused(name)
                + "guardrail \""
                + guardrail.name()
                + "\" has no margin; say with margin(..) how much harm would still be accepted,"
                + " since no sample can show that there is none at all");
      }
    }
  }

  private static void requireDistinct(String name, String what, Stream<String> names) {
    Set<String> seen = new HashSet<>();
    names.forEach(
        each -> {
          if (!seen.add(each)) {
            throw new InvalidInputException(
                refused(name) + what + " \"" + each + "\" comes twice; names must differ");
          }
        });
  }

  private static void requireShare(String name, String what, double value) {
    if (!(value > 0 && value < 1)) {
      throw new InvalidInputException(
          refused(name) + what + " " + value + "; expected between 0 and 1 exclusive");
    }
  }

  static String refused(String name) {
    return "experiment \"" + name + "\": ";
  }

  /**
   * The arm the others are compared with.
   *
   * @return the first variant
   */
  public Variant control() {
    return variants.get(0);
  }

  /**
   * The arms that may replace the control.
   *
   * @return at least one, in order
   */
  public List<Variant> treatments() {
    return variants.subList(1, variants.size());
  }

  /**
   * All metrics.
   *
   * @return the primary first, then the guardrails
   */
  public List<Metric> metrics() {
    return Stream.concat(Stream.of(primary), guardrails.stream()).toList();
  }

  /**
   * One metric.
   *
   * @param metricName its name
   * @return the metric
   * @throws NotFoundException if the experiment has none of that name; the message lists its own
   */
  public Metric metric(String metricName) {
    return metrics().stream()
        .filter(metric -> metric.name().equals(metricName))
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundException(
                    refused(name)
                        + "no metric \""
                        + metricName
                        + "\"; it was defined with "
                        + metrics().stream().map(Metric::name).toList()));
  }

  /**
   * One arm.
   *
   * @param variantName its name
   * @return the arm
   * @throws NotFoundException if the experiment has none of that name; the message lists its own
   */
  public Variant variant(String variantName) {
    return variants.stream()
        .filter(variant -> variant.name().equals(variantName))
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundException(
                    refused(name) + "no arm \"" + variantName + "\"; its arms are " + variants));
  }

  /**
   * Units an arm needs on the primary metric.
   *
   * @param variant one of the arms
   * @return at least 2
   */
  public long requiredUnits(Variant variant) {
    return requiredUnits.get(variants.indexOf(variant(variant.name())));
  }

  /**
   * Coverage of each interval of a difference: 1 − α / number of treatments (Bonferroni), so that
   * all of them hold together with probability at least 1 − α.
   *
   * @return between 0 and 1 exclusive
   */
  public double intervalLevel() {
    return 1 - alpha / treatments().size();
  }

  /**
   * Which unit belongs to which arm, at the traffic of the start.
   *
   * @return the function, to be used without a store
   */
  public Assignment assignment() {
    return Assignment.of(salt, variants, randomisation);
  }

  Design requiring(List<Long> units) {
    return new Design(
        name,
        variants,
        primary,
        guardrails,
        baseline,
        minimumDetectableEffect,
        alpha,
        power,
        salt,
        plan,
        units,
        started,
        randomisation,
        changes);
  }

  /** What the caller defines, by what it is called. */
  static Map<String, Function<Design, Object>> parts() {
    Map<String, Function<Design, Object>> parts = new LinkedHashMap<>();
    parts.put("arms", Design::described);
    parts.put("primary", Design::primary);
    parts.put("guardrails", Design::guardrails);
    parts.put("baseline", Design::baseline);
    parts.put("minimum detectable effect", Design::minimumDetectableEffect);
    parts.put("alpha", Design::alpha);
    parts.put("power", Design::power);
    parts.put("salt", Design::salt);
    parts.put("plan", Design::plan);
    parts.put("traffic at the start", design -> design.randomisation().traffic());
    parts.put("randomisation", design -> design.randomisation().withTraffic(1));
    return parts;
  }

  private List<String> described() {
    return variants.stream()
        .map(arm -> arm.name() + " (weight " + arm.weight() + ", version " + arm.version() + ")")
        .toList();
  }
}
