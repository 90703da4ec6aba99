package io.lepton.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.lepton.model.Interval;
import io.lepton.stats.Alternative;
import io.lepton.stats.bayes.BetaPosterior;
import io.lepton.stats.interval.ClopperPearson;
import io.lepton.stats.interval.Wilson;
import io.lepton.stats.multiple.PValueAdjustment;
import io.lepton.stats.power.ArcsinePower;
import io.lepton.stats.power.SampleSize;
import io.lepton.stats.power.TwoMeansPower;
import io.lepton.stats.power.TwoProportionsPower;
import io.lepton.stats.sequential.GroupSequential;
import io.lepton.stats.sequential.GroupSequentialDesign;
import io.lepton.stats.sequential.Spending;
import io.lepton.stats.test.Anova;
import io.lepton.stats.test.ChiSquare;
import io.lepton.stats.test.DeLong;
import io.lepton.stats.test.FisherExact;
import io.lepton.stats.test.Friedman;
import io.lepton.stats.test.KolmogorovSmirnov;
import io.lepton.stats.test.KruskalWallis;
import io.lepton.stats.test.MannWhitney;
import io.lepton.stats.test.McNemar;
import io.lepton.stats.test.PairedT;
import io.lepton.stats.test.SampleRatioMismatch;
import io.lepton.stats.test.StudentT;
import io.lepton.stats.test.TestResult;
import io.lepton.stats.test.TwoProportionZ;
import io.lepton.stats.test.WelchT;
import io.lepton.stats.test.WilcoxonSignedRank;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * What a reference file of statistics says, against what Lepton says: one case of it. A case has a
 * {@code name}, which says what to compute, an {@code input} and the {@code expected} numbers.
 */
final class StatsReference {
  private static final double CLOSED_FORM = 1e-9;

  /** For integrals, and what R finds by a root search (rpact stops at 1e-8 of alpha). */
  private static final double INTEGRATION = 1e-6;

  private interface Check {
    void on(StatsReference run, JsonNode input, JsonNode expected);
  }

  private static final Map<String, Check> CHECKS = new TreeMap<>();

  static {
    CHECKS.put("welch_t", StatsReference::welch);
    CHECKS.put("student_t", StatsReference::student);
    CHECKS.put("paired_t", StatsReference::paired);
    CHECKS.put(
        "mann_whitney_exact",
        (run, input, expected) -> run.mannWhitney(input, expected, MannWhitney.Method.EXACT));
    CHECKS.put(
        "mann_whitney_normal_corrected",
        (run, input, expected) -> run.mannWhitney(input, expected, MannWhitney.Method.ASYMPTOTIC));
    CHECKS.put("wilcoxon_signed_rank_exact", StatsReference::signedRank);
    CHECKS.put("ks_two_sample_exact", StatsReference::kolmogorovSmirnov);
    CHECKS.put(
        "anova_oneway",
        (run, input, expected) -> run.anova(input, expected, Anova.Variances.EQUAL));
    CHECKS.put(
        "welch_anova", (run, input, expected) -> run.anova(input, expected, Anova.Variances.WELCH));
    CHECKS.put("kruskal_wallis", StatsReference::kruskalWallis);
    CHECKS.put("friedman", StatsReference::friedman);
    CHECKS.put("two_proportions_no_correction", StatsReference::twoProportions);
    CHECKS.put("chi_square_2x2", StatsReference::chiSquare);
    CHECKS.put("chi_square_rxc", StatsReference::chiSquare);
    CHECKS.put("srm_chi_square_goodness_of_fit", StatsReference::sampleRatio);
    CHECKS.put("fisher_exact", StatsReference::fisherExact);
    CHECKS.put("mcnemar", StatsReference::mcNemar);
    CHECKS.put("mcnemar_exact", StatsReference::mcNemarExact);
    CHECKS.put("wilson", StatsReference::wilson);
    CHECKS.put("clopper_pearson", StatsReference::clopperPearson);
    CHECKS.put("delong_paired", StatsReference::deLong);
    CHECKS.put("p_adjust", StatsReference::adjustment);
    CHECKS.put("power_two_means_t", StatsReference::powerOfMeans);
    CHECKS.put("sample_size_two_means_t", StatsReference::casesForMeans);
    CHECKS.put("beta_binomial", StatsReference::betaBinomial);
    CHECKS.put("sample_size_two_proportions_arcsine", StatsReference::casesByArcsine);
    CHECKS.put("sample_size_two_proportions_z", StatsReference::casesForProportions);
    CHECKS.put("group_sequential_bounds", StatsReference::groupSequential);
  }

