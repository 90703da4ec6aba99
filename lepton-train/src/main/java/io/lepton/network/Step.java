package io.lepton.network;

import io.lepton.error.InvalidInputException;
import io.lepton.tensor.Shape;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * A layer with its name among its neighbours.
 *
 * @param name letters, digits, {@code _} and {@code -}; the names on the way to a parameter are
 *     joined by dots, as in {@code block1.body.0.weight}
 * @param layer what is done
 */
public record Step(String name, Layer layer) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,100}");

  /** {@inheritDoc} */
  public Step {
    Objects.requireNonNull(layer, "layer");
    if (!NAME.matcher(name).matches()) {
      throw Checks.refused("a step's name", "\"" + name + "\"", "letters, digits, _ and -");
    }
  }

  /** The layer's output shape; an error says where it is. */
  Shape outputShape(Shape input) {
    try {
      return Checks.elements(layer.outputShape(input));
    } catch (InvalidInputException e) {
      throw new InvalidInputException("layer " + name + ": " + e.getMessage(), e);
    }
  }

  /** Passes on the layer's parameters under their names from here. */
  void parameters(Shape input, Map<String, Parameter> into) {
    BiConsumer<String, Parameter> add = (local, value) -> into.put(name + "." + local, value);
    layer.parameters(input).forEach(add);
  }
}
