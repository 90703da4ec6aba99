package io.lepton.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class EdaTest {
  private static final String TEXT = "The quick, brown fox jumps over a lazy dog!";
  private static final Eda.Thesaurus THESAURUS =
      word ->
          Map.of("quick", List.of("fast", "swift"), "lazy", List.of("idle"), "the", List.of("this"))
              .getOrDefault(word, List.of());

  private static List<String> words(String text) {
    return Arrays.asList(text.split(" "));
  }

  @Property(tries = 100, seed = "20261122")
  void replacesWordsByTheirSynonymsAndKeepsCapitalsAndPunctuation(@ForAll long seed) {
    String changed = Eda.replace(1, THESAURUS).apply(TEXT, new SplittableRandom(seed));

    assertThat(changed)
        .isIn(
            "This fast, brown fox jumps over a idle dog!",
            "This swift, brown fox jumps over a idle dog!");
    String one = Eda.replace(0.1, THESAURUS).apply(TEXT, new SplittableRandom(seed));
    long differ = 0;
    for (int i = 0; i < 9; i++) {
      differ += words(one).get(i).equals(words(TEXT).get(i)) ? 0 : 1;
    }
    assertThat(differ).isEqualTo(1);
  }

  @Property(tries = 100, seed = "20261123")
  void swapsWithoutLosingAWord(@ForAll long seed) {
    List<String> changed =
        new ArrayList<>(words(Eda.swap(0.3).apply(TEXT, new SplittableRandom(seed))));
    List<String> before = new ArrayList<>(words(TEXT));

    Collections.sort(changed);
    Collections.sort(before);
    assertThat(changed).isEqualTo(before);
  }

  @Property(tries = 100, seed = "20261124")
  void deletesWordsButNeverAllOfThem(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);

    List<String> some = words(Eda.delete(0.5).apply(TEXT, random));

    assertThat(some).isNotEmpty().isSubsetOf(words(TEXT));
    assertThat(words(Eda.delete(1).apply(TEXT, random))).hasSize(1).isSubsetOf(words(TEXT));
  }

  @Property(tries = 100, seed = "20261125")
  void insertsSynonymsBetweenTheWords(@ForAll long seed) {
    List<String> changed =
        new ArrayList<>(words(Eda.insert(0.2, THESAURUS).apply(TEXT, new SplittableRandom(seed))));

    assertThat(changed).hasSize(11);
    changed.removeAll(List.of("fast", "swift", "idle", "this"));
    assertThat(changed).isEqualTo(words(TEXT));
  }

  @Example
  void leavesTextsWithoutWordsAlone() {
    for (TextAugmentation eda :
        List.of(Eda.swap(1), Eda.delete(1), Eda.insert(1, THESAURUS), Eda.replace(1, THESAURUS))) {
      assertThat(eda.apply("  ", new SplittableRandom(1))).isEqualTo("  ");
      assertThat(eda.apply("", new SplittableRandom(1))).isEmpty();
    }
    assertThat(Eda.swap(0).apply("a  b", new SplittableRandom(1))).isEqualTo("a  b");
  }

  @Example
  void translatesThereAndBack() {
    TextAugmentation back =
        TextAugmentation.backTranslation(1, text -> "de:" + text, text -> text + ":en");
    TextAugmentation half =
        TextAugmentation.backTranslation(0.5, text -> "x", text -> text).andThen(Eda.swap(0));
    SplittableRandom random = new SplittableRandom(1);

    assertThat(back.apply("hello", random)).isEqualTo("de:hello:en");
    int translated = 0;
    for (int i = 0; i < 1000; i++) {
      translated += half.apply("hello", random).equals("x") ? 1 : 0;
    }
    assertThat(translated).isBetween(420, 580); // five standard deviations of 15.8
    assertThatThrownBy(() -> TextAugmentation.backTranslation(2, t -> t, t -> t))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Eda.swap(-1)).isInstanceOf(InvalidInputException.class);
  }
}
