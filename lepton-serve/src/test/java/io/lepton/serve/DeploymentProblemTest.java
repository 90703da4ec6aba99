package io.lepton.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.Digest;
import io.lepton.error.ConflictException;
import io.lepton.error.CorruptDataException;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.error.RetiredException;
import io.lepton.model.CategoricalProfile;
import io.lepton.model.DataProfile;
import io.lepton.model.DataReference;
import io.lepton.model.NumericProfile;
import io.lepton.model.Row;
import io.lepton.model.Version;
import io.lepton.registry.Alias;
import io.lepton.registry.ModelManager;
import io.lepton.spi.Catalog.MoveRef;
import io.lepton.spi.Catalog.RetireVersion;
import io.lepton.spi.Ref;
import io.lepton.testkit.InMemoryCatalog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever goes wrong with another version, the one that serves goes on. */
class DeploymentProblemTest extends DeploymentFixture {
  private void failToLoad(String label) {
    engine.onLoad =
        loading -> {
          if (loading.equals(label)) {
            throw new CorruptDataException("tensor \"w\" is damaged");
          }
        };
  }

  @Test
  void aVersionThatCannotBeLoadedDoesNotServe() {
    failToLoad("two");
    try (Deployment deployment = deployment().start()) {
      move(v2);

      assertThat(LabelEngine.label(deployment.predict(ROW))).isEqualTo("one");
      DeploymentStatus status = deployment.status();
      assertThat(status.state()).isEqualTo(DeploymentStatus.State.STALE);
      assertThat(status.problem().kind()).isEqualTo(DeploymentProblem.Kind.LOAD_FAILED);
      assertThat(status.problem().wanted()).isEqualTo(v2);
      assertThat(status.problem().serving()).isEqualTo(v1);
      assertThat(status.problem().message()).contains("credit v2", "tensor \"w\" is damaged");
      assertThat(status.problem().cause()).isInstanceOf(CorruptDataException.class);
      assertThat(problems).containsExactly(status.problem());
    }
  }

  @Test
  void aVersionThatFailsWhenTriedOutDoesNotServe() {
    try (Deployment deployment = deployment().warmUp(ROW, ROW).start()) {
      engine.onPredict =
          rows -> {
            if (rows.size() == 2) {
              throw new StackOverflowError("in a native call");
            }
          };
      move(v2);

      assertThat(LabelEngine.label(deployment.predict(ROW))).isEqualTo("one");
      assertThat(problems).hasSize(1);
      assertThat(problems.get(0).cause()).isInstanceOf(StackOverflowError.class);
      assertThat(engine.open()).extracting(p -> p.label).containsExactly("one");
    }
  }

  @Test
  void triesOutTheMostOrdinaryRowOfTheTrainingProfile() {
    List<Row> tried = new ArrayList<>();
    engine.onPredict = tried::addAll;
    DataProfile profile =
        new DataProfile(
            new DataReference("train", Digest.of("x"), 5),
            List.of(NumericProfile.of("x", 1, 5, 2, 2.5, 9)),
            List.of(new CategoricalProfile("flag", 0, Map.of("true", 4L, "false", 1L))),
            List.of());
    Version v4 =
        model()
            .save(LabelEngine.snapshot("four").file(DataProfile.FILE, profile.toJson()).build())
            .commit();
    move(v4);

    deployment().start().close();

    assertThat(tried).containsExactly(Row.of("x", 2.5, "flag", true));
  }

  @Test
  void aBrokenVersionIsTriedAgainButLessAndLessOften() {
    failToLoad("two");
    AtomicInteger attempts = new AtomicInteger();
    try (Deployment deployment = deployment().start()) {
      java.util.function.Consumer<String> failing = engine.onLoad;
      engine.onLoad =
          label -> {
            attempts.incrementAndGet();
            failing.accept(label);
          };
      move(v2);
      for (int second = 0; second < 3600; second++) {
        clock.advance(Duration.ofSeconds(1));
        scheduler.tick();
      }

      // After 1, 2, 4, … 512 seconds, then every ten minutes.
      assertThat(attempts).hasValue(1 + 10 + 4);
      assertThat(problems).hasSize(1);
      assertThat(problems.get(0).since()).isEqualTo("2026-01-01T00:00:00Z");
      engine.onLoad = label -> {};
      assertThat(deployment.refresh().state()).isEqualTo(DeploymentStatus.State.SERVING);
      assertThat(deployment.version()).isEqualTo(v2);
    }
  }

  @Test
  void rollsBackFromAVersionThatCannotBeLoaded() {
    failToLoad("two");
    try (Deployment deployment = deployment().start()) {
      move(v2);

      assertThat(deployment.rollback("two is damaged")).isEqualTo(v1);

      assertThat(champion().version()).isEqualTo(v1);
      assertThat(deployment.status().problem()).isNull();
      assertThat(swaps).isEmpty();
      assertThat(engine.loaded).hasSize(1);
    }
  }

