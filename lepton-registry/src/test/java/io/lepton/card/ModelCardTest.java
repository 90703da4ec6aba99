package io.lepton.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelCardTest {
  @Test
  void whatIsMissingIsSaid() {
    assertThat(Cards.complete().missing()).isEmpty();
    Cards.complete().requireComplete();
    assertThat(Cards.empty().missing()).containsExactly(CardSection.values());
    assertThatThrownBy(() -> Cards.empty().requireComplete())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("lacks [overview, owners, licence, intended uses");
    ModelCard card =
        ModelCard.of(
            CardText.builder().overview(" \n").build(),
            Cards.version("m"),
            List.of(Cards.evaluation("test")));
    assertThat(card.missing())
        .contains(CardSection.OVERVIEW, CardSection.OWNERS)
        .doesNotContain(
            CardSection.TRAINING_DATA, CardSection.EVALUATION_DATA, CardSection.METRICS);
  }

  @Test
  void aTextIsKeptToTheCharacter() {
    for (CardText text : List.of(Cards.text(), Cards.nasty().text(), CardText.builder().build())) {
      assertThat(CardText.parse(text.toJson())).isEqualTo(text);
      assertThat(text.toBuilder().build()).isEqualTo(text);
    }
    assertThatThrownBy(() -> CardText.parse("{\"overview\":\"x\"}"))
        .isInstanceOf(CorruptDataException.class);
  }

  @Test
  void nothingWithoutANameIsTaken() {
    assertThatThrownBy(() -> CardText.builder().owner(" ", "x"))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> CardText.builder().limitation(""))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> CardText.builder().overview(null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> CardText.builder().licence(null))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void licencesAreKnownByTheirSpdxIdentifiers() {
    assertThat(new Licence("Apache-2.0").isSpdx()).isTrue();
    assertThat(new Licence("apache-2.0").isSpdx()).isFalse();
    assertThat(new Licence("Our own").isSpdx()).isFalse();
  }

  @Test
  void whatPeopleSayIsJoinedToWhatTheStoreKnows() {
    DataSet train = Cards.complete().trainingSets().get(0);
    assertThat(train.summary())
        .startsWith("German Credit; 600 rows; SHA-256 ")
        .endsWith(train.reference().fingerprint().hex());
    assertThat(Cards.complete().evaluationSets())
        .extracting(DataSet::name)
        .containsExactly("test", "field study");
  }

  @Test
  void numbersHaveFourDigits() {
    assertThat(
            List.of(0.786, 0.7312345, 1e6, 1.5e-10, 0.0, 12345.678, -1.0 / 3, 1e300).stream()
                .map(Figures::number))
        .containsExactly(
            "0.786", "0.7312", "1000000", "1.5E-10", "0", "12350", "-0.3333", "1E+300");
    assertThat(Figures.number(Double.NEGATIVE_INFINITY)).isEqualTo("−∞");
  }
}
