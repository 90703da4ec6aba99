package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.ConflictException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.error.RetiredException;
import io.lepton.model.Version;
import io.lepton.spi.Catalog.RefMove;
import io.lepton.testkit.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A stage")
class StageTest {
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path folder;
  private final FakeClock clock = FakeClock.at("2026-03-01T10:00:00Z");
  private final Instant start = clock.instant();
  private ModelManager models;
  private Model model;
  private Version first;
  private Version second;

  @BeforeEach
  void open() {
    models = ModelManager.builder(folder.resolve("home")).author("ann").clock(clock).open();
    model = models.model("credit-scoring");
    first = model.save(Samples.small(1)).commit();
    second = model.save(Samples.small(2)).commit();
  }

  @AfterEach
  void close() {
    models.close();
  }

  @Test
  @DisplayName("says what was in production on any day, who put it there, when and why")
  void asOf() {
    Stage production = model.stage("production");
    clock.advance(DAY);
    production.moveTo(first).because("release 1");
    clock.advance(DAY);
    production.moveTo(second).because("release 2");
    clock.advance(DAY);
    production.rollbackTo(first).because("drift in region north");
    clock.advance(DAY);
    production.delete().because("switched off");

    assertThat(production.asOf(start)).isEmpty();
    assertThat(production.asOf(start.plus(DAY).minusNanos(1))).isEmpty();
    assertThat(production.asOf(start.plus(DAY))).contains(first);
    assertThat(production.asOf(start.plus(DAY.multipliedBy(2)))).contains(second);
    assertThat(production.asOf(start.plus(DAY.multipliedBy(3)))).contains(first);
    assertThat(production.asOf(start.plus(DAY.multipliedBy(9)))).isEmpty();
    assertThat(production.history())
        .extracting(RefMove::from, RefMove::to, RefMove::author, RefMove::reason, RefMove::time)
        .contains(
            org.assertj.core.groups.Tuple.tuple(
                first.id(), second.id(), "ann", "release 2", start.plus(DAY.multipliedBy(2))));
    assertThat(model.branch("main").asOf(start)).contains(second);
    assertThat(model.alias("champion").asOf(Instant.MAX)).isEmpty();
  }

  @Test
  @DisplayName("rolls back only to where it was, and only if nobody moved it meanwhile")
  void rollsBack() {
    Stage staging = model.stage("staging");
    assertThatThrownBy(() -> staging.rollbackTo(first))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("stages: []");
    staging.moveTo(second).because("try");
    assertThatThrownBy(() -> staging.rollbackTo(first))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("v1");
    staging.moveTo(first).because("try the other");
    RefUpdate back = staging.rollbackTo(second);
    staging.moveTo(second).because("somebody else");
    assertThatThrownBy(() -> back.because("late")).isInstanceOf(ConflictException.class);
    assertThat(staging.version()).isEqualTo(second);
  }

  @Test
  @DisplayName("is a name like any other: listed, resolved, searched, apart from aliases")
  void isAName() {
    model.stage("production").moveTo(first).because("release");
    model.alias("champion").moveTo(second).because("won");

    assertThat(model.stages()).containsOnlyKeys("production").containsValue(first);
    assertThat(model.aliases()).containsOnlyKeys("champion");
    assertThat(model.version("production")).isEqualTo(first);
    assertThat(model.stage("production").find()).contains(first);
    assertThat(models.search().stage("production").list()).containsExactly(first);
    assertThat(models.search().stage("champion").list()).isEmpty();
    assertThatThrownBy(() -> model.version("gone")).hasMessageContaining("stages: [production]");
    assertThatThrownBy(() -> model.stage("in production"))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> model.stage("gone").version())
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("[production]");
  }

  @Test
  @DisplayName("keeps its version from being retired, and takes no retired one")
  void protects() {
    model.stage("production").moveTo(first).because("release");
    assertThatThrownBy(() -> models.retire(first).because("old"))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("stage production");
    model.stage("production").moveTo(second).because("better");
    models.retire(first).because("old");
    assertThatThrownBy(() -> model.stage("production").moveTo(first))
        .isInstanceOf(RetiredException.class);
    assertThatThrownBy(() -> model.stage("production").rollbackTo(first))
        .isInstanceOf(RetiredException.class);
    assertThat(model.stage("production").asOf(clock.instant())).contains(second);
  }
}