  @Test
  void aRollbackThatCannotLoadMovesNothing() {
    try (Deployment deployment = deployment().start()) {
      move(v2);
      move(v3);
      deployment.rollback("three is slow"); // v3 is kept warm now, v1 is not
      failToLoad("one");

      assertThatThrownBy(() -> deployment.rollback("two drifts"))
          .isInstanceOf(CorruptDataException.class);

      assertThat(champion().version()).isEqualTo(v2);
      assertThat(LabelEngine.label(deployment.predict(ROW))).isEqualTo("two");
      assertThat(engine.open()).hasSize(2);
    }
  }

  @Test
  void aRollbackLosesAgainstAMoveItHasNotSeen() {
    try (ModelManager other = ModelManager.open(home);
        Deployment deployment = deployment().start()) {
      move(v2);
      other.model("credit").alias("champion").moveTo(v3).because("another process");

      assertThatThrownBy(() -> deployment.rollback("two drifts"))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("is not at credit v2");

      assertThat(champion().version()).isEqualTo(v3);
      assertThat(LabelEngine.label(deployment.predict(ROW))).isEqualTo("two");
      assertThat(deployment.refresh().version()).isEqualTo(v3);
      assertThat(deployment.rollback("three is slow")).isEqualTo(v2);
    }
  }

  @Test
  void aRollbackNeedsAReason() {
    try (Deployment deployment = deployment().start()) {
      move(v2);
      move(v3);
      deployment.rollback("three is slow");
      int loaded = engine.open().size();

      assertThatThrownBy(() -> deployment.rollback(" "))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("reason");

      assertThat(champion().version()).isEqualTo(v2);
      assertThat(engine.open()).hasSize(loaded);
    }
  }

  @Test
  void goesOnWhenTheAliasIsDeletedAndFollowsItWhenItIsBack() {
    try (Deployment deployment = deployment().start()) {
      champion().delete().because("a mistake");

      assertThat(LabelEngine.label(deployment.predict(ROW))).isEqualTo("one");
      assertThat(problems).hasSize(1);
      assertThat(problems.get(0).kind()).isEqualTo(DeploymentProblem.Kind.ALIAS_MISSING);
      scheduler.tick();
      assertThat(problems).hasSize(1);
      move(v2);
      assertThat(deployment.status().state()).isEqualTo(DeploymentStatus.State.SERVING);
      assertThat(LabelEngine.label(deployment.predict(ROW))).isEqualTo("two");
    }
  }

  @Test
  void goesOnWhenTheStoreCannotBeAsked() {
    try (Deployment deployment = deployment().start()) {
      models.close();

      assertThat(deployment.refresh().problem().kind())
          .isEqualTo(DeploymentProblem.Kind.STORE_FAILED);
      assertThat(LabelEngine.label(deployment.predict(ROW))).isEqualTo("one");
    }
  }

  @Test
  void goesOnWhenItsVersionIsRetiredAndRollsBackToNoRetiredOne(@TempDir Path folder) {
    InMemoryCatalog catalog = new InMemoryCatalog();
    try (ModelManager store = ModelManager.builder(folder).catalog(catalog).open()) {
      Version first = store.model("m").save(LabelEngine.snapshot("one").build()).commit();
      Version second = store.model("m").save(LabelEngine.snapshot("two").build()).commit();
      Alias live = store.model("m").alias("live");
      live.moveTo(first).because("first");
      try (Deployment deployment =
          Deployment.of(store, "m", "live").engine(engine).scheduler(scheduler).start()) {
        live.moveTo(second).because("better");
        retire(catalog, first);
        assertThatThrownBy(() -> deployment.rollback("two drifts"))
            .isInstanceOf(RetiredException.class);
        assertThat(live.version()).isEqualTo(second);
        assertThat(LabelEngine.label(deployment.predict(ROW))).isEqualTo("two");

        live.delete().because("the end");
        retire(catalog, second);
        assertThat(deployment.refresh().problem().kind())
            .isEqualTo(DeploymentProblem.Kind.ALIAS_MISSING);
        assertThat(LabelEngine.label(deployment.predict(ROW))).isEqualTo("two");
      }
    }
    assertThat(engine.loaded).hasSize(2).allSatisfy(p -> assertThat(p.closed).hasValue(1));
  }

  private void retire(InMemoryCatalog catalog, Version version) {
    // A version that a branch still points at cannot be retired.
    Ref main = new Ref("m", Ref.Kind.BRANCH, "main");
    catalog
        .ref(main)
        .ifPresent(
            head ->
                catalog.apply(
                    List.of(new MoveRef(main, head, null, clock.instant(), "someone", "done"))));
    catalog.apply(
        List.of(new RetireVersion(version.id(), clock.instant(), "someone", "out of date")));
  }

  @Test
  void doesNotStartOnWhatCannotServe() {
    assertThatThrownBy(() -> Deployment.of(models, "credit", "challenger").engine(engine).start())
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("champion");
    assertThatThrownBy(() -> Deployment.of(models, "credit", "champion").start())
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("test.label/1");
    failToLoad("one");
    assertThatThrownBy(() -> deployment().start()).isInstanceOf(CorruptDataException.class);
    engine.onLoad = label -> {};
    engine.onPredict =
        rows -> {
          throw new EngineException("no such device");
        };
    assertThatThrownBy(() -> deployment().warmUp(ROW).start()).isInstanceOf(EngineException.class);
    assertThat(engine.open()).isEmpty();
  }
}
