package io.lepton.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.bytes.Digest;
import io.lepton.error.NotFoundException;
import io.lepton.model.CategoricalProfile;
import io.lepton.model.DataProfile;
import io.lepton.model.DataReference;
import io.lepton.model.NumericProfile;
import io.lepton.model.Prediction;
import io.lepton.model.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DriftReportTest {
  private static final Prediction YES = new Prediction.Classification("yes", Map.of("yes", 1.0));
  private static final List<Row> TRAINING = new Population(1).rows(2000);
  private static final DataProfile PROFILE = Population.profile(TRAINING);

  private static DataProfile profile(List<NumericProfile> numeric, List<CategoricalProfile> other) {
    DataReference data = new DataReference("train", Digest.of("train"), 1000);
    return new DataProfile(data, numeric, other, List.of());
  }

  private static DriftReport compare(DataProfile profile, List<Row> rows) {
    List<DriftReport> reports = new ArrayList<>();
    try (Monitor monitor =
        Monitor.of(profile)
            .window(rows.size())
            .onReport(reports::add)
            .executor(Runnable::run)
            .start()) {
      monitor.observe(rows, Collections.nCopies(rows.size(), YES));
    }
    return reports.get(0);
  }

  private static List<Row> repeated(int count, Row row) {
    return Collections.nCopies(count, row);
  }

  @Test
  void computesTheIndexOfShares() {
    DataProfile profile =
        profile(
            List.of(), List.of(new CategoricalProfile("coin", 0, Map.of("a", 500L, "b", 500L))));
    List<Row> rows = new ArrayList<>(repeated(700, Row.of("coin", "a")));
    rows.addAll(repeated(300, Row.of("coin", "b")));

    ColumnDrift coin = compare(profile, rows).column("coin");

    double index = 0.2 * Math.log(0.7 / 0.5) - 0.2 * Math.log(0.3 / 0.5);
    assertThat(coin.psi()).isCloseTo(index, within(1e-12));
    assertThat(coin.threshold()).isCloseTo(0.1 + 1 / 1000.0 + 1 / 1000.0, within(1e-12));
    assertThat(coin.verdict()).isEqualTo(DriftVerdict.FAIL);
    assertThat(coin.kolmogorovSmirnov()).isNull();
    assertThat(coin.histogram().labels()).containsExactly("a", "b", "(unseen)", "(missing)");
    assertThat(coin.histogram().live()).containsExactly(700L, 300L, 0L, 0L);
    assertThat(coin.histogram().liveShares()).containsExactly(0.7, 0.3, 0, 0);
    assertThat(coin.histogram().referenceShares()).containsExactly(0.5, 0.5, 0, 0);
  }

  @Test
  void passesTheTrainingDataItself() {
    DriftReport report = Population.compare(PROFILE, TRAINING, m -> m);

    assertThat(report.verdict()).isEqualTo(DriftVerdict.PASS);
    assertThat(report.columns()).allSatisfy(c -> assertThat(c.psi()).isLessThan(1e-12));
    assertThat(report.columns())
        .filteredOn(c -> c.kolmogorovSmirnov() != null)
        .hasSize(6)
        .allSatisfy(c -> assertThat(c.kolmogorovSmirnov()).isLessThanOrEqualTo(1 / 1000.0));
  }

  @Property(tries = 20, seed = "20261123")
  void doesNotDependOnTheOrderOfRows(@ForAll long seed) {
    List<Row> rows = new Population(2).rows(300);
    List<Row> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(seed));

    List<ColumnDrift> columns = Population.compare(PROFILE, rows, m -> m).columns();

    assertThat(Population.compare(PROFILE, shuffled, m -> m).columns()).isEqualTo(columns);
  }

  @Property(tries = 30, seed = "20261124")
  void neverPassesOrFailsBelowTheMinimumOfRows(@ForAll @IntRange(max = 49) int count) {
    Monitor monitor = Monitor.of(PROFILE).executor(Runnable::run).start();
    // As different as can be: only the number of rows speaks against an alarm.
    List<Row> rows = repeated(count, Row.of("age", 1e6, "housing", "castle"));
    monitor.observe(rows, Population.predictions(rows));

    DriftReport report = monitor.report();

    assertThat(report.verdict()).isEqualTo(DriftVerdict.INCONCLUSIVE);
    assertThat(report.columns())
        .allMatch(c -> c.verdict() == DriftVerdict.INCONCLUSIVE)
        .allSatisfy(c -> assertThat(c.reason()).contains("has " + count + " rows"));
  }

  @Test
  void saysHowManyRowsItWouldTakeToPass() {
    ColumnDrift few =
        Population.compare(PROFILE, new Population(3).rows(100), m -> m).column("age");
    assertThat(few.verdict()).isEqualTo(DriftVerdict.INCONCLUSIVE);
    int needed = Integer.parseInt(few.reason().replaceAll(".*about (\\d+) rows", "$1"));

    Population next = new Population(4);
    // "about": the rows of another window fall into the bins a little differently
    assertThat(verdictOfAge(next, needed * 5 / 4)).isEqualTo(DriftVerdict.PASS);
    assertThat(verdictOfAge(next, needed * 3 / 4)).isEqualTo(DriftVerdict.INCONCLUSIVE);
  }

  private static DriftVerdict verdictOfAge(Population population, int rows) {
    return Population.compare(PROFILE, population.rows(rows), m -> m).column("age").verdict();
  }

  @Test
  void saysThatTheProfileIsTooSmallForAnyWindow() {
    DataProfile small = Population.profile(new Population(1).rows(80));

    DriftReport report = Population.compare(small, new Population(2).rows(5000), m -> m);

    assertThat(report.verdict()).isEqualTo(DriftVerdict.INCONCLUSIVE);
    assertThat(report.column("age").reason()).contains("a profile of more than");
  }

  @Test
  void namesCategoriesThatTrainingNeverMet() {
    List<Row> rows =
        new Population(2)
            .rows(400, row -> row.get("foreign").orElseThrow().equals(true) ? row : row).stream()
                .map(row -> row.asMap().size() % 2 == 0 ? row.with("housing", "castle") : row)
                .toList();
    long castles =
        rows.stream().filter(r -> r.get("housing").orElseThrow().equals("castle")).count();

    ColumnDrift housing = Population.compare(PROFILE, rows, m -> m).column("housing");

    assertThat(castles).isBetween(10L, 390L);
    assertThat(housing.verdict()).isEqualTo(DriftVerdict.FAIL);
    assertThat(housing.unseen()).containsExactly(Map.entry("castle", castles));
    assertThat(housing.histogram().live().get(3)).isEqualTo(castles);
  }

  @Test
  void keepsABoundedNumberOfUnseenNames() {
    List<Row> rows =
        IntStream.range(0, 500).mapToObj(i -> Row.of("housing", "x".repeat(200) + i)).toList();

    ColumnDrift housing = compare(PROFILE, rows).column("housing");

    assertThat(housing.unseen()).hasSize(1); // cut to one hundred characters they are the same
    assertThat(housing.histogram().live().get(3)).isEqualTo(500);
    List<Row> more = IntStream.range(0, 500).mapToObj(i -> Row.of("housing", "x" + i)).toList();
    assertThat(compare(PROFILE, more).column("housing").unseen()).hasSize(ColumnDrift.UNSEEN_LIMIT);
  }

  @Test
  void failsWhenValuesGoMissing() {
    List<Row> rows = repeated(300, Row.of());

    DriftReport report = compare(PROFILE, rows);

    assertThat(report.failed()).extracting(ColumnDrift::name).contains("age", "housing", "good");
    assertThat(report.column("age").kolmogorovSmirnov()).isNull();
    assertThat(report.column("age").reason())
        .isEqualTo("\"(missing)\" came in 100.0 % of rows, in training in 0.0 %");
  }

  @Test
  void seesAConstantChange() {
    double[] sevens = new double[1000];
    Arrays.fill(sevens, 7);
    DataProfile profile = profile(List.of(NumericProfile.of("x", sevens)), List.of());

    assertThat(compare(profile, repeated(300, Row.of("x", 7))).verdict())
        .isNotEqualTo(DriftVerdict.FAIL);
    List<Row> half =
        IntStream.range(0, 300).mapToObj(i -> Row.of("x", i % 2 == 0 ? 7 : 8)).toList();
    assertThat(compare(profile, half).column("x").verdict()).isEqualTo(DriftVerdict.FAIL);
  }

  @Test
  void takesAWrongTypeForMissingAndInfinityForTheEnd() {
    List<Row> rows = new ArrayList<>(repeated(100, Row.of("age", "forty")));
    rows.addAll(repeated(100, Row.of("age", Double.POSITIVE_INFINITY)));
    rows.addAll(repeated(100, Row.of("age", Double.NaN)));

    DriftHistogram ages = compare(PROFILE, rows).column("age").histogram();

    int last = ages.labels().size() - 1;
    assertThat(ages.labels().get(last)).isEqualTo(DriftHistogram.MISSING);
    assertThat(ages.live().get(last)).isEqualTo(200);
    assertThat(ages.live().get(last - 1)).isEqualTo(100);
  }

  @Test
  void printsATableAndFindsColumns() {
    List<Row> rows = new Population(9).rows(500, row -> row.with("age", 90.5));

    DriftReport report = Population.compare(PROFILE, rows, m -> m);

    assertThat(report.worst().orElseThrow().name()).isEqualTo("age");
    assertThat(report.toString())
        .startsWith("FAIL window 1: 500 rows from ")
        .contains("\nage ", "\nhousing ", "\ngood ", "FAIL", "> ");
    assertThat(report.toString().lines()).hasSize(2 + report.columns().size());
    assertThat(report.prediction("good").kind()).isEqualTo(ColumnDrift.Kind.PREDICTION);
    assertThatThrownBy(() -> report.column("good"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("no column \"good\"")
        .hasMessageContaining("housing");
  }
}
