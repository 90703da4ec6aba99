package io.lepton.card;

import io.lepton.bytes.Digest;
import io.lepton.model.DataReference;
import io.lepton.model.Evaluation;
import io.lepton.model.Hyperparameters;
import io.lepton.model.Interval;
import io.lepton.model.Lineage;
import io.lepton.model.Measure;
import io.lepton.model.Measure.Direction;
import io.lepton.model.Signature;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Cards for tests: a complete one, an empty one, and one of texts that are meant to break out. */
final class Cards {
  static final String NASTY =
      "O'Neil \"quoted\" \\back` <script>alert(1)</script> & | *b* [x](javascript:1) # @ %\n"
          + "--- # - key: value\n"
          + "1. {a: b} !tag \u0000\u0085\u2028\ufeff \ud83d\ude00 ${x} \r\n"
          + "\ttab";

  private Cards() {}

  static Version version(String name) {
    return new Version(
        VersionId.parse(Digest.of(name).hex()),
        name,
        2,
        List.of(VersionId.parse(Digest.of("parent").hex())),
        "lepton.tabular-classifier/1",
        Map.of("w", new Version.TensorInfo(DType.F32, Shape.of(7, 3))),
        Map.of(),
        Hyperparameters.of(Map.of("learning_rate", 0.01, "hidden", List.of(16L), "name", name)),
        new Signature(
            List.of(Signature.Field.scalar("age", Signature.Type.F64).optional()),
            List.of(Signature.Field.scalar(name, Signature.Type.F64))),
        Lineage.builder()
            .data(new DataReference("train", Digest.of("train"), 600))
            .seed(42)
            .codeRevision("abc")
            .environment("threads", "1")
            .build(),
        "ada",
        Instant.parse("2026-11-22T10:00:00.123456789Z"),
        name);
  }

  static Evaluation evaluation(String name) {
    return new Evaluation(
        new DataReference(name, Digest.of("test"), 250),
        List.of(
            new Measure(
                "roc_auc",
                0.786,
                new Interval(0.7312345, 0.84, 0.95, "DeLong"),
                250,
                Direction.HIGHER_IS_BETTER),
            new Measure(
                "log_loss",
                Double.POSITIVE_INFINITY,
                new Interval(0.5, Double.POSITIVE_INFINITY, 0.95, "bootstrap"),
                250,
                Direction.LOWER_IS_BETTER),
            new Measure("tiny", 1.5e-10, null, 0, Direction.LOWER_IS_BETTER)));
  }

  static CardText text() {
    return CardText.builder()
        .overview("Predicts whether a loan will be repaid.")
        .documentation("First paragraph.\n\nSecond paragraph,\nof two lines.")
        .task("tabular-classification")
        .architecture("multilayer perceptron")
        .owner("Risk team", "risk@example.org")
        .licence("Apache-2.0")
        .licence("Our own terms")
        .reference("https://example.org/paper")
        .citation("Example, 2026")
        .user("Loan officers")
        .intendedUse("A second opinion on a loan")
        .outOfScopeUse("Decisions without a human")
        .limitation("Only German applicants of 1994")
        .tradeoff("Recall for precision")
        .ethicalConsideration("Age bias", "Measured per age group")
        .trainingData(
            new CardData("train", "German Credit", "https://example.org/d", List.of("age")))
        .evaluationData(CardData.of("field study", "not in the store"))
        .caveat("Retrain every year")
        .build();
  }

  static ModelCard complete() {
    return ModelCard.of(text(), version("credit"), List.of(evaluation("test")))
        .withFiles(Map.of("weights.safetensors", Digest.of("w")));
  }

  static ModelCard empty() {
    Version full = version("credit");
    return ModelCard.of(
        CardText.builder().build(),
        new Version(
            full.id(),
            "credit",
            1,
            List.of(),
            "f/1",
            Map.of(),
            Map.of(),
            Hyperparameters.none(),
            new Signature(List.of(), List.of()),
            Lineage.unknown(),
            "ada",
            full.time(),
            ""),
        List.of());
  }

  /** Every place that takes a text has the nasty one. */
  static ModelCard nasty() {
    CardText text =
        CardText.builder()
            .overview(NASTY)
            .documentation(NASTY)
            .task(NASTY)
            .architecture(NASTY)
            .owner(NASTY, NASTY)
            .licence(NASTY)
            .reference(NASTY)
            .citation(NASTY)
            .user(NASTY)
            .intendedUse(NASTY)
            .outOfScopeUse(NASTY)
            .limitation(NASTY)
            .tradeoff(NASTY)
            .ethicalConsideration(NASTY, NASTY)
            .trainingData(new CardData(NASTY, NASTY, NASTY, List.of(NASTY)))
            .evaluationData(CardData.of(NASTY, NASTY))
            .caveat(NASTY)
            .build();
    return ModelCard.of(text, version(NASTY), List.of(evaluation(NASTY)))
        .withFiles(Map.of(NASTY, Digest.of("w")));
  }
}