  private final List<String> differences = new ArrayList<>();

  private StatsReference() {}

  /** The names of cases that can be checked. */
  static Set<String> known() {
    return CHECKS.keySet();
  }

  /** What does not agree in a case; nothing if all does. An unknown name never agrees. */
  static List<String> differences(JsonNode golden) {
    String name = golden.path("name").asText();
    Check check = CHECKS.get(name);
    if (check == null) {
      return List.of("no statistic of the name \"" + name + "\"");
    }
    StatsReference run = new StatsReference();
    try {
      check.on(run, golden.path("input"), golden.path("expected"));
    } catch (RuntimeException e) {
      run.differences.add(e.toString());
    }
    return run.differences;
  }

  private void welch(JsonNode input, JsonNode expected) {
    WelchT.Result result =
        WelchT.withDefaults()
            .with(alternative(input))
            .withLevel(number(input, "conf"))
            .test(doubles(input.get("x")), doubles(input.get("y")));
    agree(result, expected, result.degreesOfFreedom());
    close(result.interval(), expected.get("ci"));
    both(result.firstMean(), result.secondMean(), expected.get("estimate"));
  }

  private void twoProportions(JsonNode input, JsonNode expected) {
    TwoProportionZ.Result result =
        TwoProportionZ.withDefaults()
            .test(
                input.get("s1").asLong(),
                input.get("n1").asLong(),
                input.get("s2").asLong(),
                input.get("n2").asLong());
    close(result.statistic() * result.statistic(), expected.get("statistic"));
    close(1, expected.get("df"));
    close(result.pValue(), expected.get("p"));
    close(result.interval(), expected.get("ci"));
    both(result.firstProportion(), result.secondProportion(), expected.get("estimate"));
  }

  private void chiSquare(JsonNode input, JsonNode expected) {
    ChiSquare.Correction correction =
        input.path("yates").asBoolean() ? ChiSquare.Correction.YATES : ChiSquare.Correction.NONE;
    ChiSquare.Result result =
        ChiSquare.withDefaults().with(correction).independence(table(input.get("table")));
    agree(result, expected, result.degreesOfFreedom());
  }

  private void sampleRatio(JsonNode input, JsonNode expected) {
    SampleRatioMismatch.Result result =
        SampleRatioMismatch.withDefaults()
            .test(longs(input.get("observed")), doubles(input.get("expected_ratio")));
    agree(result, expected, result.degreesOfFreedom());
  }

  private void mcNemar(JsonNode input, JsonNode expected) {
    long[][] table = table(input.get("table"));
    McNemar.Method method =
        input.get("correct").asBoolean()
            ? McNemar.Method.CHI_SQUARE_CORRECTED
            : McNemar.Method.CHI_SQUARE;
    McNemar.Result result = McNemar.withDefaults().with(method).test(table[0][1], table[1][0]);
    agree(result, expected, 1);
  }

  private void mcNemarExact(JsonNode input, JsonNode expected) {
    McNemar.Result result =
        McNemar.withDefaults().test(input.get("b").asLong(), input.get("c").asLong());
    close(result.pValue(), expected.get("p"));
  }

