package io.lepton.train.internal;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.data.text.WordPiece;
import io.lepton.error.InvalidInputException;
import io.lepton.train.TextEncoder.Arguments;
import io.lepton.train.TextEncoder.Padding;
import io.lepton.train.TextEncoder.Pooling;
import java.util.Objects;

/**
 * How a pretrained encoder is used. Part of saved models.
 *
 * @param kind what its file is
 * @param model digest of the file
 * @param vocabulary digest of the vocabulary's file
 * @param length the most pieces of a text
 */
public record TextEncoderConfig(
    Kind kind,
    Digest model,
    Digest vocabulary,
    WordPiece.Letters letters,
    int length,
    Padding padding,
    Arguments arguments,
    Pooling pooling) {
  /** What an encoder's file is. */
  public enum Kind {
    TORCHSCRIPT,
    ONNX
  }

  public TextEncoderConfig {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(model);
    Objects.requireNonNull(vocabulary);
    Objects.requireNonNull(letters);
    Objects.requireNonNull(padding);
    Objects.requireNonNull(arguments);
    Objects.requireNonNull(pooling);
    if (length < 2) {
      throw new InvalidInputException("texts of " + length + " pieces; expected at least 2");
    }
  }

  public static TextEncoderConfig of(
      Kind kind, ByteSource model, ByteSource vocabulary, WordPiece.Letters letters) {
    return new TextEncoderConfig(
        kind,
        Digest.of(model),
        Digest.of(vocabulary),
        letters,
        128,
        Padding.TO_LENGTH,
        Arguments.IDS_AND_MASK,
        Pooling.FIRST);
  }

  public TextEncoderConfig withLength(int value) {
    return new TextEncoderConfig(
        kind, model, vocabulary, letters, value, padding, arguments, pooling);
  }

  public TextEncoderConfig withPadding(Padding value) {
    return new TextEncoderConfig(
        kind, model, vocabulary, letters, length, value, arguments, pooling);
  }

  public TextEncoderConfig withArguments(Arguments value) {
    return new TextEncoderConfig(kind, model, vocabulary, letters, length, padding, value, pooling);
  }

  public TextEncoderConfig withPooling(Pooling value) {
    return new TextEncoderConfig(
        kind, model, vocabulary, letters, length, padding, arguments, value);
  }
}
