package io.lepton.data.text;

import io.lepton.model.CategoricalProfile;
import io.lepton.model.NumericProfile;
import io.lepton.model.TextProfile;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Profiles texts as a model sees them, to compare live texts to those it was trained on: both by
 * the model's vocabulary.
 */
public final class TextProfiles {
  private TextProfiles() {}

  /**
   * Profiles texts.
   *
   * @param name of their column
   * @param texts any number, null for a missing one
   * @param vocabulary of the model; tokens in its buckets count as unknown
   * @return lengths, shares of unknown tokens, and the most frequent tokens
   */
  public static TextProfile of(
      String name, List<? extends @Nullable String> texts, Vocabulary vocabulary) {
    double[] characters = new double[texts.size()];
    double[] tokens = new double[texts.size()];
    double[] unknown = new double[texts.size()];
    Map<String, Long> counts = new TreeMap<>();
    int empty = 0;
    int missing = 0;
    for (int i = 0; i < characters.length; i++) {
      String text = texts.get(i);
      List<String> found = text == null ? List.of() : vocabulary.tokenizer().tokens(text);
      long strange = found.stream().filter(token -> !vocabulary.knows(token)).count();
      characters[i] = text == null ? Double.NaN : text.length();
      tokens[i] = text == null ? Double.NaN : found.size();
      unknown[i] = found.isEmpty() ? Double.NaN : (double) strange / found.size();
      found.forEach(token -> counts.merge(token, 1L, Long::sum));
      missing += text == null ? 1 : 0;
      empty += text != null && found.isEmpty() ? 1 : 0;
    }
    return new TextProfile(
        name,
        missing,
        empty,
        NumericProfile.of("characters", characters),
        NumericProfile.of("tokens", tokens),
        NumericProfile.of("unknown", unknown),
        new CategoricalProfile("top", 0, top(counts, Optional.empty())));
  }

  /**
   * Profiles live texts beside a reference: the same tokens are counted for themselves.
   *
   * @param reference of the model's training data
   * @param texts any number, null for a missing one
   * @param vocabulary of the model
   * @return the profile of the texts
   */
  public static TextProfile like(
      TextProfile reference, List<? extends @Nullable String> texts, Vocabulary vocabulary) {
    TextProfile own = of(reference.name(), texts, vocabulary);
    Map<String, Long> counts = new TreeMap<>();
    for (String text : texts) {
      if (text != null) {
        vocabulary.tokenizer().tokens(text).forEach(token -> counts.merge(token, 1L, Long::sum));
      }
    }
    return new TextProfile(
        own.name(),
        own.missing(),
        own.empty(),
        own.characters(),
        own.tokens(),
        own.unknown(),
        new CategoricalProfile("top", 0, top(counts, Optional.of(reference.top().counts()))));
  }

  private static Map<String, Long> top(
      Map<String, Long> counts, Optional<Map<String, Long>> reference) {
    List<String> chosen =
        reference.isPresent()
            ? reference.get().keySet().stream().filter(t -> !t.equals(TextProfile.OTHERS)).toList()
            : counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(TextProfile.TOP_LIMIT)
                .map(Map.Entry::getKey)
                .toList();
    Map<String, Long> top = new LinkedHashMap<>();
    long others = counts.values().stream().mapToLong(Long::longValue).sum();
    for (String token : chosen) {
      long count = counts.getOrDefault(token, 0L);
      top.put(token, count);
      others -= count;
    }
    top.put(TextProfile.OTHERS, others);
    return top;
  }
}
