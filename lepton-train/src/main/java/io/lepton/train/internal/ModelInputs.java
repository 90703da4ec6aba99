package io.lepton.train.internal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Signature;
import io.lepton.tensor.Shape;
import java.util.List;
import java.util.Objects;

/** How a row becomes a model's input. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ModelInputs.Tabular.class, name = "tabular"),
  @JsonSubTypes.Type(value = ModelInputs.Plain.class, name = "tensor"),
  @JsonSubTypes.Type(value = ModelInputs.Template.class, name = "template")
})
public sealed interface ModelInputs
    permits ModelInputs.Tabular, ModelInputs.Plain, ModelInputs.Template {
  List<Signature.Field> fields();

  /** The number of floats of one row. */
  long width();

  /** Columns, cleaned and encoded as by the template that trained the model. */
  record Tabular(TabularConfig encoding) implements ModelInputs {
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

  /**
   * Whatever rows a template of the general format takes.
   *
   * @param output what the template makes of the model's outputs
   */
  record Template(RowInput encoding, ModelOutput output) implements ModelInputs {
    public Template {
      Objects.requireNonNull(encoding);
      Objects.requireNonNull(output);
    }

    @Override
    public List<Signature.Field> fields() {
      return encoding.fields();
    }

    @Override
    public long width() {
      return encoding.width();
    }
  }

  /** One F32 tensor of the model's input shape, without the batch axis. */
  record Plain(String name, Shape shape) implements ModelInputs {
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
}
