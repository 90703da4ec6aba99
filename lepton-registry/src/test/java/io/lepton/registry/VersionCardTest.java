package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.Digest;
import io.lepton.card.CardSection;
import io.lepton.card.CardText;
import io.lepton.card.ModelCard;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.NotFoundException;
import io.lepton.model.Version;
import io.lepton.registry.internal.catalog.SqliteCatalog;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.AppendEvent;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionCardTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir Path home;
  private ModelManager models;
  private Version version;

  @BeforeEach
  void save() {
    models = open();
    version = models.model("credit").save(Samples.snapshot(1)).commit();
  }

  private ModelManager open() {
    return ModelManager.builder(home).author("ada").clock(InstantSource.fixed(NOW)).open();
  }

  @AfterEach
  void close() {
    models.close();
  }

  @Test
  void aCardIsFilledFromTheStore() {
    models.attach(version, Samples.evaluation("test", "roc_auc", 0.8));
    models.card(version).write(CardText.builder().overview("Says who repays").build());
    ModelCard card = models.card(version).read();
    assertThat(card.version()).isEqualTo(version);
    assertThat(card.text().overview()).isEqualTo("Says who repays");
    assertThat(card.missing())
        .containsExactly(
            CardSection.OWNERS,
            CardSection.LICENCE,
            CardSection.INTENDED_USES,
            CardSection.LIMITATIONS,
            CardSection.ETHICAL_CONSIDERATIONS);
    assertThat(card.toMarkdown()).contains("| roc\\_auc | 0.8 | 0.75 to ∞ (95 %, DeLong)");

    models.attach(version, Samples.evaluation("later", "accuracy", 0.7));
    assertThat(models.card(version).read().evaluations()).hasSize(2);
    assertThat(models.card(version).readWithFiles().files())
        .containsOnlyKeys(
            "files/empty", "files/tokenizer.json", "lepton-model.json", "weights.safetensors")
        .containsEntry("files/empty", Digest.of(""));
  }

  @Test
  void everyTextIsKept() {
    VersionCard card = models.card(version);
    assertThat(card.history()).isEmpty();
    assertThat(card.read().text()).isEqualTo(CardText.builder().build());
    CardText first = CardText.builder().overview("one").build();
    card.write(first);
    card.edit(text -> text.toBuilder().overview("two").licence("MIT").build());
    card.write(first);
    models.close();
    models = open();
    assertThat(models.card(version).history())
        .containsExactly(
            new CardRevision(first, "ada", NOW),
            new CardRevision(first.toBuilder().overview("two").licence("MIT").build(), "ada", NOW),
            new CardRevision(first, "ada", NOW));
    assertThat(models.card(version).read().text()).isEqualTo(first);
  }

  @Test
  void nobodysChangeIsLost() {
    IntStream.range(0, 16)
        .parallel()
        .forEach(
            i ->
                models
                    .card(version)
                    .edit(text -> text.toBuilder().limitation("limitation " + i).build()));
    assertThat(models.card(version).read().text().limitations())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 16).mapToObj(i -> "limitation " + i).toList());
    assertThat(models.card(version).history()).hasSize(16);
  }

  @Test
  void aCardOutlivesTheWeights() {
    models.card(version).write(CardText.builder().overview("was good").build());
    models.retire(version).because("replaced");
    assertThat(models.card(version).read().text().overview()).isEqualTo("was good");
    models.card(version).edit(text -> text.toBuilder().caveat("retired").build());
    assertThat(models.card(version).history()).hasSize(2);
  }

  @Test
  void aStrangersVersionHasNoCard() {
    try (ModelManager other = ModelManager.open(home.resolveSibling(home.getFileName() + "-2"))) {
      assertThatThrownBy(() -> other.card(version)).isInstanceOf(NotFoundException.class);
      assertThatThrownBy(() -> other.sign(version)).isInstanceOf(NotFoundException.class);
      assertThatThrownBy(() -> other.signatures(version)).isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  void aTextOfANewerLeptonIsSaidToBeOne() {
    models.close();
    try (Catalog catalog = SqliteCatalog.open(home.resolve("catalog.db"))) {
      catalog.apply(
          List.of(
              new AppendEvent(
                  "lepton/cards/" + version.id().hex(), "x", NOW, "{\"format\":2,\"new\":true}")));
    }
    models = open();
    assertThatThrownBy(() -> models.card(version).read()).isInstanceOf(FormatTooNewException.class);
  }
}
