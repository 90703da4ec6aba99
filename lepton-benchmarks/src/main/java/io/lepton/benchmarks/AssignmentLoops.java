package io.lepton.benchmarks;

import com.optimizely.ab.Optimizely;
import com.optimizely.ab.bucketing.Bucketer;
import com.optimizely.ab.config.DatafileProjectConfig;
import com.optimizely.ab.config.Experiment;
import com.optimizely.ab.config.ProjectConfig;
import com.optimizely.ab.config.Variation;
import com.optimizely.ab.config.parser.ConfigParseException;
import com.optimizely.ab.optimizelydecision.OptimizelyDecideOption;
import com.optimizely.ab.optimizelydecision.OptimizelyDecision;
import io.lepton.assign.HashSchemes;
import io.lepton.experiment.Assignment;
import io.lepton.experiment.Randomisation;
import io.lepton.experiment.Variant;
import java.util.List;
import java.util.Objects;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What {@link AssignmentBenchmark} measures: from a unit's id to its arm, two arms of equal weight.
 * The peer's shortest public way is {@code Bucketer.bucket} with the experiment at hand; {@code
 * decide} is what applications call.
 */
@State(Scope.Thread)
public class AssignmentLoops {
  static final String EXPERIMENT_ID = "1886780721";
  static final String FLAG = "flag";
  private static final int UNITS = 1024;

  private final String[] units = units();
  private final Assignment lepton = Assignment.of("experiment", arms());
  private final Assignment withOptimizelysHash = likeOptimizely();
  private final Bucketer bucketer = new Bucketer();
  private final ProjectConfig config = config();
  private final Experiment experiment =
      Objects.requireNonNull(config.getExperimentKeyMapping().get("e"));
  private final Optimizely optimizely = Optimizely.builder().withDatafile(datafile()).build();
  private int next;

  /** Made by JMH. */
  public AssignmentLoops() {}

  static String datafile() {
    return """
    {"version": "4", "projectId": "1", "accountId": "1", "revision": "1", "anonymizeIP": false,
     "botFiltering": false, "attributes": [], "audiences": [], "typedAudiences": [],
     "groups": [], "events": [], "rollouts": [], "variables": [],
     "featureFlags": [{"id": "7", "key": "%s", "experimentIds": ["%s"], "rolloutId": "",
       "variables": []}],
     "experiments": [{"id": "%s", "key": "e", "layerId": "2", "status": "Running",
       "audienceIds": [], "forcedVariations": {},
       "variations": [{"id": "3", "key": "old", "featureEnabled": true, "variables": []},
         {"id": "4", "key": "new", "featureEnabled": true, "variables": []}],
       "trafficAllocation": [{"entityId": "3", "endOfRange": 5000},
         {"entityId": "4", "endOfRange": 10000}]}]}
    """
        .formatted(FLAG, EXPERIMENT_ID, EXPERIMENT_ID);
  }

  static ProjectConfig config() {
    try {
      return new DatafileProjectConfig.Builder().withDatafile(datafile()).build();
    } catch (ConfigParseException e) {
      throw new IllegalStateException(e);
    }
  }

  static Assignment likeOptimizely() {
    return Assignment.of(
        EXPERIMENT_ID, arms(), Randomisation.withDefaults().withHash(HashSchemes.optimizely()));
  }

  private static List<Variant> arms() {
    return List.of(Variant.of("old"), Variant.of("new"));
  }

  private static String[] units() {
    String[] units = new String[UNITS];
    for (int i = 0; i < UNITS; i++) {
      units[i] = "customer-" + (100_000 + i * 7919);
    }
    return units;
  }

  private String unit() {
    next = (next + 1) % UNITS;
    return units[next];
  }

  @Benchmark
  public Variant lepton() {
    return lepton.variantOf(unit());
  }

  @Benchmark
  public Variant leptonWithOptimizelysHash() {
    return withOptimizelysHash.variantOf(unit());
  }

  @Benchmark
  public Variation optimizelyBucket() {
    return bucketer.bucket(experiment, unit(), config).getResult();
  }

  @Benchmark
  public OptimizelyDecision optimizelyDecide() {
    return optimizely
        .createUserContext(unit())
        .decide(FLAG, List.of(OptimizelyDecideOption.DISABLE_DECISION_EVENT));
  }
}
