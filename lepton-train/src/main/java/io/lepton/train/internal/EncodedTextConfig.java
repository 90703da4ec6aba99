package io.lepton.train.internal;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Signature;
import io.lepton.network.Layer;
import io.lepton.network.Network;
import io.lepton.tensor.Shape;
import java.util.List;
import java.util.Objects;

/**
 * The configuration of the format {@value #FORMAT}, as JSON: a pretrained encoder, whose files are
 * {@value #MODEL} and {@value #VOCABULARY}, and a network on its vectors.
 *
 * @param encoder makes a text a vector
 * @param text name of the text in a row
 * @param size of the vector
 * @param head layers on it
 * @param output what they say
 */
public record EncodedTextConfig(
    TextEncoderConfig encoder, String text, int size, Layer head, ModelOutput output) {
  /** The format's name in snapshots. */
  public static final String FORMAT = "lepton.encoded-text/1";

  /** The encoder's file. */
  public static final String MODEL = "encoder";

  /** The vocabulary's file. */
  public static final String VOCABULARY = "vocab.txt";

  public EncodedTextConfig {
    Objects.requireNonNull(encoder);
    Objects.requireNonNull(text);
    int outputs = Network.of(Shape.of(size), head).outputSize();
    if (outputs != output.width(size)) {
      throw new InvalidInputException(
          "the head gives " + outputs + " values; its predictions need " + output.width(size));
    }
  }

  public Network network() {
    return Network.of(Shape.of(size), head);
  }

  public Signature signature() {
    return new Signature(
        List.of(Signature.Field.scalar(text, Signature.Type.STRING)), output.fields());
  }
}
