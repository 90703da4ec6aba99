package io.lepton.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.data.Dataset;
import io.lepton.data.GermanCredit;
import io.lepton.data.Split;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.metric.ClassificationResult;
import io.lepton.metric.fairness.Criterion;
import io.lepton.metric.fairness.Fairness;
import io.lepton.metric.fairness.FairnessReport;
import io.lepton.metric.fairness.FairnessVerdict;
import io.lepton.metric.fairness.GroupThresholds;
import io.lepton.metric.fairness.Parity;
import io.lepton.metric.fairness.Reweighing;
import io.lepton.metric.fairness.ThresholdAdjustment;
import io.lepton.model.Row;
import io.lepton.spi.Predictor;
import io.lepton.train.TabularClassifier;
import io.lepton.train.TrainedClassifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A trained model of German credit, explained and audited")
class CreditExplainedTest {
  private static Split split;
  private static TrainedClassifier<Dataset> trained;
  private static Predictor predictor;
  private static ModelFunction<Row> good;
  private static List<Row> background;

  @BeforeAll
  static void train() {
    split = GermanCredit.split();
    trained =
        TabularClassifier.define(split.train().schema(), "Class")
            .positive("Good")
            .hidden(8)
            .epochs(10)
            .learningRate(0.01)
            .seed(1)
            .train(split.train(), split.validation());
    predictor = trained.predictor();
    good = ModelFunction.of(predictor, "Good");
    background = split.train().toRows().subList(0, 15);
  }

  @AfterAll
  static void close() {
    predictor.close();
  }

  private static List<String> sexes(Dataset data) {
    return data.toRows().stream()
        .map(row -> row.get("Personal").orElseThrow().toString())
        .map(personal -> personal.startsWith("Female") ? "female" : "male")
        .toList();
  }

  @Test
  @DisplayName("contributions lead from the background's mean to exactly what the model says")
  void shap() {
    Row one = split.test().row(3);
    Attribution found = KernelShap.of(good, background).withSamples(400).explain(one).get("Good");
    assertThat(found.remainder()).isCloseTo(0, within(1e-12));
    assertThat(found.prediction()).isEqualTo(good.apply(List.of(one))[0][0]);
    assertThat(found.contributions()).hasSize(20);
    assertThat(found.contributions()).allSatisfy(c -> assertThat(c.standardError()).isFinite());
    Attribution again = KernelShap.of(good, background).withSamples(400).explain(one).get("Good");
    assertThat(again).isEqualTo(found);
  }

  @Test
  @DisplayName("every example turns the model's answer, without touching what nobody can change")
  void counterfactuals() {
    List<Row> test = split.test().toRows();
    double[][] answers = good.apply(test);
    Counterfactuals<Row> search =
        Counterfactuals.of(good, split.train().toRows(), Target.atLeast("Good", 0.5))
            .withImmutable("Personal", "ForeignWorker", "Purpose")
            .withRising("Age");
    int explained = 0;
    for (int i = 0; i < test.size() && explained < 2; i++) {
      if (answers[i][0] >= 0.5) {
        continue;
      }
      explained++;
      List<Counterfactual<Row>> found = search.find(test.get(i));
      assertThat(found).isNotEmpty();
      for (Counterfactual<Row> each : found) {
        assertThat(predictor.predict(List.of(each.example())).get(0).numbers().get("Good"))
            .isGreaterThanOrEqualTo(0.5);
        assertThat(each.example().get("Personal")).isEqualTo(test.get(i).get("Personal"));
        assertThat(each.example().get("Purpose")).isEqualTo(test.get(i).get("Purpose"));
      }
    }
    assertThat(explained).isEqualTo(2);
  }

