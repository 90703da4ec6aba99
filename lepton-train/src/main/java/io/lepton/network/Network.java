package io.lepton.network;

import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * An architecture: the shape of one input, and what happens to it. Checked as a whole when made, so
 * every network there is has fitting shapes. Immutable and thread-safe; equal by value.
 *
 * <p>What it needs to compute is {@link Weights} of the names and shapes {@link #parameters} lists;
 * {@link #initialWeights} makes first ones.
 */
public final class Network {
  /** The name of the JSON format, with its version. */
  public static final String FORMAT = "lepton.network/1";

  private static final String FORMATS = "lepton.network/";

  private final Shape input;
  private final Layer root;
  private final Shape output;
  private final Map<String, Parameter> parameters;
  private final InputCheck check;

  private Network(Shape input, Layer root) {
    this.input = Checks.elements(input);
    this.root = root;
    this.output = Checks.elements(root.outputShape(input));
    this.parameters = Collections.unmodifiableMap(new LinkedHashMap<>(root.parameters(input)));
    this.check = InputCheck.of(input, root);
  }

  /**
   * Makes a network.
   *
   * @param input shape of one input, without the batch axis, every dimension at least 1
   * @param root what happens to it, mostly a {@link Sequential}
   * @return the network
   * @throws InvalidInputException if a layer cannot take what the one before it gives
   */
  public static Network of(Shape input, Layer root) {
    return new Network(input, root);
  }

  /**
   * Makes a network of layers named by their place, from 0.
   *
   * @param input shape of one input, without the batch axis, every dimension at least 1
   * @param layers in order
   * @return the network
   * @throws InvalidInputException if a layer cannot take what the one before it gives
   */
  public static Network sequential(Shape input, Layer... layers) {
    return new Network(input, Sequential.of(layers));
  }

  /**
   * The shape of one input.
   *
   * @return without the batch axis
   */
  public Shape inputShape() {
    return input;
  }

  /**
   * The shape of one output.
   *
   * @return without the batch axis
   */
  public Shape outputShape() {
    return output;
  }

  /**
   * The number of values of one input.
   *
   * @return at least 1
   */
  public int inputSize() {
    return Math.toIntExact(input.elementCount());
  }

  /**
   * The number of values of one output.
   *
   * @return at least 1
   */
  public int outputSize() {
    return Math.toIntExact(output.elementCount());
  }

  /**
   * What happens to an input.
   *
   * @return the outermost layer
   */
  public Layer root() {
    return root;
  }

  /**
   * What the model learns and keeps.
   *
   * @return full name, such as {@code block1.body.0.weight}, to parameter, in the order of the
   *     layers
   */
  public Map<String, Parameter> parameters() {
    return parameters;
  }

  /**
   * The number of values that are learnt.
   *
   * @return 0 or more; buffers are not counted
   */
  public long parameterCount() {
    return parameters.values().stream()
        .filter(Parameter::trainable)
        .mapToLong(parameter -> parameter.shape().elementCount())
        .sum();
  }

  /**
   * Draws first weights by the laws of the layers.
   *
   * @param seed any number; the same seed gives the same bits
   * @return weights that fit the network
   */
  public Weights initialWeights(long seed) {
    SplittableRandom root = new SplittableRandom(seed);
    Weights.Builder weights = Weights.builder();
    parameters.forEach(
        (name, parameter) ->
            weights.put(
                name, Tensor.ofFloats(parameter.shape(), Initial.draw(parameter, root.split()))));
    return weights.build();
  }

  /**
   * Checks that weights fit: the same names, each F32 and of its shape.
   *
   * @param weights of this network, or not
   * @throws InvalidInputException if a tensor is missing, of another type or shape, or too many
   */
  public void requireWeights(Weights weights) {
    parameters.forEach(
        (name, parameter) -> {
          Tensor tensor =
              weights
                  .find(name)
                  .orElseThrow(
                      () ->
                          new InvalidInputException(
                              "tensor \"" + name + "\" is missing; there are " + weights.names()));
          if (tensor.dtype() != DType.F32 || !tensor.shape().equals(parameter.shape())) {
            throw new InvalidInputException(
                "tensor \"" + name + "\": expected F32 " + parameter.shape() + ", found " + tensor);
          }
        });
    for (String name : weights.names()) {
      if (!parameters.containsKey(name)) {
        throw new InvalidInputException(
            "tensor \"" + name + "\" is none of the network's, which are " + parameters.keySet());
      }
    }
  }

  /**
   * Checks a batch: enough values, all finite, and every code or token id that reaches an embedding
   * unchanged one of its rows.
   *
   * @param values of the rows one after the other
   * @param rows how many there are
   * @throws InvalidInputException naming the first value that is wrong
   */
  public void requireInput(float[] values, int rows) {
    check.require(values, rows);
  }

  /**
   * The architecture as text, the same for equal networks.
   *
   * @return canonical JSON
   */
  public String toJson() {
    return Json.text(Json.tree(new Document(FORMAT, input, root)));
  }

  /**
   * Reads what {@link #toJson} wrote. Strict: unknown fields and layers are refused.
   *
   * @param json text
   * @return the network
   * @throws CorruptDataException if it is not such a text, or its shapes do not fit
   * @throws FormatTooNewException if a newer Lepton wrote it
   */
  public static Network fromJson(String json) {
    Header.requireKnown(json);
    Document document = Json.read(json, Document.class, "the network");
    try {
      return new Network(document.input(), document.root());
    } catch (InvalidInputException e) {
      throw new CorruptDataException("the network: " + e.getMessage(), e);
    }
  }

  private record Document(String format, Shape input, Layer root) {}

  /** What says whether the rest can be read. */
  private static final class Header {
    static void requireKnown(String json) {
      Object root = Json.read(json, Map.class, "the network");
      Object format = ((Map<?, ?>) root).get("format");
      if (FORMAT.equals(format)) {
        return;
      }
      if (format instanceof String text && text.matches(FORMATS + "\\d+")) {
        throw new FormatTooNewException(
            "the network is of the format " + text + "; this Lepton reads " + FORMAT);
      }
      throw new CorruptDataException(
          "the network's format is " + format + "; expected \"" + FORMAT + "\"");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Network that && input.equals(that.input) && root.equals(that.root);
  }

  @Override
  public int hashCode() {
    return 31 * input.hashCode() + root.hashCode();
  }

  /** Input, output and number of parameters. */
  @Override
  public String toString() {
    return "Network " + input + " to " + output + ", " + parameterCount() + " parameters";
  }
}