  private void wilson(JsonNode input, JsonNode expected) {
    Wilson wilson = Wilson.withDefaults().withLevel(number(input, "conf"));
    close(
        wilson.interval(input.get("successes").asLong(), input.get("n").asLong()),
        expected.get("ci"));
  }

  private void clopperPearson(JsonNode input, JsonNode expected) {
    ClopperPearson method = ClopperPearson.withDefaults().withLevel(number(input, "conf"));
    close(
        method.interval(input.get("successes").asLong(), input.get("n").asLong()),
        expected.get("ci"));
  }

  private void deLong(JsonNode input, JsonNode expected) {
    long[] labels = longs(input.get("labels"));
    boolean[] positive = new boolean[labels.length];
    for (int i = 0; i < labels.length; i++) {
      positive[i] = labels[i] == 1;
    }
    double[] first = doubles(input.get("scoresA"));
    DeLong.Comparison result =
        DeLong.withDefaults().compare(positive, first, doubles(input.get("scoresB")));
    close(result.firstAuc(), expected.get("aucA"));
    close(result.secondAuc(), expected.get("aucB"));
    agree(result, expected);
    Interval interval = DeLong.withDefaults().auc(positive, first).interval();
    close(interval.low(), expected.get("ciA").get(0));
    close(interval.high(), expected.get("ciA").get(2));
  }

  private void kolmogorovSmirnov(JsonNode input, JsonNode expected) {
    KolmogorovSmirnov.Result result =
        KolmogorovSmirnov.withDefaults()
            .with(KolmogorovSmirnov.Method.EXACT)
            .test(doubles(input.get("x")), doubles(input.get("y")));
    agree(result, expected);
  }

  private void adjustment(JsonNode input, JsonNode expected) {
    PValueAdjustment method =
        switch (input.get("method").asText()) {
          case "bonferroni" -> PValueAdjustment.BONFERRONI;
          case "holm" -> PValueAdjustment.HOLM;
          case "hochberg" -> PValueAdjustment.HOCHBERG;
          case "hommel" -> PValueAdjustment.HOMMEL;
          case "BH" -> PValueAdjustment.BENJAMINI_HOCHBERG;
          case "BY" -> PValueAdjustment.BENJAMINI_YEKUTIELI;
          default -> throw new IllegalArgumentException("unknown method " + input.get("method"));
        };
    close(method.adjust(doubles(input.get("p"))), expected.get("adjusted"), CLOSED_FORM);
  }

  private void powerOfMeans(JsonNode input, JsonNode expected) {
    double power =
        forMeans(input)
            .power(number(input, "n_per_group"), number(input, "delta"), number(input, "sd"));
    close(power, expected.get("power"), INTEGRATION);
  }

  private void casesForMeans(JsonNode input, JsonNode expected) {
    alike(
        forMeans(input)
            .sampleSize(number(input, "delta"), number(input, "sd"), number(input, "power")),
        expected);
  }

  private static TwoMeansPower forMeans(JsonNode input) {
    return TwoMeansPower.withDefaults().with(alternative(input)).withAlpha(number(input, "alpha"));
  }

  private void alike(SampleSize cases, JsonNode expected) {
    close(cases.first(), expected.get("n_per_group"), INTEGRATION);
    close(cases.second(), cases.first(), 0);
  }

  private static double number(JsonNode input, String name) {
    return input.get(name).asDouble();
  }

  private void casesForProportions(JsonNode input, JsonNode expected) {
    TwoProportionsPower plan =
        TwoProportionsPower.withDefaults()
            .with(alternative(input))
            .withAlpha(number(input, "alpha"));
    alike(
        plan.sampleSize(number(input, "p1"), number(input, "p2"), number(input, "power")),
        expected);
  }

  private void betaBinomial(JsonNode input, JsonNode expected) {
    BetaPosterior first = new BetaPosterior(number(input, "alphaA"), number(input, "betaA"));
    BetaPosterior second = new BetaPosterior(number(input, "alphaB"), number(input, "betaB"));
    integral(second.probabilityToBeat(first), expected.get("prob_B_beats_A"));
    integral(first.expectedLoss(second), expected.get("expected_loss_choose_A"));
  }