  @Test
  @DisplayName("the page of explanations holds every part and no number that is none")
  void report() throws Exception {
    Dataset few = split.test().select(java.util.stream.IntStream.range(0, 60).toArray());
    List<FeatureImportance> importance =
        PermutationImportance.withDefaults()
            .withRepeats(2)
            .of(ModelFunction.of(predictor), few, CaseLoss.Kind.LOG_LOSS);
    assertThat(importance).hasSize(20);
    ShapSummary<Row> summary =
        KernelShap.of(good, background.subList(0, 4))
            .withSamples(100)
            .explainAll(few.toRows().subList(0, 20));
    int bad = 0;
    while (good.apply(List.of(few.row(bad)))[0][0] >= 0.5) {
      bad++;
    }
    Row one = few.row(bad);
    Target target = Target.atLeast("Good", 0.5);
    String html =
        ExplanationReport.titled("credit-scoring")
            .summary(summary, "Good")
            .importance("Rise of the log loss", importance)
            .dependence(PartialDependence.withDefaults().of(good, few.toRows(), "Duration").get(0))
            .dependence(
                PartialDependence.withDefaults()
                    .of(good, few.toRows(), "CheckingAccountStatus")
                    .get(0))
            .prediction(
                "Applicant", KernelShap.of(good, background).withSamples(100).explain(one).first())
            .local(
                "Applicant",
                Lime.of(good, split.train().toRows()).withSamples(500).explain(one).get(0))
            .counterfactuals(
                "Applicant",
                target,
                Counterfactuals.of(good, split.train().toRows(), target)
                    .withMostChanges(2)
                    .find(one))
            .html();
    assertThat(html).contains("credit-scoring", "Duration", "Applicant", "accounts for", "<svg");
    assertThat(html).doesNotContain("NaN").doesNotContain("Infinity");
    Files.createDirectories(Path.of("target"));
    Files.writeString(Path.of("target/explanation-report.html"), html);
  }

  @Test
  @DisplayName("the audit by sex is honest about 200 cases, and parity is what was asked for")
  void fairness() throws Exception {
    ClassificationResult test = trained.score(split.test());
    List<String> sexes = sexes(split.test());
    FairnessReport report =
        Fairness.withDefaults()
            .withLimit(Criterion.EQUAL_OPPORTUNITY, 0.05)
            .withLimit(Criterion.EQUALISED_ODDS, 0.9)
            .of(test, sexes);
    assertThat(report.group("female").counts().size())
        .isEqualTo(sexes.stream().filter("female"::equals).count());
    assertThat(report.get(Criterion.EQUAL_OPPORTUNITY).verdict())
        .isEqualTo(FairnessVerdict.INCONCLUSIVE);
    assertThat(report.get(Criterion.EQUALISED_ODDS).verdict()).isEqualTo(FairnessVerdict.PASS);
    Files.createDirectories(Path.of("target"));
    Files.writeString(Path.of("target/fairness-report.html"), report.html("German credit by sex"));

    ClassificationResult validation = trained.score(split.validation());
    List<String> validationSexes = sexes(split.validation());
    GroupThresholds thresholds =
        ThresholdAdjustment.to(Parity.EQUAL_OPPORTUNITY).fit(validation, validationSexes);
    GroupThresholds.Effect fitted = thresholds.effect(validation, validationSexes);
    assertThat(fitted.after().get(0).truePositiveRate())
        .isCloseTo(fitted.after().get(1).truePositiveRate(), within(1e-12));
    assertThat(thresholds.effect(test, sexes).cost().findInterval()).isPresent();

    double[] weights = Reweighing.of(split.train().labels(), sexes(split.train())).weights();
    assertThat(java.util.Arrays.stream(weights).sum()).isCloseTo(600, within(1e-9));
  }

  @Test
  @DisplayName("a closed predictor, an unknown class and an unknown column are clear errors")
  void badInput() {
    Row one = split.test().row(0);
    assertThatThrownBy(() -> ModelFunction.of(predictor, "Medium").apply(List.of(one)))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("no number \"Medium\"; there are [Bad, Good]");
    assertThatThrownBy(() -> KernelShap.of(good, background).explain(one.with("Colour", "red")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("[Colour]");
    Predictor closed = trained.predictor();
    closed.close();
    assertThatThrownBy(() -> ModelFunction.of(closed, "Good").apply(List.of(one)))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("closed");
  }
}
