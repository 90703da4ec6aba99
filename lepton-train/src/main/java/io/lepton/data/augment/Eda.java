package io.lepton.data.augment;

import io.lepton.error.EngineException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Easy data augmentation of texts (Wei and Zou 2019): replaces words by synonyms, inserts synonyms,
 * swaps words, deletes words. Words are what stands between white space. A text of n words has
 * max(1, round(share · n)) of them changed, as far as it goes; one without words stays as it is.
 */
public final class Eda {
  private Eda() {}

  /** Knows words that mean the same; the application brings its own. */
  @FunctionalInterface
  public interface Thesaurus {
    /**
     * The synonyms of a word.
     *
     * @param word in lower case, without the punctuation around it
     * @return others, perhaps none
     */
    List<String> synonyms(String word);
  }

  /**
   * Replaces words that have synonyms.
   *
   * @param share of words, from 0 to 1
   * @param thesaurus to look in
   * @return the augmentation
   * @throws io.lepton.error.InvalidInputException if the share is out of range
   */
  public static TextAugmentation replace(double share, Thesaurus thesaurus) {
    Draws.requireProbability(share);
    return onWords(
        share,
        (words, count, random) -> {
          int left = count;
          for (int place : shuffled(words.size(), random)) {
            String word = words.get(place);
            List<String> synonyms = synonyms(core(word), thesaurus);
            if (left > 0 && !synonyms.isEmpty()) {
              words.set(place, around(word, one(synonyms, random)));
              left--;
            }
          }
        });
  }

  /**
   * Inserts synonyms of words of the text at random places.
   *
   * @param share of words, from 0 to 1
   * @param thesaurus to look in
   * @return the augmentation
   * @throws io.lepton.error.InvalidInputException if the share is out of range
   */
  public static TextAugmentation insert(double share, Thesaurus thesaurus) {
    Draws.requireProbability(share);
    return onWords(
        share,
        (words, count, random) -> {
          List<String> inserted = new ArrayList<>();
          for (int place : shuffled(words.size(), random)) {
            List<String> synonyms = synonyms(core(words.get(place)), thesaurus);
            if (inserted.size() < count && !synonyms.isEmpty()) {
              inserted.add(one(synonyms, random));
            }
          }
          for (String word : inserted) {
            words.add(random.nextInt(words.size() + 1), word);
          }
        });
  }

  /**
   * Swaps pairs of words.
   *
   * @param share of words, from 0 to 1
   * @return the augmentation
   * @throws io.lepton.error.InvalidInputException if the share is out of range
   */
  public static TextAugmentation swap(double share) {
    Draws.requireProbability(share);
    return onWords(
        share,
        (words, count, random) -> {
          for (int i = 0; i < count; i++) {
            Collections.swap(words, random.nextInt(words.size()), random.nextInt(words.size()));
          }
        });
  }

  /**
   * Deletes each word with a probability; if all would go, one at random stays.
   *
   * @param probability for each word, from 0 to 1
   * @return the augmentation
   * @throws io.lepton.error.InvalidInputException if the probability is out of range
   */
  public static TextAugmentation delete(double probability) {
    Draws.requireProbability(probability);
    return onWords(
        probability,
        (words, count, random) -> {
          String survivor = one(words, random);
          words.removeIf(word -> random.nextDouble() < probability);
          if (words.isEmpty()) {
            words.add(survivor);
          }
        });
  }

  private interface Change {
    void apply(List<String> words, int count, SplittableRandom random);
  }

  private static TextAugmentation onWords(double share, Change change) {
    return (text, random) -> {
      List<String> words = new ArrayList<>(Arrays.asList(text.strip().split("\\s+")));
      if (share == 0 || words.get(0).isEmpty()) {
        return text;
      }
      change.apply(words, (int) Math.max(1, Math.round(share * words.size())), random);
      return String.join(" ", words);
    };
  }

  private static List<String> synonyms(String word, Thesaurus thesaurus) {
    List<String> found = thesaurus.synonyms(word);
    if (found == null || found.stream().anyMatch(it -> it == null || it.isBlank())) {
      throw new EngineException(
          "the thesaurus gave "
              + found
              + " for \""
              + word
              + "\"; expected words, or an empty list where it knows none");
    }
    return found;
  }

  private static int[] shuffled(int n, SplittableRandom random) {
    return Draws.permutation(n, random);
  }

  private static String one(List<String> words, SplittableRandom random) {
    return words.get(random.nextInt(words.size()));
  }

  /** Without punctuation around it, in lower case. */
  private static String core(String word) {
    int[] ends = ends(word);
    return word.substring(ends[0], ends[1]).toLowerCase(Locale.ROOT);
  }

  /** Another word with the punctuation around this one, and its capital. */
  private static String around(String word, String other) {
    int[] ends = ends(word);
    boolean capital = ends[0] < ends[1] && Character.isUpperCase(word.charAt(ends[0]));
    String middle =
        capital && !other.isEmpty()
            ? other.substring(0, 1).toUpperCase(Locale.ROOT) + other.substring(1)
            : other;
    return word.substring(0, ends[0]) + middle + word.substring(ends[1]);
  }

  private static int[] ends(String word) {
    int[] letters =
        IntStream.range(0, word.length())
            .filter(i -> Character.isLetterOrDigit(word.charAt(i)))
            .toArray();
    return letters.length == 0
        ? new int[] {0, 0}
        : new int[] {letters[0], letters[letters.length - 1] + 1};
  }
}
