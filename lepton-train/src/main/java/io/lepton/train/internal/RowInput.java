package io.lepton.train.internal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.lepton.model.Signature;
import io.lepton.tensor.Shape;
import java.util.List;

/** How a row becomes one input of a network. Immutable values; part of saved models. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TabularInput.class, name = "tabular"),
  @JsonSubTypes.Type(value = ImageInput.class, name = "image"),
  @JsonSubTypes.Type(value = TextInput.class, name = "text"),
  @JsonSubTypes.Type(value = PairInput.class, name = "pair"),
  @JsonSubTypes.Type(value = TensorInput.class, name = "tensor")
})
public sealed interface RowInput
    permits TabularInput, ImageInput, TextInput, PairInput, TensorInput {
  /** What a row holds, for the signature. */
  List<Signature.Field> fields();

  /** The number of floats of one row. */
  int width();

  /** The shape of one row as a tensor, without the batch axis. */
  default Shape tensorShape() {
    return Shape.of(width());
  }

  /** A new encoder, which counts for itself what it does not know. */
  InputEncoder encoder();
}
