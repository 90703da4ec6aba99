package io.lepton.train;

import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import io.lepton.train.internal.Seeds;
import io.lepton.train.internal.TextInput;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * Texts that are changed and encoded anew for each epoch. What becomes of a text depends on the
 * seed, the epoch and its row only.
 */
final class AugmentedTexts implements Examples {
  private final List<String> texts;
  private final TextInput input;
  private final Change.OfTexts change;
  private final long seed;
  private final Function<float[], Examples> encoded;
  private final Examples plain;

  /**
   * Takes texts.
   *
   * @param encoded makes examples of inputs, one for each text in order
   */
  AugmentedTexts(
      List<String> texts,
      TextInput input,
      Change.OfTexts change,
      long seed,
      Function<float[], Examples> encoded) {
    this.texts = texts;
    this.input = input;
    this.change = change;
    this.seed = seed;
    this.encoded = encoded;
    this.plain = encoded.apply(input.vocabulary().batch(texts, input.length()));
  }

  @Override
  public int inputSize() {
    return plain.inputSize();
  }

  @Override
  public int targetSize() {
    return plain.targetSize();
  }

  @Override
  public long rows() {
    return plain.rows();
  }

  @Override
  public String fingerprint() {
    MessageDigest hash = Digest.start(); // the encoded texts are cut, and know no unknown words
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
      hash.update(bytes);
    }
    return plain.fingerprint()
        + " of "
        + Digest.finish(hash).hex()
        + " augmented by "
        + change.description()
        + " with seed "
        + seed;
  }

  @Override
  public Iterator<Batch> epoch(long order, int epoch, int batchSize) {
    long epochSeed = Seeds.of(seed, epoch).nextLong();
    List<String> changed = new ArrayList<>(texts.size());
    for (int row = 0; row < texts.size(); row++) {
      String text = change.augmentation().apply(texts.get(row), Seeds.of(epochSeed, row));
      if (text == null) { // a caller's function may well
        throw new InvalidInputException(
            "the augmentation \""
                + change.description()
                + "\" made null of \""
                + texts.get(row)
                + "\"");
      }
      changed.add(text);
    }
    return encoded
        .apply(input.vocabulary().batch(changed, input.length()))
        .epoch(order, epoch, batchSize);
  }
}
