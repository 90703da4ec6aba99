package io.lepton.data.text;

import io.lepton.error.InvalidInputException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a text into tokens: words in lower case (letters, marks and digits of any script, with
 * apostrophes inside), single symbols, and runs of up to n of these joined by a space. The text is
 * first brought to Unicode's form NFKC, so that what looks alike is alike. Thread-safe.
 *
 * @param longestGram the most words of one token, at least 1
 * @param symbols whether symbols such as {@code !} and {@code £} are tokens
 */
public record Tokenizer(int longestGram, Symbols symbols) {
  private static final Pattern TOKEN =
      Pattern.compile("[\\p{L}\\p{M}\\p{N}]+(?:'[\\p{L}\\p{M}\\p{N}]+)*|[^\\s\\p{Z}\\p{C}]");

  /** What becomes of characters that belong to no word. */
  public enum Symbols {
    /** Each is a token. */
    KEEP,
    /** They only separate words. */
    DROP
  }

  /** {@inheritDoc} */
  public Tokenizer {
    Objects.requireNonNull(symbols);
    if (longestGram < 1) {
      throw new InvalidInputException("n-grams of up to " + longestGram + " words; expected 1 up");
    }
  }

  /**
   * Single words and symbols.
   *
   * @return the tokeniser
   */
  public static Tokenizer withDefaults() {
    return new Tokenizer(1, Symbols.KEEP);
  }

  /**
   * The same with runs of words as further tokens.
   *
   * @param longest the most words of one token, at least 1
   * @return another tokeniser
   */
  public Tokenizer withGrams(int longest) {
    return new Tokenizer(longest, symbols);
  }

  /**
   * The same with or without symbols.
   *
   * @param what becomes of them
   * @return another tokeniser
   */
  public Tokenizer with(Symbols what) {
    return new Tokenizer(longestGram, what);
  }

  /**
   * The words and symbols of a text.
   *
   * @param text any
   * @return in order
   */
  public List<String> words(String text) {
    String normal =
        Normalizer.normalize(text, Normalizer.Form.NFKC)
            .toLowerCase(Locale.ROOT)
            .replace('’', '\'');
    List<String> words = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(normal);
    while (matcher.find()) {
      String token = matcher.group();
      if (symbols == Symbols.KEEP || isWord(token)) {
        words.add(token);
      }
    }
    return words;
  }

  private static boolean isWord(String token) {
    int first = token.codePointAt(0);
    int type = Character.getType(first);
    return Character.isLetter(first)
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.DECIMAL_DIGIT_NUMBER
        || type == Character.LETTER_NUMBER
        || type == Character.OTHER_NUMBER;
  }

  /**
   * All tokens of a text: its words in order, then its runs of two words, of three, and so on.
   *
   * @param text any
   * @return with repeats
   */
  public List<String> tokens(String text) {
    List<String> words = words(text);
    List<String> tokens = new ArrayList<>(words);
    for (int n = 2; n <= longestGram; n++) {
      for (int from = 0; from + n <= words.size(); from++) {
        tokens.add(String.join(" ", words.subList(from, from + n)));
      }
    }
    return tokens;
  }
}
