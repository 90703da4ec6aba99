package io.lepton.data.text;

import io.lepton.bytes.ByteSource;
import io.lepton.error.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Cuts texts into the pieces of words that BERT and its kin were trained on (Devlin et al. 2019; Wu
 * et al. 2016): control characters go, Chinese characters and punctuation stand alone, and of each
 * word the longest piece that the vocabulary knows is taken again and again; a word that cannot be
 * cut so is unknown as a whole. Uncased vocabularies are of lower case without accents. Immutable
 * and thread-safe.
 */
public final class WordPiece {
  private static final int LONGEST_WORD = 100; // code points; longer ones are unknown
  private static final String UNKNOWN = "[UNK]";
  private static final String START = "[CLS]";
  private static final String END = "[SEP]";
  private static final String PADDING = "[PAD]";
  private static final String INSIDE = "##";

  private final Map<String, Integer> pieces;
  private final Letters letters;

  /** What becomes of capital letters and accents. */
  public enum Letters {
    /** Made lower case without accents, as for {@code bert-base-uncased}. */
    LOWER,
    /** Kept, as for {@code bert-base-cased}. */
    KEPT
  }

  private WordPiece(Map<String, Integer> pieces, Letters letters) {
    this.pieces = pieces;
    this.letters = letters;
  }

  /**
   * Reads a vocabulary.
   *
   * @param vocabulary a {@code vocab.txt}: UTF-8, a piece in each line, numbered from 0, with
   *     {@code [PAD]}, {@code [UNK]}, {@code [CLS]} and {@code [SEP]} among them
   * @param letters as the vocabulary was made
   * @return the tokenizer
   * @throws InvalidInputException if it is not UTF-8, a piece comes twice, or one of the four is
   *     missing
   */
  public static WordPiece read(ByteSource vocabulary, Letters letters) {
    Map<String, Integer> pieces = new HashMap<>();
    String[] lines = text(vocabulary.readAll()).split("\n", -1);
    int count =
        lines.length > 0 && lines[lines.length - 1].isEmpty() ? lines.length - 1 : lines.length;
    for (int i = 0; i < count; i++) {
      String piece =
          lines[i].endsWith("\r") ? lines[i].substring(0, lines[i].length() - 1) : lines[i];
      Integer before = pieces.put(piece, i);
      if (before != null) {
        throw new InvalidInputException(
            "the piece \""
                + piece
                + "\" is in lines "
                + before
                + " and "
                + i
                + " of the vocabulary, counted from 0");
      }
    }
    for (String special : List.of(PADDING, UNKNOWN, START, END)) {
      if (!pieces.containsKey(special)) {
        throw new InvalidInputException(
            "the vocabulary of "
                + count
                + " pieces lacks "
                + special
                + ", so it is none of BERT's");
      }
    }
    return new WordPiece(pieces, Objects.requireNonNull(letters));
  }

  private static String text(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidInputException("the vocabulary is not UTF-8", e);
    }
  }

  /**
   * The number of pieces.
   *
   * @return at least 4
   */
  public int size() {
    return pieces.size();
  }

  /**
   * What becomes of capital letters.
   *
   * @return as it was read
   */
  public Letters letters() {
    return letters;
  }

  /**
   * The number that fills up short texts.
   *
   * @return of {@code [PAD]}
   */
  public int padding() {
    return id(PADDING);
  }

  private int id(String piece) {
    return Objects.requireNonNull(pieces.get(piece), piece);
  }

  /**
   * Numbers of a text's pieces, between {@code [CLS]} and {@code [SEP]}.
   *
   * @param text any
   * @param length the most numbers, at least 2; what is beyond is cut
   * @return from 2 to {@code length} numbers
   * @throws InvalidInputException if the length is below 2
   */
  public int[] encode(String text, int length) {
    if (length < 2) {
      throw new InvalidInputException("texts of " + length + " pieces; expected at least 2");
    }
    List<Integer> ids = new ArrayList<>();
    ids.add(id(START));
    for (String word : words(text)) {
      if (ids.size() >= length - 1) {
        break;
      }
      cut(word, ids);
    }
    List<Integer> kept = ids.subList(0, Math.min(ids.size(), length - 1));
    int[] all = new int[kept.size() + 1];
    for (int i = 0; i < kept.size(); i++) {
      all[i] = kept.get(i);
    }
    all[kept.size()] = id(END);
    return all;
  }

  private void cut(String word, List<Integer> ids) {
    int[] points = word.codePoints().toArray();
    List<Integer> found = new ArrayList<>();
    int start = 0;
    while (start < points.length && points.length <= LONGEST_WORD) {
      int end = points.length;
      Integer id = null;
      while (end > start && id == null) {
        String piece = new String(points, start, end - start);
        id = pieces.get(start == 0 ? piece : INSIDE + piece);
        end--;
      }
      if (id == null) {
        break;
      }
      found.add(id);
      start = end + 1;
    }
    if (start < points.length) {
      ids.add(id(UNKNOWN));
    } else {
      ids.addAll(found);
    }
  }

  private List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : spaced(text).split(" ", -1)) {
      StringBuilder current = new StringBuilder();
      normal(word)
          .codePoints()
          .forEach(
              point -> {
                if (isPunctuation(point)) {
                  flush(current, words);
                  words.add(Character.toString(point));
                } else {
                  current.appendCodePoint(point);
                }
              });
      flush(current, words);
    }
    return words;
  }

  private static void flush(StringBuilder word, List<String> words) {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }

  private static String spaced(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              int type = Character.getType(point);
              if (point == '\t' || point == '\n' || point == '\r' || isSpace(type)) {
                clean.append(' ');
              } else if (isChinese(point)) {
                clean.append(' ').appendCodePoint(point).append(' ');
              } else if (point != 0xFFFD && type != Character.CONTROL && type != Character.FORMAT) {
                clean.appendCodePoint(point);
              }
            });
    return clean.toString();
  }

  private static boolean isSpace(int type) {
    return type == Character.SPACE_SEPARATOR
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  private String normal(String word) {
    if (letters == Letters.KEPT) {
      return word;
    }
    String split = Normalizer.normalize(word.toLowerCase(Locale.ROOT), Normalizer.Form.NFD);
    StringBuilder plain = new StringBuilder();
    split
        .codePoints()
        .filter(point -> Character.getType(point) != Character.NON_SPACING_MARK)
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }

  /** As BERT has it: all of ASCII that is no letter, digit or space, and Unicode's punctuation. */
  private static boolean isPunctuation(int point) {
    if (point < 128) {
      return point > ' ' && point != 127 && !Character.isLetterOrDigit(point);
    }
    return switch (Character.getType(point)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }

  private static boolean isChinese(int point) {
    return (point >= 0x4E00 && point <= 0x9FFF)
        || (point >= 0x3400 && point <= 0x4DBF)
        || (point >= 0x20000 && point <= 0x2A6DF)
        || (point >= 0x2A700 && point <= 0x2CEAF)
        || (point >= 0xF900 && point <= 0xFAFF)
        || (point >= 0x2F800 && point <= 0x2FA1F);
  }
}
