package io.lepton.network;

import io.lepton.tensor.Shape;
import java.util.Map;

/**
 * The mean of the learnt vectors of the tokens in [length], ids padded at any place with 0; a text
 * of padding alone gives zeros. The output is [size]. Parameter: {@code weight} [count, size],
 * whose first row, the padding's, is zeros and stays so.
 *
 * @param count number of ids, the padding's included, which are 0 to count − 1; at most 2^24
 * @param size of a vector, at least 1
 * @param deviation standard deviation of first values; PyTorch's is 1
 */
public record EmbeddingBag(int count, int size, double deviation) implements Layer {
  /** {@inheritDoc} */
  public EmbeddingBag {
    Checks.within(2, 1 << 24, "count of ids", count);
    Checks.atLeast(1, "size of an embedding", size);
    Checks.within(0, 1e6, "deviation of first values", deviation);
  }

  @Override
  public Shape outputShape(Shape input) {
    Checks.rank(1, "an embedding bag", "[length]", input);
    return Shape.of(size);
  }

  @Override
  public Map<String, Parameter> parameters(Shape input) {
    return Map.of(
        "weight",
        new Parameter(
            Shape.of(count, size),
            Parameter.Role.WEIGHT,
            new Initial(Initial.Law.NORMAL_AFTER_PADDING, deviation)));
  }
}
