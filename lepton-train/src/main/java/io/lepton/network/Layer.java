package io.lepton.network;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.lepton.error.InvalidInputException;
import io.lepton.tensor.Shape;
import java.util.Map;

/**
 * What is done to a tensor on its way through a {@link Network}. Immutable values; {@link
 * Sequential} and {@link Branches} hold others, the rest are leaves.
 *
 * <p>Numbers of inputs are not part of a layer: they follow from the shape of the network's input.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Activation.class, name = "activation"),
  @JsonSubTypes.Type(value = AvgPool.class, name = "avg_pool"),
  @JsonSubTypes.Type(value = BatchNorm.class, name = "batch_norm"),
  @JsonSubTypes.Type(value = Branches.class, name = "branches"),
  @JsonSubTypes.Type(value = Columns.class, name = "columns"),
  @JsonSubTypes.Type(value = Conv2d.class, name = "conv2d"),
  @JsonSubTypes.Type(value = Dropout.class, name = "dropout"),
  @JsonSubTypes.Type(value = EmbedColumns.class, name = "embed_columns"),
  @JsonSubTypes.Type(value = EmbeddingBag.class, name = "embedding_bag"),
  @JsonSubTypes.Type(value = Flatten.class, name = "flatten"),
  @JsonSubTypes.Type(value = GlobalAvgPool.class, name = "global_avg_pool"),
  @JsonSubTypes.Type(value = L2Normalise.class, name = "l2_normalise"),
  @JsonSubTypes.Type(value = LayerNorm.class, name = "layer_norm"),
  @JsonSubTypes.Type(value = Linear.class, name = "linear"),
  @JsonSubTypes.Type(value = MaxPool.class, name = "max_pool"),
  @JsonSubTypes.Type(value = Reshape.class, name = "reshape"),
  @JsonSubTypes.Type(value = Scale.class, name = "scale"),
  @JsonSubTypes.Type(value = Sequential.class, name = "sequential")
})
public sealed interface Layer
    permits Activation,
        AvgPool,
        BatchNorm,
        Branches,
        Columns,
        Conv2d,
        Dropout,
        EmbedColumns,
        EmbeddingBag,
        Flatten,
        GlobalAvgPool,
        L2Normalise,
        LayerNorm,
        Linear,
        MaxPool,
        Reshape,
        Scale,
        Sequential {

  /**
   * The shape of what comes out.
   *
   * @param input shape of what goes in, without the batch axis, every dimension at least 1
   * @return shape without the batch axis
   * @throws InvalidInputException if the layer cannot take such an input
   */
  Shape outputShape(Shape input);

  /**
   * What the layer learns or keeps.
   *
   * @param input shape of what goes in, one that {@link #outputShape} takes
   * @return local name to parameter, in a stable order; empty for a layer that has none
   */
  default Map<String, Parameter> parameters(Shape input) {
    return Map.of();
  }
}
