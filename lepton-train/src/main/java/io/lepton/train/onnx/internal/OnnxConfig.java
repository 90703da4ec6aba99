package io.lepton.train.onnx.internal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Signature;
import io.lepton.tensor.Shape;
import io.lepton.train.internal.TabularConfig;
import java.util.List;
import java.util.Objects;

/**
 * The configuration of the format {@value #FORMAT}, as JSON.
 *
 * @param model digest of the file {@value #FILE}
 * @param inputs how a row becomes the model's input
 * @param classes in the order of the model's outputs, which are logits
 */
public record OnnxConfig(Digest model, Inputs inputs, List<String> classes) {
  /** The format's name in snapshots. */
  public static final String FORMAT = "lepton.onnx/1";

  /** The file that holds the model. */
  public static final String FILE = "model.onnx";

  /** How a row becomes the model's input. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Tabular.class, name = "tabular"),
    @JsonSubTypes.Type(value = Plain.class, name = "tensor")
  })
  public sealed interface Inputs permits Tabular, Plain {
    List<Signature.Field> fields();

    /** The number of floats of one row. */
    long width();
  }

  /** Columns, cleaned and encoded as by the template that trained the model. */
  public record Tabular(TabularConfig encoding) implements Inputs {
    public Tabular {
      Objects.requireNonNull(encoding);
    }

    @Override
    public List<Signature.Field> fields() {
      return encoding.signature().inputs();
    }

    @Override
    public long width() {
      return encoding.encoding().width();
    }
  }

  /** One F32 tensor of the model's input shape, without the batch axis. */
  public record Plain(String name, Shape shape) implements Inputs {
    public Plain {
      Objects.requireNonNull(name);
      if (shape.elementCount() < 1) {
        throw new InvalidInputException("input \"" + name + "\" of the shape " + shape);
      }
    }

    @Override
    public List<Signature.Field> fields() {
      return List.of(
          new Signature.Field(name, Signature.Type.F32, shape, Signature.Presence.REQUIRED));
    }

    @Override
    public long width() {
      return shape.elementCount();
    }
  }

  public OnnxConfig {
    Objects.requireNonNull(model);
    Objects.requireNonNull(inputs);
    classes = List.copyOf(classes);
    if (classes.size() < 2 || classes.stream().distinct().count() < classes.size()) {
      throw new InvalidInputException(
          "classes " + classes + "; expected at least two, no two alike");
    }
  }

  public Signature signature() {
    return new Signature(
        inputs.fields(),
        List.of(
            Signature.Field.scalar("label", Signature.Type.STRING),
            new Signature.Field(
                "probabilities",
                Signature.Type.F64,
                Shape.of(classes.size()),
                Signature.Presence.REQUIRED)));
  }
}
