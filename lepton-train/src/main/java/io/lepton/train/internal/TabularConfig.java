package io.lepton.train.internal;

import io.lepton.data.CleaningRule;
import io.lepton.data.EncodedColumn;
import io.lepton.data.Encoding;
import io.lepton.data.FittedCleaning;
import io.lepton.data.UnknownCategory;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Signature;
import io.lepton.tensor.Shape;
import java.util.List;
import java.util.Objects;

/** The configuration saved with the format {@value #FORMAT}, as JSON. */
public record TabularConfig(
    List<String> classes,
    List<Integer> hidden,
    MlpShape.LinearPath linearPath,
    FittedCleaning cleaning,
    Encoding encoding,
    UnknownCategory unknownCategory) {

  /** The format's name in snapshots. */
  public static final String FORMAT = "lepton.tabular-classifier/1";

  public TabularConfig {
    classes = List.copyOf(classes);
    hidden = List.copyOf(hidden);
    Objects.requireNonNull(linearPath);
    Objects.requireNonNull(unknownCategory);
    List<String> cleaned = cleaning.rules().stream().map(CleaningRule::column).toList();
    List<String> encoded = encoding.columns().stream().map(EncodedColumn::name).toList();
    if (classes.size() < 2 || classes.stream().distinct().count() < classes.size()) {
      throw new InvalidInputException(
          "classes " + classes + "; expected at least two, no two alike");
    }
    if (!cleaned.equals(encoded)) {
      throw new InvalidInputException(
          "the cleaning is of columns " + cleaned + ", the encoding of " + encoded);
    }
  }

  public MlpShape shape() {
    return new MlpShape(encoding.width(), hidden, classes.size(), linearPath);
  }

  public Signature signature() {
    List<Signature.Field> inputs = cleaning.rules().stream().map(TabularConfig::input).toList();
    return new Signature(
        inputs,
        List.of(
            Signature.Field.scalar("label", Signature.Type.STRING),
            new Signature.Field(
                "probabilities",
                Signature.Type.F64,
                Shape.of(classes.size()),
                Signature.Presence.REQUIRED)));
  }

  private static Signature.Field input(CleaningRule rule) {
    Signature.Type type =
        switch (rule.type()) {
          case NUMERIC -> Signature.Type.F64;
          case BOOLEAN -> Signature.Type.BOOLEAN;
          case CATEGORICAL, TEXT, LABEL -> Signature.Type.STRING;
        };
    Signature.Field field = Signature.Field.scalar(rule.column(), type);
    return rule.allowsMissing() ? field.optional() : field;
  }
}
