package io.lepton.train.internal;

import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Signature;
import io.lepton.network.Layer;
import io.lepton.network.Network;
import io.lepton.tensor.Shape;
import java.util.Objects;

/**
 * The configuration of the format {@value #FORMAT}, as JSON: how a row becomes the network's input,
 * the network, and what its output means. Of every template but the tabular classifier without
 * embedded columns, and the classifier of encoded texts.
 *
 * @param template that made it, such as {@code image-classifier}
 * @param shape of the network's input, without the batch axis
 * @param layers of the network
 * @param input what a row holds
 * @param output what a prediction says
 */
public record ModelConfig(
    String template, Shape shape, Layer layers, RowInput input, ModelOutput output) {
  /** The format's name in snapshots. */
  public static final String FORMAT = "lepton.network-model/1";

  public ModelConfig {
    Objects.requireNonNull(template);
    Network network = Network.of(shape, layers);
    if (network.inputSize() != input.width()
        || network.outputSize() != output.width(network.inputSize())) {
      throw new InvalidInputException(
          "the network takes "
              + network.inputSize()
              + " values and gives "
              + network.outputSize()
              + "; its rows have "
              + input.width()
              + " and its predictions need "
              + output.width(network.inputSize()));
    }
  }

  public static ModelConfig of(
      String template, Network network, RowInput input, ModelOutput output) {
    return new ModelConfig(template, network.inputShape(), network.root(), input, output);
  }

  /** Reads the configuration of a snapshot of this format, and checks what hangs on it. */
  public static ModelConfig read(ModelSnapshot snapshot) {
    if (!snapshot.format().equals(FORMAT)) {
      throw new InvalidInputException("format \"" + snapshot.format() + "\"; expected " + FORMAT);
    }
    ModelConfig config = Json.read(snapshot.config(), ModelConfig.class, "the model's config");
    if (!config.signature().equals(snapshot.signature())) {
      throw new CorruptDataException(
          "the model's signature "
              + snapshot.signature()
              + " is not that of its config, "
              + config.signature());
    }
    try {
      config.network().requireWeights(snapshot.weights());
    } catch (InvalidInputException e) {
      throw new CorruptDataException(String.valueOf(e.getMessage()), e);
    }
    return config;
  }

  public Network network() {
    return Network.of(shape, layers);
  }

  public Signature signature() {
    return new Signature(input.fields(), output.fields());
  }
}