  /**
   * R's {@code integrate} bounds the absolute error: its 6.3e-18 is 2.6e-17 by exact sums in 60
   * digits. What is below the rounding of 1 is compared as such.
   */
  private void integral(double actual, JsonNode expected) {
    if (!(Math.abs(actual - expected.asDouble()) < Math.ulp(1.0))) {
      close(actual, expected, INTEGRATION);
    }
  }

  private void casesByArcsine(JsonNode input, JsonNode expected) {
    ArcsinePower plan =
        ArcsinePower.withDefaults().with(alternative(input)).withAlpha(number(input, "alpha"));
    alike(
        plan.sampleSize(number(input, "p1"), number(input, "p2"), number(input, "power")),
        expected);
  }

  private void student(JsonNode input, JsonNode expected) {
    StudentT.Result result =
        StudentT.withDefaults()
            .with(alternative(input))
            .withLevel(number(input, "conf"))
            .test(doubles(input.get("x")), doubles(input.get("y")));
    agree(result, expected, result.degreesOfFreedom());
    close(result.interval(), expected.get("ci"));
    both(result.firstMean(), result.secondMean(), expected.get("estimate"));
  }

  private void paired(JsonNode input, JsonNode expected) {
    PairedT.Result result =
        PairedT.withDefaults()
            .with(alternative(input))
            .withLevel(number(input, "conf"))
            .test(doubles(input.get("x")), doubles(input.get("y")));
    agree(result, expected, result.degreesOfFreedom());
    close(result.interval(), expected.get("ci"));
    close(result.difference(), expected.get("estimate"));
  }

  private void mannWhitney(JsonNode input, JsonNode expected, MannWhitney.Method method) {
    MannWhitney.Result result =
        MannWhitney.withDefaults()
            .with(method)
            .test(doubles(input.get("x")), doubles(input.get("y")));
    agree(result, expected);
  }

  private void signedRank(JsonNode input, JsonNode expected) {
    WilcoxonSignedRank.Result result =
        WilcoxonSignedRank.withDefaults()
            .with(WilcoxonSignedRank.Method.EXACT)
            .test(doubles(input.get("x")), doubles(input.get("y")));
    agree(result, expected);
  }

  private void anova(JsonNode input, JsonNode expected, Anova.Variances variances) {
    Anova.Result result = Anova.withDefaults().with(variances).test(rows(input.get("groups")));
    agree(result, expected);
    both(result.betweenDegrees(), result.withinDegrees(), expected.get("df"));
  }

  private void kruskalWallis(JsonNode input, JsonNode expected) {
    KruskalWallis.Result result = KruskalWallis.withDefaults().test(rows(input.get("groups")));
    agree(result, expected, result.degreesOfFreedom());
  }

  private void friedman(JsonNode input, JsonNode expected) {
    Friedman.Result result = Friedman.withDefaults().test(rows(input.get("blocks")));
    agree(result, expected, result.degreesOfFreedom());
  }

  /**
   * The file has the odds ratios where R's search stopped: R's steps on our distribution must lead
   * to the same digits, and what they approximate, to what Lepton says.
   */
  private void fisherExact(JsonNode input, JsonNode expected) {
    long[][] table = table(input.get("table"));
    FisherExact.Result result = FisherExact.withDefaults().test(table);
    close(result.pValue(), expected.get("p"));
    FisherOfR stopped = new FisherOfR(table);
    double tail = (1 - result.interval().level()) / 2;
    close(stopped.oddsRatio(), expected.get("odds_ratio_cmle"));
    close(stopped.low(tail), expected.get("ci").get(0));
    close(stopped.high(tail), expected.get("ci").get(1));
    approximated(stopped.oddsRatio(), result.oddsRatio());
    approximated(stopped.low(tail), result.interval().low());
    approximated(stopped.high(tail), result.interval().high());
  }

