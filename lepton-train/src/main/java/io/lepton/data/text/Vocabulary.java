package io.lepton.data.text;

import io.lepton.error.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The tokens a model knows, with a number for each: 0 is padding, 1 an unknown token, then come the
 * known tokens in alphabetical order, then buckets that share the unknown tokens out by their hash,
 * if there are any (then nothing is 1). Thread-safe; its JSON form is its components.
 *
 * @param tokenizer cuts the texts
 * @param tokens known, sorted, without repeats
 * @param buckets for tokens that are not known, at least 0
 */
public record Vocabulary(Tokenizer tokenizer, List<String> tokens, int buckets) {
  /** The number that fills up short texts. */
  public static final int PADDING = 0;

  /** The number of a token that is not known, where there are no buckets. */
  public static final int UNKNOWN = 1;

  /** Ids travel as floats, which hold whole numbers up to here. */
  private static final int LIMIT = 1 << 24;

  private static final int FIRST = 2;

  /** {@inheritDoc} */
  public Vocabulary {
    Objects.requireNonNull(tokenizer);
    tokens = List.copyOf(tokens);
    for (int i = 1; i < tokens.size(); i++) {
      if (tokens.get(i - 1).compareTo(tokens.get(i)) >= 0) {
        throw new InvalidInputException(
            "tokens \""
                + tokens.get(i - 1)
                + "\" and \""
                + tokens.get(i)
                + "\" of a vocabulary are not sorted or come twice");
      }
    }
    if (buckets < 0 || (long) FIRST + tokens.size() + buckets > LIMIT) {
      throw new InvalidInputException(
          "a vocabulary of "
              + tokens.size()
              + " tokens and "
              + buckets
              + " buckets; expected 0 buckets or more, and at most "
              + LIMIT
              + " numbers");
    }
  }

  /**
   * Keeps the tokens that come in enough texts, the most frequent ones first.
   *
   * @param texts to learn from, at least one
   * @param tokenizer cuts them
   * @param minCount the fewest texts a token must come in, at least 1
   * @param maxTokens the most tokens to keep, at least 1; of equally frequent ones the
   *     alphabetically first
   * @return a vocabulary without buckets
   * @throws InvalidInputException if there are no texts, or no token comes often enough
   */
  public static Vocabulary fit(
      List<String> texts, Tokenizer tokenizer, int minCount, int maxTokens) {
    if (minCount < 1 || maxTokens < 1) {
      throw new InvalidInputException(
          "tokens in at least " + minCount + " texts, at most " + maxTokens + "; expected 1 up");
    }
    Map<String, Integer> counts = new HashMap<>();
    for (String text : texts) {
      new HashSet<>(tokenizer.tokens(text)).forEach(token -> counts.merge(token, 1, Integer::sum));
    }
    List<String> kept =
        counts.entrySet().stream()
            .filter(entry -> entry.getValue() >= minCount)
            .sorted(
                Comparator.comparing((Map.Entry<String, Integer> entry) -> -entry.getValue())
                    .thenComparing(Map.Entry::getKey))
            .limit(maxTokens)
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    if (kept.isEmpty()) {
      throw new InvalidInputException(
          "no token comes in " + minCount + " or more of " + texts.size() + " texts");
    }
    return new Vocabulary(tokenizer, kept, 0);
  }

  /**
   * A vocabulary that is not learnt: every token has the number of its hash's bucket.
   *
   * @param tokenizer cuts the texts
   * @param buckets at least 1
   * @return the vocabulary
   * @throws InvalidInputException if there is no bucket
   */
  public static Vocabulary hashed(Tokenizer tokenizer, int buckets) {
    if (buckets < 1) {
      throw new InvalidInputException(buckets + " buckets for hashed tokens; expected 1 up");
    }
    return new Vocabulary(tokenizer, List.of(), buckets);
  }

  /**
   * The same tokens, with buckets for those that are not known.
   *
   * @param number of buckets, at least 0
   * @return another vocabulary
   */
  public Vocabulary withBuckets(int number) {
    return new Vocabulary(tokenizer, tokens, number);
  }

  /**
   * The number of ids, as an embedding needs.
   *
   * @return 2 for padding and unknown, and one for each token and bucket
   */
  public int size() {
    return FIRST + tokens.size() + buckets;
  }

  /**
   * The number of a token.
   *
   * @param token as the tokeniser makes it
   * @return from 1 to {@code size() - 1}
   */
  public int id(String token) {
    int found = Collections.binarySearch(tokens, token);
    if (found >= 0) {
      return FIRST + found;
    }
    return buckets == 0 ? UNKNOWN : FIRST + tokens.size() + Math.floorMod(hash(token), buckets);
  }

  /**
   * Whether a token has a number of its own.
   *
   * @param token as the tokenizer gives it
   * @return not for those in buckets
   */
  public boolean knows(String token) {
    return Collections.binarySearch(tokens, token) >= 0;
  }

  /**
   * The numbers of a text's tokens.
   *
   * @param text any
   * @return as many as it has tokens
   */
  public int[] ids(String text) {
    return tokenizer.tokens(text).stream().mapToInt(this::id).toArray();
  }

  /**
   * The numbers of a text's tokens, cut off or filled up with 0 at the end.
   *
   * @param text any
   * @param length of the result, at least 1
   * @return {@code length} numbers
   */
  public int[] ids(String text, int length) {
    if (length < 1) {
      throw new InvalidInputException("texts of " + length + " tokens; expected 1 up");
    }
    return Arrays.copyOf(ids(text), length); // fills with 0, which is padding
  }

  /**
   * Several texts as a network takes them.
   *
   * @param texts any number
   * @param length tokens of each text, at least 1
   * @return a new array, [texts, length], of whole numbers as floats
   */
  public float[] batch(List<String> texts, int length) {
    float[] batch = new float[Math.multiplyExact(texts.size(), length)];
    for (int i = 0; i < texts.size(); i++) {
      int[] ids = ids(texts.get(i), length);
      for (int j = 0; j < length; j++) {
        batch[i * length + j] = ids[j];
      }
    }
    return batch;
  }

  /** FNV-1a with 32 bits over UTF-8, mixed by MurmurHash3's last steps; saved models rely on it. */
  private static int hash(String token) {
    int h = 0x811C9DC5;
    for (byte b : token.getBytes(StandardCharsets.UTF_8)) {
      h = (h ^ (b & 0xFF)) * 0x01000193;
    }
    h = (h ^ h >>> 16) * 0x85EBCA6B;
    h = (h ^ h >>> 13) * 0xC2B2AE35;
    return h ^ h >>> 16;
  }
}
