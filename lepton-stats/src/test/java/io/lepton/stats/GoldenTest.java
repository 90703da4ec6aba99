package io.lepton.stats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lepton.model.Interval;
import io.lepton.stats.interval.ClopperPearson;
import io.lepton.stats.interval.Wilson;
import io.lepton.stats.multiple.PValueAdjustment;
import io.lepton.stats.power.SampleSize;
import io.lepton.stats.power.TwoMeansPower;
import io.lepton.stats.power.TwoProportionsPower;
import io.lepton.stats.test.ChiSquare;
import io.lepton.stats.test.DeLong;
import io.lepton.stats.test.KolmogorovSmirnov;
import io.lepton.stats.test.McNemar;
import io.lepton.stats.test.SampleRatioMismatch;
import io.lepton.stats.test.TwoProportionZ;
import io.lepton.stats.test.WelchT;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@DisplayName("Agreement with R, pROC, rpact and pwr")
class GoldenTest {
  private static final double CLOSED_FORM = 1e-9;

  /** For noncentral distributions, and sample sizes that R finds by a root search. */
  private static final double INTEGRATION = 1e-6;

  /** Of the file's names, those whose statistic Lepton does not have yet. */
  private static final Set<String> NOT_YET =
      Set.of(
          "anova_oneway",
          "beta_binomial",
          "fisher_exact",
          "friedman",
          "group_sequential_bounds",
          "kruskal_wallis",
          "mann_whitney_exact",
          "mann_whitney_normal_corrected",
          "paired_t",
          "sample_size_two_proportions_arcsine",
          "student_t",
          "welch_anova",
          "wilcoxon_signed_rank_exact");

  private interface Check {
    void on(JsonNode input, JsonNode expected);
  }

  private static final Map<String, Check> CHECKS = new HashMap<>();

  static {
    CHECKS.put("welch_t", GoldenTest::welch);
    CHECKS.put("two_proportions_no_correction", GoldenTest::twoProportions);
    CHECKS.put("chi_square_2x2", GoldenTest::chiSquare);
    CHECKS.put("chi_square_rxc", GoldenTest::chiSquare);
    CHECKS.put("srm_chi_square_goodness_of_fit", GoldenTest::sampleRatio);
    CHECKS.put("mcnemar", GoldenTest::mcNemar);
    CHECKS.put("mcnemar_exact", GoldenTest::mcNemarExact);
    CHECKS.put("wilson", GoldenTest::wilson);
    CHECKS.put("clopper_pearson", GoldenTest::clopperPearson);
    CHECKS.put("delong_paired", GoldenTest::deLong);
    CHECKS.put("p_adjust", GoldenTest::adjustment);
    CHECKS.put("power_two_means_t", GoldenTest::powerOfMeans);
    CHECKS.put("sample_size_two_means_t", GoldenTest::casesForMeans);
    CHECKS.put("sample_size_two_proportions_z", GoldenTest::casesForProportions);
    CHECKS.put("ks_two_sample_exact", GoldenTest::kolmogorovSmirnov);
  }

  private static JsonNode cases() throws IOException {
    try (InputStream in = GoldenTest.class.getResourceAsStream("stats-reference.json")) {
      return new ObjectMapper().readTree(in);
    }
  }