  private void approximated(double stopped, double exact) {
    boolean inverse = stopped > 1;
    double error = inverse ? 1 / stopped - 1 / exact : stopped - exact;
    if (!(Math.abs(error) <= UniRoot.TOLERANCE)) {
      differences.add("found " + exact + ", of which R's search found " + stopped);
    }
  }

  private void groupSequential(JsonNode input, JsonNode expected) {
    GroupSequential plan =
        GroupSequential.withDefaults()
            .with(input.get("sided").asInt() == 2 ? Alternative.TWO_SIDED : Alternative.GREATER)
            .withAlpha(number(input, "alpha"))
            .withFractions(doubles(input.get("information")));
    GroupSequentialDesign design =
        switch (input.get("type").asText()) {
          case "OF" -> plan.withOBrienFleming().design();
          case "P" -> plan.withPocock().design();
          case "asOF" -> plan.with(Spending.lanDeMetsOBrienFleming()).design();
          case "asP" -> plan.with(Spending.lanDeMetsPocock()).design();
          case "asHSD" -> plan.with(Spending.hwangShihDeCani(number(input, "gammaA"))).design();
          default -> throw new IllegalArgumentException("unknown type " + input.get("type"));
        };
    close(design.criticalValues(), expected.get("critical_values"), INTEGRATION);
    close(design.alphaSpent(), expected.get("alpha_spent"), INTEGRATION);
    close(design.stageLevels(), expected.get("stage_levels"), INTEGRATION);
  }

  private void close(double[] actual, JsonNode expected, double relative) {
    close(actual.length, expected.size(), 0);
    for (int i = 0; i < actual.length; i++) {
      close(actual[i], expected.get(i), relative);
    }
  }

  private void agree(TestResult result, JsonNode expected) {
    close(result.statistic(), expected.get("statistic"));
    close(result.pValue(), expected.get("p"));
  }

  private void agree(TestResult result, JsonNode expected, double degreesOfFreedom) {
    agree(result, expected);
    close(degreesOfFreedom, expected.get("df"));
  }

  private void both(double first, double second, JsonNode expected) {
    close(first, expected.get(0));
    close(second, expected.get(1));
  }

  private static Alternative alternative(JsonNode input) {
    return switch (input.get("alternative").asText()) {
      case "two.sided" -> Alternative.TWO_SIDED;
      case "less" -> Alternative.LESS;
      case "greater" -> Alternative.GREATER;
      default ->
          throw new IllegalArgumentException("unknown alternative " + input.get("alternative"));
    };
  }

  private void close(Interval actual, JsonNode ends) {
    both(actual.low(), actual.high(), ends);
  }

  private void close(double actual, JsonNode expected) {
    close(actual, expected, CLOSED_FORM);
  }

  private void close(double actual, JsonNode expected, double relative) {
    double value =
        switch (expected.asText()) {
          case "Inf" -> Double.POSITIVE_INFINITY;
          case "-Inf" -> Double.NEGATIVE_INFINITY;
          default -> {
            if (!expected.isNumber()) {
              throw new IllegalArgumentException("expected a number, found " + expected);
            }
            yield expected.asDouble();
          }
        };
    close(actual, value, relative);
  }

  private void close(double actual, double expected, double relative) {
    boolean same = actual == expected;
    if (!same && !(Math.abs(actual - expected) <= relative * Math.abs(expected))) {
      differences.add("found " + actual + ", expected " + expected);
    }
  }

  private static double[] doubles(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  private static long[] longs(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).mapToLong(JsonNode::asLong).toArray();
  }

  private static double[][] rows(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(StatsReference::doubles)
        .toArray(double[][]::new);
  }

  private static long[][] table(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(StatsReference::longs)
        .toArray(long[][]::new);
  }
}
