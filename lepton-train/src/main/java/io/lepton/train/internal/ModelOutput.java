package io.lepton.train.internal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Prediction;
import io.lepton.model.Signature;
import io.lepton.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a network's output means. Immutable values; part of saved models. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ModelOutput.Classes.class, name = "classes"),
  @JsonSubTypes.Type(value = ModelOutput.Numeric.class, name = "number"),
  @JsonSubTypes.Type(value = ModelOutput.Reconstruction.class, name = "reconstruction"),
  @JsonSubTypes.Type(value = ModelOutput.Outputs.class, name = "outputs")
})
public sealed interface ModelOutput {
  /** What a prediction holds, for the signature. */
  List<Signature.Field> fields();

  /** The number of outputs that are needed of a network that takes so many inputs. */
  int width(int inputs);

  /**
   * The prediction for one row.
   *
   * @param input as the network took it
   * @param output as the network gave it
   * @param row named in the error
   * @throws EngineException if an output is not finite
   */
  Prediction decode(float[] input, float[] output, int row);

  /** Logits of classes. */
  record Classes(List<String> classes) implements ModelOutput {
    public Classes {
      classes = List.copyOf(classes);
      if (classes.size() < 2 || classes.stream().distinct().count() < classes.size()) {
        throw new InvalidInputException(
            "classes " + classes + "; expected at least two, no two alike");
      }
    }

    @Override
    public List<Signature.Field> fields() {
      return List.of(
          Signature.Field.scalar("label", Signature.Type.STRING),
          new Signature.Field(
              "probabilities",
              Signature.Type.F64,
              Shape.of(classes.size()),
              Signature.Presence.REQUIRED));
    }

    @Override
    public int width(int inputs) {
      return classes.size();
    }

    @Override
    public Prediction decode(float[] input, float[] output, int row) {
      return Logits.classify(classes, output, row);
    }
  }

  /** How the network's number becomes the one that is predicted. */
  enum Link {
    IDENTITY,
    /** 1 / (1 + e⁻ˣ). */
    SIGMOID
  }

  /**
   * One number: mean + scale × link(output).
   *
   * @param target what it is of
   */
  record Numeric(String target, double mean, double scale, Link link) implements ModelOutput {
    public Numeric {
      Objects.requireNonNull(target);
      Objects.requireNonNull(link);
      if (!Double.isFinite(mean) || !(scale > 0 && Double.isFinite(scale))) {
        throw new InvalidInputException(
            "target \"" + target + "\" with mean " + mean + " and scale " + scale);
      }
    }

    @Override
    public List<Signature.Field> fields() {
      return List.of(Signature.Field.scalar(target, Signature.Type.F64));
    }

    @Override
    public int width(int inputs) {
      return 1;
    }

    @Override
    public Prediction decode(float[] input, float[] output, int row) {
      requireFinite(output, row);
      double raw = output[0];
      double linked = link == Link.SIGMOID ? 1 / (1 + StrictMath.exp(-raw)) : raw;
      return new Prediction.Regression(target, mean + scale * linked);
    }
  }

  /** The input again; how far it is off is a score, the root of the mean squared difference. */
  record Reconstruction(double threshold) implements ModelOutput {
    public Reconstruction {
      if (!(threshold >= 0 && Double.isFinite(threshold))) {
        throw new InvalidInputException("threshold " + threshold + "; expected at least 0");
      }
    }

    @Override
    public List<Signature.Field> fields() {
      return List.of(
          Signature.Field.scalar("score", Signature.Type.F64),
          Signature.Field.scalar("anomalous", Signature.Type.BOOLEAN));
    }

    @Override
    public int width(int inputs) {
      return inputs;
    }

    @Override
    public Prediction decode(float[] input, float[] output, int row) {
      requireFinite(output, row);
      return new Prediction.Anomaly(score(input, output, 0, input.length), threshold);
    }

    public static double score(float[] input, float[] output, int from, int width) {
      double squares = 0;
      for (int i = from; i < from + width; i++) {
        double off = (double) input[i] - output[i];
        squares += off * off;
      }
      return Math.sqrt(squares / width);
    }
  }

  /** The network's numbers as they are. */
  record Outputs(List<String> names) implements ModelOutput {
    public Outputs {
      names = List.copyOf(names);
      if (names.isEmpty() || names.stream().distinct().count() < names.size()) {
        throw new InvalidInputException(
            "outputs " + names + "; expected at least one name, no two alike");
      }
    }

    @Override
    public List<Signature.Field> fields() {
      return names.stream().map(n -> Signature.Field.scalar(n, Signature.Type.F64)).toList();
    }

    @Override
    public int width(int inputs) {
      return names.size();
    }

    @Override
    public Prediction decode(float[] input, float[] output, int row) {
      requireFinite(output, row);
      Map<String, Double> numbers = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        numbers.put(names.get(i), (double) output[i]);
      }
      return new Prediction.Outputs(numbers);
    }
  }

  /** A number of which no more is known than its name. */
  static ModelOutput number(String target) {
    return new Numeric(target, 0, 1, Link.IDENTITY);
  }

  private static void requireFinite(float[] output, int row) {
    for (float value : output) {
      if (!Float.isFinite(value)) {
        throw new EngineException(
            "row "
                + row
                + ": the model's output is "
                + value
                + "; its weights are not finite, or too large");
      }
    }
  }
}
