package io.lepton.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class VocabularyTest {
  private static final Tokenizer WORDS = Tokenizer.withDefaults();

  @Test
  void cutsWordsAndSymbolsInLowerCase() {
    assertThat(WORDS.tokens("You've WON £1,000!! Don’t\tsay “no”…"))
        .containsExactly(
            "you've", "won", "£", "1", ",", "000", "!", "!", "don't", "say", "“", "no", "”", ".",
            ".", "."); // NFKC takes the ellipsis apart
    assertThat(WORDS.with(Tokenizer.Symbols.DROP).tokens("Ça va? ÉTÉ 2 été_x"))
        .containsExactly("ça", "va", "été", "2", "été", "x");
    assertThat(WORDS.tokens("e\u0301te\u0301")).containsExactly("été"); // one form of accents
    assertThat(WORDS.tokens(" \u200B\n ")).isEmpty();
  }

  @Test
  void addsRunsOfWords() {
    assertThat(WORDS.withGrams(3).tokens("a b c d"))
        .containsExactly("a", "b", "c", "d", "a b", "b c", "c d", "a b c", "b c d");
    assertThat(WORDS.withGrams(3).tokens("a")).containsExactly("a");
  }

  @Test
  void keepsWhatComesInEnoughTexts() {
    List<String> texts = List.of("b a a a", "b c", "b c d");

    assertThat(Vocabulary.fit(texts, WORDS, 2, 10).tokens()).containsExactly("b", "c");
    assertThat(Vocabulary.fit(texts, WORDS, 1, 3).tokens()).containsExactly("a", "b", "c");
    assertThatThrownBy(() -> Vocabulary.fit(texts, WORDS, 4, 10))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no token comes in 4 or more of 3 texts");
  }

  @Test
  void numbersTokensFromTwoAndPadsWithZero() {
    Vocabulary vocabulary = new Vocabulary(WORDS, List.of("a", "b"), 0);

    assertThat(vocabulary.ids("b x a")).containsExactly(3, 1, 2);
    assertThat(vocabulary.ids("b x a", 5)).containsExactly(3, 1, 2, 0, 0);
    assertThat(vocabulary.ids("b x a", 2)).containsExactly(3, 1);
    assertThat(vocabulary.batch(List.of("a", "b b"), 2)).containsExactly(2, 0, 3, 3);
    assertThat(vocabulary.size()).isEqualTo(4);
  }

  @Test
  void sharesUnknownTokensOutOverBuckets() {
    Vocabulary hashed = Vocabulary.hashed(WORDS, 1000);
    int[] counts = new int[hashed.size()];
    for (int i = 0; i < 100_000; i++) {
      counts[hashed.id("token" + i)]++;
    }

    assertThat(counts[0] + counts[1]).isZero();
    // A chi-squared of 999 degrees of freedom: mean 999, standard deviation 44.7; five of them.
    double chi = 0;
    for (int id = 2; id < counts.length; id++) {
      chi += (counts[id] - 100.0) * (counts[id] - 100.0) / 100;
    }
    assertThat(chi).isBetween(999 - 5 * 44.7, 999 + 5 * 44.7);
    // Saved models rely on the hash: if this fails, it has changed.
    assertThat(hashed.ids("free entry")).containsExactly(911, 454);
    assertThat(new Vocabulary(WORDS, List.of("free"), 0).withBuckets(10).ids("free entry"))
        .startsWith(2)
        .doesNotContain(1);
  }

  @Test
  void goesWithAModelAsJson() {
    Vocabulary vocabulary = new Vocabulary(WORDS.withGrams(2), List.of("a", "a b", "é"), 7);

    assertThat(Json.read(Json.bytes(vocabulary), Vocabulary.class, "x")).isEqualTo(vocabulary);
    assertThatThrownBy(
            () ->
                Json.read(
                    Json.text(vocabulary).replace("\"a\",\"a b\"", "\"a b\",\"a\""),
                    Vocabulary.class,
                    "model.json"))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("not sorted");
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> WORDS.withGrams(0)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Vocabulary.hashed(WORDS, 0)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Vocabulary.hashed(WORDS, 1 << 24))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("at most 16777216");
    assertThatThrownBy(() -> Vocabulary.fit(List.of("a"), WORDS, 0, 1))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Vocabulary.hashed(WORDS, 5).ids("a", 0))
        .isInstanceOf(InvalidInputException.class);
  }
}
