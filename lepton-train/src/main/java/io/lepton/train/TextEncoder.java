package io.lepton.train;

import io.lepton.bytes.ByteSource;
import io.lepton.data.text.WordPiece;
import io.lepton.error.CorruptDataException;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.ModelSnapshot;
import io.lepton.train.internal.EncodedTextConfig;
import io.lepton.train.internal.TextEncoderConfig;
import io.lepton.train.internal.TextFeatures;
import java.util.List;
import java.util.Objects;

/**
 * A pretrained encoder of texts, such as BERT, that the caller has as a file, with its vocabulary:
 * numbers of WordPiece go in, a vector for each comes out, and one for the whole text is made of
 * them. It is not trained. Immutable and thread-safe.
 *
 * <p>By default texts are cut to 128 pieces and filled up to that length, ids and mask are given,
 * and the vector of {@code [CLS]} is taken.
 */
public final class TextEncoder {
  private final ByteSource model;
  private final ByteSource vocabulary;
  private final TextEncoderConfig config;

  /** How the vectors of pieces become one of the text. */
  public enum Pooling {
    /** That of {@code [CLS]}, the first. */
    FIRST,
    /** The mean, padding left out. */
    MEAN,
    /** The model gives one vector a text itself. */
    GIVEN
  }

  /** Whether short texts are filled up. */
  public enum Padding {
    /** To the length, with a mask; a traced model may know no other length. */
    TO_LENGTH,
    /** No: faster for short texts, where the model takes any length. */
    NONE
  }

  /** The arguments of a TorchScript module, in this order; an ONNX model names its own. */
  public enum Arguments {
    /** Numbers of pieces alone. */
    IDS,
    /** And a mask, 1 for a piece and 0 for padding. */
    IDS_AND_MASK,
    /** And types of pieces, all 0, as Hugging Face's BERT takes them. */
    IDS_MASK_AND_TYPES
  }

  private TextEncoder(ByteSource model, ByteSource vocabulary, TextEncoderConfig config) {
    this.model = model;
    this.vocabulary = vocabulary;
    this.config = config;
    WordPiece.read(vocabulary, config.letters()); // checks
  }

  /**
   * An encoder as TorchScript.
   *
   * @param model bytes of a file of {@code torch.jit.save}: takes I64 [1, pieces], one for each of
   *     the arguments, gives F32 [1, pieces, size] first
   * @param vocabulary its {@code vocab.txt}
   * @param letters as the vocabulary was made
   * @return the encoder
   * @throws InvalidInputException if the vocabulary is none of WordPiece
   */
  public static TextEncoder torchScript(
      ByteSource model, ByteSource vocabulary, WordPiece.Letters letters) {
    return of(TextEncoderConfig.Kind.TORCHSCRIPT, model, vocabulary, letters);
  }

  /**
   * An encoder as ONNX.
   *
   * @param model bytes of an ONNX file: takes I64 [1, pieces] as {@code input_ids}, and as {@code
   *     attention_mask} and {@code token_type_ids} if it has them, gives F32 [1, pieces, size]
   *     first
   * @param vocabulary its {@code vocab.txt}
   * @param letters as the vocabulary was made
   * @return the encoder
   * @throws InvalidInputException if the vocabulary is none of WordPiece
   */
  public static TextEncoder onnx(
      ByteSource model, ByteSource vocabulary, WordPiece.Letters letters) {
    return of(TextEncoderConfig.Kind.ONNX, model, vocabulary, letters);
  }

  private static TextEncoder of(
      TextEncoderConfig.Kind kind,
      ByteSource model,
      ByteSource vocabulary,
      WordPiece.Letters letters) {
    return new TextEncoder(
        model,
        vocabulary,
        TextEncoderConfig.of(kind, model, vocabulary, Objects.requireNonNull(letters)));
  }

  /** The encoder of a saved model. */
  static TextEncoder of(ModelSnapshot snapshot, TextEncoderConfig config) {
    return new TextEncoder(
        file(snapshot, EncodedTextConfig.MODEL),
        file(snapshot, EncodedTextConfig.VOCABULARY),
        config);
  }

  private static ByteSource file(ModelSnapshot snapshot, String name) {
    ByteSource file = snapshot.files().get(name);
    if (file == null) {
      throw new CorruptDataException(
          "file \"" + name + "\" is missing; there are " + snapshot.files().keySet());
    }
    return file;
  }

  private TextEncoder with(TextEncoderConfig changed) {
    return new TextEncoder(model, vocabulary, changed);
  }

  /**
   * Sets the most pieces of a text, {@code [CLS]} and {@code [SEP]} included.
   *
   * @param pieces at least 2, and no more than the model takes
   * @return a new encoder
   * @throws InvalidInputException if it is below 2
   */
  public TextEncoder withLength(int pieces) {
    return with(config.withLength(pieces));
  }

  /**
   * Sets how the vectors of pieces become one.
   *
   * @param value by default the first
   * @return a new encoder
   */
  public TextEncoder withPooling(Pooling value) {
    return with(config.withPooling(value));
  }

  /**
   * Sets whether short texts are filled up.
   *
   * @param value by default they are
   * @return a new encoder
   */
  public TextEncoder withPadding(Padding value) {
    return with(config.withPadding(value));
  }

  /**
   * Sets the arguments of a TorchScript module.
   *
   * @param value by default ids and mask
   * @return a new encoder
   */
  public TextEncoder withArguments(Arguments value) {
    return with(config.withArguments(value));
  }

  /**
   * Vectors of texts, each computed by itself.
   *
   * @param texts any number
   * @return a vector each
   * @throws CorruptDataException if the model is damaged, or does not give what it must
   * @throws EngineException if its library is absent, or cannot run it
   */
  public List<float[]> features(List<String> texts) {
    try (TextFeatures features = open()) {
      return texts.stream().map(features::of).toList();
    }
  }

  TextFeatures open() {
    return TextFeatures.open(config, model, vocabulary);
  }

  TextEncoderConfig config() {
    return config;
  }

  ByteSource model() {
    return model;
  }

  ByteSource vocabulary() {
    return vocabulary;
  }
}
