package io.lepton.data.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.data.ColumnType;
import io.lepton.data.Dataset;
import io.lepton.data.Schema;
import io.lepton.data.quality.ColumnProfile;
import io.lepton.data.quality.ColumnProfiles;
import io.lepton.model.DataProfile;
import io.lepton.model.Row;
import io.lepton.model.TextProfile;
import io.lepton.train.Problems;
import io.lepton.train.TextClassifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextProfilesTest {
  private static final List<String> TEXTS =
      Arrays.asList("free prize free", "see you", "", null, "free you");
  private static final Vocabulary VOCABULARY =
      Vocabulary.fit(
          List.of("free prize free", "see you", "free you"), Tokenizer.withDefaults(), 2, 100);

  @Test
  void countsLengthsUnknownTokensAndTheMostFrequent() {
    TextProfile profile = TextProfiles.of("message", TEXTS, VOCABULARY);
    assertThat(profile.missing()).isEqualTo(1);
    assertThat(profile.empty()).isEqualTo(1);
    assertThat(profile.emptyShare()).hasValue(0.25);
    assertThat(profile.characters().mean()).isEqualTo((15 + 7 + 0 + 8) / 4.0);
    assertThat(profile.tokens().sample()).containsExactly(0.0, 2.0, 2.0, 3.0);
    // Known are free and you: of three, two and two tokens, one, one and none are not.
    assertThat(profile.unknown().sample()).containsExactly(0.0, 1 / 3.0, 0.5);
    assertThat(profile.top().counts())
        .containsEntry("free", 3L)
        .containsEntry("you", 2L)
        .containsEntry(TextProfile.OTHERS, 0L);
  }

  @Test
  void liveTextsAreCountedByTheTokensOfTheReference() {
    TextProfile reference = TextProfiles.of("message", TEXTS, VOCABULARY);
    TextProfile live =
        TextProfiles.like(reference, List.of("lottery lottery you", "winner"), VOCABULARY);
    assertThat(live.top().counts().keySet()).isEqualTo(reference.top().counts().keySet());
    assertThat(live.top().counts()).containsEntry("you", 1L).containsEntry(TextProfile.OTHERS, 3L);
    assertThat(live.unknown().mean()).isGreaterThan(reference.unknown().mean());
  }

  @Test
  void aTextClassifierKeepsTheProfileOfItsTrainingTexts() {
    Dataset texts = Problems.texts(60, 1);
    DataProfile saved =
        DataProfile.of(
                TextClassifier.define(texts.schema(), "text").epochs(1).train(texts).snapshot())
            .orElseThrow();
    TextProfile profile = saved.findText("text").orElseThrow();
    assertThat(profile.tokens().count()).isEqualTo(60);
    assertThat(profile.top().counts()).containsKey("the");
    assertThat(DataProfile.read(saved.toJson())).isEqualTo(saved);
  }

  @Test
  void columnProfilesShowTokensToo() {
    Schema schema = Schema.builder().text("message").build();
    Dataset data =
        Dataset.of(
            "messages",
            schema,
            List.of(Row.of("message", "a b b"), Row.of("message", "?!"), Row.of()));
    ColumnProfile profile = ColumnProfiles.of(data).columns().get(0);
    assertThat(profile.type()).isEqualTo(ColumnType.TEXT);
    assertThat(profile.missing()).isEqualTo(1);
    assertThat(profile.tokens().get(0)).isEqualTo(new ColumnProfile.Bin("b", 2));
    assertThat(profile.numbers().get("tokens")).isGreaterThan(1);
    assertThat(ColumnProfiles.of(data).html()).contains("message: tokens");
  }
}