  @TestFactory
  List<DynamicTest> everyCaseOfWhatWeHave() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    Map<String, Integer> counts = new TreeMap<>();
    for (JsonNode golden : cases()) {
      String name = golden.get("name").asText();
      if (NOT_YET.contains(name)) {
        continue;
      }
      int number = counts.merge(name, 1, Integer::sum);
      tests.add(
          DynamicTest.dynamicTest(
              name + " " + number + ", " + golden.get("source").asText(),
              () -> CHECKS.get(name).on(golden.get("input"), golden.get("expected"))));
    }
    return tests;
  }

  @Test
  void noNameOfTheFileIsSkippedSilently() throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    cases().forEach(golden -> counts.merge(golden.get("name").asText(), 1, Integer::sum));
    assertThat(counts.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(184);
    Set<String> known = new TreeSet<>(CHECKS.keySet());
    known.addAll(NOT_YET);
    assertThat(counts.keySet()).isEqualTo(known);
    assertThat(CHECKS.keySet()).doesNotContainAnyElementsOf(NOT_YET);
    counts.keySet().removeAll(NOT_YET);
    assertThat(counts)
        .hasToString(
            "{chi_square_2x2=12, chi_square_rxc=6, clopper_pearson=6, delong_paired=4,"
                + " ks_two_sample_exact=4, mcnemar=6, mcnemar_exact=6, p_adjust=24,"
                + " power_two_means_t=4, sample_size_two_means_t=4,"
                + " sample_size_two_proportions_z=4, srm_chi_square_goodness_of_fit=6,"
                + " two_proportions_no_correction=6, welch_t=12, wilson=6}");
  }

  private static void welch(JsonNode input, JsonNode expected) {
    WelchT.Result result =
        WelchT.withDefaults()
            .with(alternative(input))
            .withLevel(input.get("conf").asDouble())
            .test(doubles(input.get("x")), doubles(input.get("y")));
    close(result.statistic(), expected.get("statistic"));
    close(result.degreesOfFreedom(), expected.get("df"));
    close(result.pValue(), expected.get("p"));
    close(result.interval(), expected.get("ci"));
    close(result.firstMean(), expected.get("estimate").get(0));
    close(result.secondMean(), expected.get("estimate").get(1));
  }

  private static void twoProportions(JsonNode input, JsonNode expected) {
    TwoProportionZ.Result result =
        TwoProportionZ.withDefaults()
            .test(
                input.get("s1").asLong(),
                input.get("n1").asLong(),
                input.get("s2").asLong(),
                input.get("n2").asLong());
    close(result.statistic() * result.statistic(), expected.get("statistic"));
    close(result.pValue(), expected.get("p"));
    close(result.interval(), expected.get("ci"));
    close(result.firstProportion(), expected.get("estimate").get(0));
    close(result.secondProportion(), expected.get("estimate").get(1));
  }

  private static void chiSquare(JsonNode input, JsonNode expected) {
    ChiSquare.Correction correction =
        input.path("yates").asBoolean() ? ChiSquare.Correction.YATES : ChiSquare.Correction.NONE;
    ChiSquare.Result result =
        ChiSquare.withDefaults().with(correction).independence(table(input.get("table")));
    close(result.statistic(), expected.get("statistic"));
    close(result.degreesOfFreedom(), expected.get("df"));
    close(result.pValue(), expected.get("p"));
  }

  private static void sampleRatio(JsonNode input, JsonNode expected) {
    SampleRatioMismatch.Result result =
        SampleRatioMismatch.withDefaults()
            .test(longs(input.get("observed")), doubles(input.get("expected_ratio")));
    close(result.statistic(), expected.get("statistic"));
    close(result.degreesOfFreedom(), expected.get("df"));
    close(result.pValue(), expected.get("p"));
  }

  private static void mcNemar(JsonNode input, JsonNode expected) {
    long[][] table = table(input.get("table"));
    McNemar.Method method =
        input.get("correct").asBoolean()
            ? McNemar.Method.CHI_SQUARE_CORRECTED
            : McNemar.Method.CHI_SQUARE;
    McNemar.Result result = McNemar.withDefaults().with(method).test(table[0][1], table[1][0]);
    close(result.statistic(), expected.get("statistic"));
    close(result.pValue(), expected.get("p"));
  }

  private static void mcNemarExact(JsonNode input, JsonNode expected) {
    McNemar.Result result =
        McNemar.withDefaults().test(input.get("b").asLong(), input.get("c").asLong());
    close(result.pValue(), expected.get("p"));
  }

  private static void wilson(JsonNode input, JsonNode expected) {
    Wilson wilson = Wilson.withDefaults().withLevel(input.get("conf").asDouble());
    close(
        wilson.interval(input.get("successes").asLong(), input.get("n").asLong()),
        expected.get("ci"));
  }

  private static void clopperPearson(JsonNode input, JsonNode expected) {
    ClopperPearson method = ClopperPearson.withDefaults().withLevel(input.get("conf").asDouble());
    close(
        method.interval(input.get("successes").asLong(), input.get("n").asLong()),
        expected.get("ci"));
  }

  private static void deLong(JsonNode input, JsonNode expected) {
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
    close(result.statistic(), expected.get("statistic"));
    close(result.pValue(), expected.get("p"));
    Interval interval = DeLong.withDefaults().auc(positive, first).interval();
    close(interval.low(), expected.get("ciA").get(0));
    close(interval.high(), expected.get("ciA").get(2));
  }

  private static void kolmogorovSmirnov(JsonNode input, JsonNode expected) {
    KolmogorovSmirnov.Result result =
        KolmogorovSmirnov.withDefaults().test(doubles(input.get("x")), doubles(input.get("y")));
    assertThat(result.method()).isEqualTo(KolmogorovSmirnov.Method.EXACT);
    close(result.statistic(), expected.get("statistic"));
    close(result.pValue(), expected.get("p"));
  }

  private static void adjustment(JsonNode input, JsonNode expected) {
    PValueAdjustment method =
        switch (input.get("method").asText()) {
          case "bonferroni" -> PValueAdjustment.BONFERRONI;
          case "holm" -> PValueAdjustment.HOLM;
          case "hochberg" -> PValueAdjustment.HOCHBERG;
          case "hommel" -> PValueAdjustment.HOMMEL;
          case "BH" -> PValueAdjustment.BENJAMINI_HOCHBERG;
          case "BY" -> PValueAdjustment.BENJAMINI_YEKUTIELI;
          default -> throw new AssertionError(input.get("method"));
        };
    double[] adjusted = method.adjust(doubles(input.get("p")));
    assertThat(adjusted).hasSize(expected.get("adjusted").size());
    for (int i = 0; i < adjusted.length; i++) {
      close(adjusted[i], expected.get("adjusted").get(i));
    }
  }

  private static void powerOfMeans(JsonNode input, JsonNode expected) {
    TwoMeansPower plan =
        TwoMeansPower.withDefaults()
            .with(alternative(input))
            .withAlpha(input.get("alpha").asDouble());
    double n = input.get("n_per_group").asDouble();
    close(
        plan.power(n, input.get("delta").asDouble(), input.get("sd").asDouble()),
        expected.get("power"),
        INTEGRATION);
  }

  private static void casesForMeans(JsonNode input, JsonNode expected) {
    SampleSize cases =
        TwoMeansPower.withDefaults()
            .with(alternative(input))
            .withAlpha(input.get("alpha").asDouble())
            .sampleSize(
                input.get("delta").asDouble(),
                input.get("sd").asDouble(),
                input.get("power").asDouble());
    close(cases.first(), expected.get("n_per_group"), INTEGRATION);
    assertThat(cases.second()).isEqualTo(cases.first());
  }

  private static void casesForProportions(JsonNode input, JsonNode expected) {
    SampleSize cases =
        TwoProportionsPower.withDefaults()
            .with(alternative(input))
            .withAlpha(input.get("alpha").asDouble())
            .sampleSize(
                input.get("p1").asDouble(),
                input.get("p2").asDouble(),
                input.get("power").asDouble());
    close(cases.first(), expected.get("n_per_group"), INTEGRATION);
    assertThat(cases.second()).isEqualTo(cases.first());
  }

  private static Alternative alternative(JsonNode input) {
    return switch (input.get("alternative").asText()) {
      case "two.sided" -> Alternative.TWO_SIDED;
      case "less" -> Alternative.LESS;
      case "greater" -> Alternative.GREATER;
      default -> throw new AssertionError(input.get("alternative"));
    };
  }

  private static void close(Interval actual, JsonNode ends) {
    close(actual.low(), ends.get(0));
    close(actual.high(), ends.get(1));
  }

  private static void close(double actual, JsonNode expected) {
    close(actual, expected, CLOSED_FORM);
  }

  private static void close(double actual, JsonNode expected, double relative) {
    if (expected.isTextual()) {
      double infinite =
          expected.asText().equals("-Inf") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      assertThat(actual).isEqualTo(infinite);
      return;
    }
    double value = expected.asDouble();
    assertThat(Math.abs(actual - value))
        .as("%s against %s", actual, value)
        .isLessThanOrEqualTo(relative * Math.max(Math.abs(value), Double.MIN_NORMAL));
  }

  private static double[] doubles(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  private static long[] longs(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).mapToLong(JsonNode::asLong).toArray();
  }

  private static long[][] table(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(GoldenTest::longs)
        .toArray(long[][]::new);
  }
}
