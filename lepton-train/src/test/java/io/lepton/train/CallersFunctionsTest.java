package io.lepton.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.data.augment.Attacks;
import io.lepton.data.augment.Ball;
import io.lepton.data.augment.Eda;
import io.lepton.data.augment.LabelledBatch;
import io.lepton.data.augment.TextAugmentation;
import io.lepton.data.jdbc.JdbcSource;
import io.lepton.data.split.RowFolds;
import io.lepton.error.InvalidInputException;
import io.lepton.error.LeptonException;
import io.lepton.explain.CaseLoss;
import io.lepton.explain.KernelShap;
import io.lepton.explain.ModelFunction;
import io.lepton.explain.PermutationImportance;
import io.lepton.model.Measure.Direction;
import io.lepton.network.BatchNorm;
import io.lepton.network.Linear;
import io.lepton.network.Network;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.tune.Budget;
import io.lepton.tune.CrossValidation;
import io.lepton.tune.SearchSpace;
import io.lepton.tune.Study;
import io.lepton.tune.Trial;
import io.lepton.tune.TrialState;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * What an application's own functions give that they should not is named, and never learnt from.
 */
@SuppressWarnings("NullAway")
class CallersFunctionsTest {
  private static final SearchSpace SPACE = SearchSpace.builder().decimal("x", 0, 1).build();
  private static final LabelledBatch BATCH = LabelledBatch.of(new float[4], new int[] {0, 1}, 2);
  private static final Network NETWORK = Network.sequential(Shape.of(2), Linear.of(2));
  private static final Examples EXAMPLES =
      Examples.of(new float[] {1, 2, 3, 4, 5, 6}, new float[] {0, 1, 0}, 3);

  private static void refused(ThrowingCallable call, String... parts) {
    assertThatThrownBy(call).isInstanceOf(LeptonException.class).hasMessageContainingAll(parts);
  }

  private static String say(TextAugmentation augmentation) {
    return augmentation.apply("good day", new SplittableRandom(1));
  }

  @Test
  void anObjectiveThatGivesNullFailsItsTrialAndNotTheStudy() {
    List<Trial> trials =
        Study.of(SPACE, Direction.LOWER_IS_BETTER, Direction.LOWER_IS_BETTER)
            .open()
            .optimizeAll(
                trial -> trial.number() == 2 ? null : new double[] {1, trial.number("x")},
                Budget.trials(4))
            .trials();
    assertThat(trials)
        .extracting(Trial::state)
        .containsExactly(
            TrialState.COMPLETE, TrialState.FAILED, TrialState.COMPLETE, TrialState.COMPLETE);
    assertThat(trials.get(1).findFailure()).hasValue("the objective returned null");
  }

  @Test
  void aSamplerOrASpaceOfNothing() {
    refused(
        () ->
            Study.minimize(SPACE)
                .sampler((space, directions) -> (history, number, random) -> null)
                .optimize(trial -> 1, 1),
        "proposed null for trial 1");
    refused(() -> SearchSpace.builder().choice("c", "a", null), "\"c\" has null among its values");
  }

  @Test
  void aTranslatorOrThesaurusThatHasNothingToSay() {
    refused(
        () -> say(TextAugmentation.backTranslation(1, text -> null, text -> text)),
        "null of \"good day\"");
    refused(
        () -> say(TextAugmentation.backTranslation(1, text -> "guten Tag", text -> " ")),
        "an empty text of \"guten Tag\"");
    assertThat(
            TextAugmentation.backTranslation(1, text -> null, text -> null)
                .apply("", new SplittableRandom(1)))
        .isEmpty();
    refused(() -> say(Eda.replace(1, word -> null)), "the thesaurus gave null for");
    refused(() -> say(Eda.insert(1, word -> Arrays.asList("fine", null))), "gave [fine, null] for");
  }

  @Test
  void aModelWithoutAGradient() {
    float[] gradient = {0, 0, 0, Float.NaN};
    refused(
        () ->
            Attacks.fgsm(Ball.infinity(0.1))
                .attack(BATCH, batch -> gradient, new SplittableRandom(1)),
        "input 1 of row 1 is NaN");
  }

  @Test
  void augmentationsAndStreamsOfNothing() {
    Weights first = NETWORK.initialWeights(1);
    Trainer trainer = Trainer.withDefaults().epochs(1);
    refused(
        () ->
            trainer
                .augment("mine", (batch, gradient, random) -> null)
                .train(NETWORK, first, EXAMPLES),
        "\"mine\" made null");
    refused(
        () ->
            trainer.train(
                NETWORK,
                first,
                new AugmentedExamples(EXAMPLES, "mine", (batch, random) -> null, 1)),
        "mine made null");
    refused(() -> Examples.stream("mine", 3, 1, epoch -> null), "the stream mine is null");
  }

  @Test
  void foldsTrainedToNothing() {
    refused(
        () ->
            CrossValidation.of(Toy.data(9, 1))
                .folds(RowFolds.random(9, 3, 1))
                .measure((part, number) -> null, "accuracy"),
        "fold 0 was trained to null");
  }

  @Test
  void aPoolWithoutConnections() {
    refused(() -> JdbcSource.query(() -> null, "select 1").build(), "Connections.open gave null");
  }

  @Test
  void answersThatAreNoneToExplain() {
    List<double[]> cases = List.of(new double[] {0}, new double[] {1});
    List<String> names = List.of("x");
    refused(
        () ->
            KernelShap.of(ModelFunction.ofNumbers(names, names, rows -> null), cases)
                .explain(cases.get(0)),
        "null for 2 cases");
    refused(
        () ->
            KernelShap.of(
                    ModelFunction.ofNumbers(names, names, rows -> new double[rows.length][]), cases)
                .explain(cases.get(0)),
        "null for case 0");
    refused(
        () ->
            PermutationImportance.withDefaults()
                .of(
                    ModelFunction.ofNumbers(names, names, rows -> rows),
                    cases,
                    CaseLoss.squaredError(1)),
        "case 1 has no true value; 1 were given");
  }

  @Test
  void masksOfOtherThanZerosAndOnes() {
    Weights half =
        Weights.builder()
            .put("0.bias", Tensor.ofFloats(Shape.of(2), new float[] {1, 0.5f}))
            .build();
    assertThatThrownBy(() -> Trainer.withDefaults().mask(half))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("\"0.bias\" has the element 0.5 at 1");
  }

  @Test
  void aSingleRowLeftOverForBatchNormalisation() {
    Network network =
        Network.sequential(Shape.of(2), Linear.of(3), BatchNorm.withDefaults(), Linear.of(2));
    assertThatThrownBy(
            () ->
                Trainer.withDefaults()
                    .batchSize(2)
                    .epochs(1)
                    .train(network, network.initialWeights(1), EXAMPLES))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a batch has one row; choose a batch size");
  }
}
