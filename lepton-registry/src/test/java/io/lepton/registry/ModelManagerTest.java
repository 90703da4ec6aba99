package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.AlreadyExistsException;
import io.lepton.error.ConflictException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.spi.Catalog.RefMove;
import io.lepton.testkit.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A store")
class ModelManagerTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  @TempDir Path folder;
  private final FakeClock clock = FakeClock.at(START);
  private ModelManager models;
  private Model model;

  @BeforeEach
  void open() {
    models = ModelManager.builder(folder.resolve("home")).author("ann").clock(clock).open();
    model = models.model("credit-scoring");
  }

  @AfterEach
  void close() {
    models.close();
  }

  private Version save(long seed, String message) {
    clock.advance(Duration.ofMinutes(1));
    return model.save(Samples.small(seed)).message(message).commit();
  }

  @Test
  @DisplayName("gives back to the bit what was saved, also after it was opened again")
  void roundTrip() {
    ModelSnapshot saved = Samples.snapshot(1);
    Version version =
        model
            .save(saved)
            .evaluation(Samples.evaluation("test", "roc_auc", 0.78))
            .message("baseline")
            .commit();
    models.close();
    open();

    Version found = model.version(1);
    assertThat(found).isEqualTo(version);
    assertThat(found.tensors()).isEqualTo(version.tensors());
    assertThat(found.tensors().keySet())
        .containsExactly("fc1.weight", "fc1.bias", "ids", "zeros", "none", "scalar");
    assertThat(found.author()).isEqualTo("ann");
    assertThat(found.time()).isEqualTo(START);
    assertThat(found.message()).isEqualTo("baseline");
    ModelSnapshot loaded = models.load(found);
    assertThat(loaded.weights().contentEquals(saved.weights())).isTrue();
    assertThat(loaded.format()).isEqualTo(saved.format());
    assertThat(loaded.config()).isEqualTo(saved.config());
    assertThat(loaded.hyperparameters()).isEqualTo(saved.hyperparameters());
    assertThat(loaded.signature()).isEqualTo(saved.signature());
    assertThat(loaded.lineage()).isEqualTo(saved.lineage());
    assertThat(loaded.files().keySet()).isEqualTo(saved.files().keySet());
    saved
        .files()
        .forEach(
            (name, content) ->
                assertThat(loaded.files().get(name).readAll()).isEqualTo(content.readAll()));
    assertThat(models.evaluations(found))
        .containsExactly(Samples.evaluation("test", "roc_auc", 0.78));
  }

  @Test
  @DisplayName("lets each save follow the branch's head, and logs newest first")
  void log() {
    Version first = save(1, "one");
    Version second = save(2, "two");
    Version side = model.save(Samples.small(3)).on("exp").parents(first).commit();

    assertThat(model.log()).containsExactly(second, first);
    assertThat(model.log("exp")).containsExactly(side, first);
    assertThat(model.versions()).containsExactly(first, second, side);
    assertThat(second.parents()).containsExactly(first.id());
    assertThat(model.branches().keySet()).containsExactly("exp", "main");
    assertThat(models.models()).extracting(Model::name).containsExactly("credit-scoring");
    assertThatThrownBy(() -> model.log("gone"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("[exp, main]");
  }

  @Test
  @DisplayName("records a merge with both parents, and refuses parents that would drop the head")
  void merges() {
    Version first = save(1, "one");
    Version side = model.save(Samples.small(3)).on("exp").commit();
    Version merge = model.save(Samples.small(4)).parents(first, side).commit();

    assertThat(side.parents()).isEmpty();
    assertThat(merge.parents()).containsExactly(first.id(), side.id());
    assertThat(model.log()).containsExactly(merge, side, first);
    assertThatThrownBy(() -> model.save(Samples.small(5)).parents(first).commit())
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("v3");
    assertThat(model.versions()).hasSize(3);
  }

  @Test
  @DisplayName("resolves numbers, aliases, branches, tags and beginnings of ids")
  void resolves() {
    Version first = save(1, "one");
    Version second = model.save(Samples.small(2)).tag("v1.0").commit();
    model.alias("champion").moveTo(first).because("first");

    assertThat(model.version(2)).isEqualTo(second);
    assertThat(model.version("v2")).isEqualTo(second);
    assertThat(model.version("1")).isEqualTo(first);
    assertThat(model.version("champion")).isEqualTo(first);
    assertThat(model.version("main")).isEqualTo(second);
    assertThat(model.version("v1.0")).isEqualTo(second);
    assertThat(model.version(first.id().hex().substring(0, 8))).isEqualTo(first);
    assertThat(model.version(first.id().hex().toUpperCase(java.util.Locale.ROOT))).isEqualTo(first);
    assertThatThrownBy(() -> model.version("challenger"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("champion")
        .hasMessageContaining("v1 to v2")
        .hasMessageContaining("v1.0");
    model.branch("champion").createAt(second);
    assertThatThrownBy(() -> model.version("champion"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("v1")
        .hasMessageContaining("v2");
  }

  @Test
  @DisplayName("moves an alias by compare-and-set, and remembers who, when, why, from and to")
  void aliases() {
    Version first = save(1, "one");
    Version second = save(2, "two");
    Alias champion = model.alias("champion");
    assertThat(champion.find()).isEmpty();
    assertThatThrownBy(champion::version).isInstanceOf(NotFoundException.class);

    champion.moveTo(first).expectingNone().because("baseline");
    RefUpdate late = champion.moveTo(second);
    champion.moveTo(second).expecting(first).because("won credit-v2");

    assertThat(champion.version()).isEqualTo(second);
    assertThat(champion.history())
        .extracting(RefMove::from, RefMove::to, RefMove::author, RefMove::reason)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(null, first.id(), "ann", "baseline"),
            org.assertj.core.groups.Tuple.tuple(first.id(), second.id(), "ann", "won credit-v2"));
    assertThatThrownBy(() -> late.because("too late"))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("found at credit-scoring v2");
    champion.delete().because("not needed");
    assertThat(champion.find()).isEmpty();
    assertThat(champion.history()).hasSize(3);
  }

  @Test
  @DisplayName("rolls a branch back to what it followed, and nowhere else")
  void rollback() {
    Version first = save(1, "one");
    Version second = save(2, "two");
    Version side = model.save(Samples.small(3)).on("exp").commit();

    model.branch("main").rollbackTo(first).because("drift in region north");

    assertThat(model.branch("main").head()).isEqualTo(first);
    assertThat(model.branch("main").history()).hasSize(3);
    assertThatThrownBy(() -> model.branch("main").rollbackTo(side))
        .isInstanceOf(InvalidInputException.class);
    Version third = save(4, "after");
    assertThat(third.number()).isEqualTo(4);
    assertThat(model.log()).containsExactly(third, first);
    assertThat(model.versions()).contains(second);
  }

  @Test
  @DisplayName("refuses a tag that exists, before anything is stored")
  void duplicateTag() {
    Version first = model.save(Samples.small(1)).tag("v1.0").commit();
    assertThatThrownBy(() -> model.save(Samples.small(2)).tag("v1.0").commit())
        .isInstanceOf(AlreadyExistsException.class)
        .hasMessageContaining("v1.0");
    assertThatThrownBy(() -> model.tag("v1.0").createAt(first))
        .isInstanceOf(AlreadyExistsException.class);
    assertThatThrownBy(() -> model.branch("main").createAt(first))
        .isInstanceOf(AlreadyExistsException.class);
    assertThat(model.versions()).containsExactly(first);
  }

  @Test
  @DisplayName("tells listeners what was committed, and survives their failures")
  void listeners() {
    List<RefMove> seen = new ArrayList<>();
    try (ModelManager.Subscription failing =
            models.onRefMoved(
                move -> {
                  throw new IllegalStateException("listener");
                });
        ModelManager.Subscription listening = models.onRefMoved(seen::add)) {
      Version first = model.save(Samples.small(1)).tag("t").commit();
      model.alias("champion").moveTo(first).because("first");
    }
    save(2, "unheard");
    assertThat(seen).extracting(move -> move.ref().name()).containsExactly("main", "t", "champion");
  }
}
