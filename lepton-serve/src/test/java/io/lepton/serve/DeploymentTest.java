package io.lepton.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.model.Row;
import io.lepton.registry.ModelManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeploymentTest extends DeploymentFixture {
  @Test
  void answersWithTheVersionItsAliasPointsAt() {
    try (Deployment deployment = deployment().start()) {
      Served served = deployment.predict(List.of(ROW, ROW, ROW));

      assertThat(LabelEngine.label(served)).isEqualTo("one");
      assertThat(served.predictions()).hasSize(3);
      assertThat(served.version()).isEqualTo(v1).isEqualTo(deployment.version());
      assertThat(deployment.predict(List.of()).predictions()).isEmpty();
      assertThat(deployment.status().state()).isEqualTo(DeploymentStatus.State.SERVING);
      assertThat(deployment.status().since()).isEqualTo(clock.instant());
      assertThat(deployment.status().previous()).isNull();
    }
  }

  @Test
  void followsTheAliasAndKeepsOnlyThePreviousVersionWarm() {
    try (Deployment deployment = deployment().start()) {
      clock.advance(Duration.ofMinutes(1));
      move(v2);
      assertThat(LabelEngine.label(deployment.predict(ROW))).isEqualTo("two");
      assertThat(deployment.status().previous()).isEqualTo(v1);
      move(v3);
      assertThat(LabelEngine.label(deployment.predict(ROW))).isEqualTo("three");
      assertThat(deployment.status().previous()).isEqualTo(v2);

      assertThat(engine.open()).extracting(p -> p.label).containsExactly("two", "three");
      assertThat(swaps)
          .containsExactly(
              new Swap(v1, v2, Swap.Load.LOADED, clock.instant()),
              new Swap(v2, v3, Swap.Load.LOADED, clock.instant()));
    }
    assertThat(engine.open()).isEmpty();
    assertThat(engine.loaded).allSatisfy(p -> assertThat(p.closed).hasValue(1));
  }

  @Test
  void rollsBackWithoutLoading() {
    try (Deployment deployment = deployment().start()) {
      move(v2);

      assertThat(deployment.rollback("drift in region north")).isEqualTo(v1);

      assertThat(LabelEngine.label(deployment.predict(ROW))).isEqualTo("one");
      assertThat(champion().version()).isEqualTo(v1);
      assertThat(champion().history().get(2).reason()).isEqualTo("drift in region north");
      assertThat(champion().history().get(2).from()).isEqualTo(v2.id());
      assertThat(engine.loaded).hasSize(2);
      assertThat(swaps.get(1)).isEqualTo(new Swap(v2, v1, Swap.Load.KEPT_WARM, clock.instant()));
      assertThat(deployment.status().previous()).isEqualTo(v2);
    }
  }

  @Test
  void rollsBackFurtherAndFurtherAndNeverForwardToWhatWasRolledBack() {
    try (Deployment deployment = deployment().start()) {
      move(v2);
      move(v3);

      assertThat(deployment.rollback("three is slow")).isEqualTo(v2);
      assertThat(deployment.rollback("two drifts")).isEqualTo(v1);
      assertThatThrownBy(() -> deployment.rollback("and one?"))
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining("alias champion of credit has been nowhere before credit v1");

      assertThat(champion().version()).isEqualTo(v1);
      assertThat(LabelEngine.label(deployment.predict(ROW))).isEqualTo("one");
    }
  }

  @Test
  void callsUnderWayFinishOnTheVersionTheyBeganWith() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (Deployment deployment = deployment().start()) {
      engine.onPredict =
          rows -> {
            if (rows.size() == 2) {
              inside.countDown();
              await(goOn);
            }
          };
      CompletableFuture<Served> slow =
          CompletableFuture.supplyAsync(() -> deployment.predict(List.of(ROW, ROW)));
      assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
      move(v2);
      move(v3); // v1 is no longer even the previous one

      assertThat(engine.loaded.get(0).closed).hasValue(0);
      assertThat(LabelEngine.label(deployment.predict(ROW))).isEqualTo("three");
      goOn.countDown();
      assertThat(LabelEngine.label(slow.get(30, TimeUnit.SECONDS))).isEqualTo("one");
      assertThat(slow.get().version()).isEqualTo(v1);
      assertThat(engine.loaded.get(0).closed).hasValue(1);
    }
    assertThat(engine.loaded).allSatisfy(p -> assertThat(p.closedUnderACall).hasValue(0));
  }

  @Test
  void lookingUpTheAliasFindsMovesOfOtherManagers() {
    try (ModelManager other = ModelManager.open(home);
        Deployment deployment = deployment().refreshEvery(Duration.ofSeconds(7)).start()) {
      other.model("credit").alias("champion").moveTo(v2).because("another process");
      assertThat(LabelEngine.label(deployment.predict(ROW))).isEqualTo("one");

      scheduler.tick();

      assertThat(LabelEngine.label(deployment.predict(ROW))).isEqualTo("two");
      assertThat(scheduler.periodic).extracting(p -> p.periodMillis).containsExactly(7000L);
    }
    assertThat(scheduler.periodic.get(0).isCancelled()).isTrue();
  }

  @Test
  void pollsOnAThreadOfItsOwn() throws Exception {
    CountDownLatch swapped = new CountDownLatch(1);
    try (ModelManager other = ModelManager.open(home);
        Deployment deployment =
            Deployment.of(models, "credit", "champion")
                .engine(engine)
                .refreshEvery(Duration.ofMillis(5))
                .listener(
                    new DeploymentListener() {
                      @Override
                      public void swapped(Swap swap) {
                        swapped.countDown();
                      }
                    })
                .start()) {
      other.model("credit").alias("champion").moveTo(v2).because("another process");

      assertThat(swapped.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(LabelEngine.label(deployment.predict(ROW))).isEqualTo("two");
    }
    assertThat(engine.open()).isEmpty();
  }

  @Test
  void neverLooksUpTheAliasIfToldSo() {
    try (Deployment deployment = deployment().refreshEvery(Duration.ZERO).start()) {
      assertThat(scheduler.periodic).isEmpty();
      assertThat(deployment.refresh().version()).isEqualTo(v1);
    }
    assertThatThrownBy(() -> deployment().refreshEvery(Duration.ofNanos(1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("at least a millisecond");
  }

  @Test
  void countsCallsRowsAndFailuresOfEachVersion() {
    Iterator<Long> nanos = List.of(0L, 1000L, 5000L, 25_000L, 0L, 0L, 100L, 90L).iterator();
    try (Deployment deployment = deployment().nanoTime(nanos::next).start()) {
      deployment.predict(ROW);
      deployment.predict(List.of(ROW, ROW));
      assertThatThrownBy(() -> deployment.predict(Row.of("y", 1)))
          .isInstanceOf(InvalidInputException.class);
      engine.onPredict =
          rows -> {
            throw new EngineException("out of order");
          };
      assertThatThrownBy(() -> deployment.predict(ROW)).isInstanceOf(EngineException.class);
      engine.onPredict = rows -> {};
      move(v2);
      deployment.predict(ROW);

      CallStatistics one = deployment.statistics().get(0);
      assertThat(one.version()).isEqualTo(v1);
      assertThat(one.calls()).isEqualTo(2);
      assertThat(one.rows()).isEqualTo(3);
      assertThat(one.rejected()).isEqualTo(1);
      assertThat(one.errors()).isEqualTo(1);
      assertThat(one.latency().p50().toNanos()).isBetween(1000L, 1000L + 1000 / 32);
      assertThat(one.latency().max()).isEqualTo(Duration.ofNanos(20_000));
      CallStatistics two = deployment.statistics().get(1);
      assertThat(two.calls()).isEqualTo(1);
      assertThat(two.latency().max()).isZero(); // a clock that goes back is no latency
    }
  }

  @Test
  void aClosedDeploymentSaysSo() {
    Deployment deployment = deployment().start();
    move(v2);
    deployment.close();
    deployment.close();

    assertThatThrownBy(() -> deployment.predict(ROW))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("the deployment of alias champion of credit was closed");
    assertThatThrownBy(() -> deployment.rollback("too late"))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("closed");
    assertThat(deployment.refresh().state()).isEqualTo(DeploymentStatus.State.CLOSED);
    assertThat(deployment.version()).isEqualTo(v2);
    move(v3);
    assertThat(champion().version()).isEqualTo(v3);
    assertThat(engine.loaded).hasSize(2).allSatisfy(p -> assertThat(p.closed).hasValue(1));
  }

  @Test
  void closingWhileAVersionIsLoadedLeavesNothingOpen() {
    List<Deployment> deployments = new ArrayList<>();
    deployments.add(deployment().start());
    engine.onLoad = label -> deployments.get(0).close();

    move(v2);

    assertThat(engine.loaded).hasSize(2).allSatisfy(p -> assertThat(p.closed).hasValue(1));
    assertThat(deployments.get(0).status().state()).isEqualTo(DeploymentStatus.State.CLOSED);
  }

  @Test
  void tellsListenersWhoseFaultsAreTheirOwn() {
    DeploymentListener faulty =
        new DeploymentListener() {
          @Override
          public void swapped(Swap swap) {
            throw new IllegalStateException("a listener's own fault");
          }
        };
    try (Deployment deployment =
        Deployment.of(models, "credit", "champion")
            .engine(engine)
            .scheduler(scheduler)
            .listener(faulty)
            .start()) {
      move(v2);

      assertThat(LabelEngine.label(deployment.predict(ROW))).isEqualTo("two");
    }
  }

  @Test
  void aListenerMayRollBack() {
    List<Deployment> deployments = new ArrayList<>();
    DeploymentListener cautious =
        new DeploymentListener() {
          @Override
          public void swapped(Swap swap) {
            if (swap.to().equals(v2)) {
              deployments.get(0).rollback("nobody trusts two");
            }
          }
        };
    deployments.add(deployment().listener(cautious).start());
    try (Deployment deployment = deployments.get(0)) {
      move(v2);

      assertThat(deployment.version()).isEqualTo(v1);
      assertThat(swaps).extracting(Swap::to).containsExactly(v2, v1);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
