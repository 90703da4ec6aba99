package io.lepton.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.ConflictException;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.model.Hyperparameters;
import io.lepton.spi.StudyStorage;
import io.lepton.testkit.FakeClock;
import io.lepton.testkit.InMemoryStudyStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class StoredStudyTest {
  private static final SearchSpace SPACE =
      SearchSpace.builder()
          .decimal("x", -2, 3)
          .choice("kind", "a", "b")
          .when("kind", "b", it -> it.whole("n", 1, 9))
          .build();
  private static final Objective OBJECTIVE =
      trial -> {
        trial.report(0, trial.number("x"));
        trial.attribute("seen", "yes").constraints(trial.number("x") - 2.5);
        if (trial.number() % 5 == 0) {
          return trial.number() % 2 == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        }
        return trial.number("x") * trial.number("x") + (trial.text("kind").equals("a") ? 1 : 0);
      };

  private final StudyStorage storage = new InMemoryStudyStorage();
  private final FakeClock clock = FakeClock.at("2026-05-01T00:00:00.000000001Z");
  private final StudyDefinition definition =
      Study.minimize(SPACE).named("s").seed(3).clock(clock).heartbeat(Duration.ofMinutes(1));

  @Test
  void goesOnAfterARestartAsIfItHadNotEnded() {
    List<Trial> straight = definition.open().optimize(OBJECTIVE, 30).trials();

    definition.in(storage).optimize(OBJECTIVE, 13);
    Study resumed = definition.in(storage).optimize(OBJECTIVE, Budget.total(30));

    assertThat(resumed.trials()).isEqualTo(straight);
    assertThat(definition.in(storage).trials()).isEqualTo(straight);
    assertThat(straight).extracting(Trial::state).contains(TrialState.FAILED, TrialState.COMPLETE);
    assertThat(straight.get(9).value()).isInfinite();
  }

  @Test
  void refusesAnotherStudyOfTheSameName() {
    definition.in(storage);
    SearchSpace other = SearchSpace.builder().decimal("x", 0, 1).build();

    for (StudyDefinition wrong :
        List.of(
            Study.minimize(other).named("s").seed(3),
            Study.maximize(SPACE).named("s").seed(3),
            definition.seed(4))) {
      assertThatThrownBy(() -> wrong.in(storage))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("another name");
    }
    assertThat(definition.sampler(RandomSampler.create()).in(storage).trials()).isEmpty();
  }

  @Test
  void numbersTrialsOnceAmongProcesses() throws Exception {
    int processes = 4;
    ExecutorService threads = Executors.newFixedThreadPool(processes);
    try {
      List<Future<Study>> ends = new ArrayList<>();
      for (int i = 0; i < processes; i++) {
        ends.add(
            threads.submit(() -> definition.in(storage).optimize(OBJECTIVE, Budget.total(60))));
      }
      for (Future<Study> end : ends) {
        end.get();
      }
    } finally {
      threads.shutdownNow();
    }
    List<Trial> trials = definition.in(storage).trials();
    assertThat(trials).hasSize(60);
    assertThat(trials).allMatch(trial -> trial.state().isFinished());
    assertThat(trials).extracting(Trial::parameters).doesNotHaveDuplicates();
    for (int i = 0; i < trials.size(); i++) {
      assertThat(trials.get(i).number()).isEqualTo(i + 1);
    }
  }

  @Test
  void letsOneOfTwoProcessesTellATrial() {
    Study first = definition.in(storage);
    Study second = definition.in(storage);
    RunningTrial trial = first.ask();
    RunningTrial same = second.trial(trial.number());
    same.report(1, 7);
    same.tell(1);

    assertThatThrownBy(() -> trial.tell(2))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("is COMPLETE already");
    assertThat(first.best().value()).isEqualTo(1);
    assertThat(first.best().intermediate()).containsEntry(1L, 7.0);
  }

  @Test
  void triesAgainWhatALostProcessLeft() {
    Study dead = definition.in(storage);
    RunningTrial left = dead.core().askWithin(Budget.trials(1));
    clock.advance(Duration.ofMinutes(2));
    dead.core().beat();
    Study alive = definition.in(storage);
    clock.advance(Duration.ofMinutes(3));
    assertThat(alive.optimize(OBJECTIVE, 1).trials().get(0).state()).isEqualTo(TrialState.RUNNING);

    clock.advance(Duration.ofNanos(1));
    alive.optimize(OBJECTIVE, 1);

    Trial lost = alive.trials().get(0);
    Trial again = alive.trials().get(2);
    assertThat(lost.state()).isEqualTo(TrialState.FAILED);
    assertThat(lost.failure()).startsWith("lost: no sign of life since 2026-05-01T00:02");
    assertThat(again.parameters()).isEqualTo(lost.parameters());
    assertThat(again.attributes()).containsEntry("study.retry_of", "1");
    assertThat(again.state()).isEqualTo(TrialState.COMPLETE);
    assertThat(alive.core().count()).isEqualTo(2);
    assertThatThrownBy(() -> left.tell(1))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("lost");
  }

  @Test
  void givesUpAPointThatKeepsGettingLost() {
    Study study = definition.in(storage);
    study.core().askWithin(Budget.trials(1));
    clock.advance(Duration.ofMinutes(4));
    RunningTrial second = study.core().askWithin(Budget.trials(1));
    clock.advance(Duration.ofMinutes(4));
    RunningTrial third = study.core().askWithin(Budget.trials(1));

    assertThat(second.parameters()).isEqualTo(study.trials().get(0).parameters());
    assertThat(third.parameters()).isNotEqualTo(second.parameters());
    assertThat(study.trials())
        .extracting(Trial::state)
        .containsExactly(TrialState.FAILED, TrialState.FAILED, TrialState.RUNNING);
  }

  @Test
  void neverLosesATrialThatSomebodyAskedForByHand() {
    Study study = definition.in(storage);
    RunningTrial trial = study.ask();
    clock.advance(Duration.ofDays(30));
    study.optimize(OBJECTIVE, 1);

    assertThat(trial.tell(0).state()).isEqualTo(TrialState.COMPLETE);
  }

  @Test
  void sharesWhatIsToBeTried() {
    Hyperparameters point = SPACE.decode(new double[] {0.5, 0.9, 0.5});
    definition.in(storage).enqueue(point);

    assertThat(definition.in(storage).ask().parameters()).isEqualTo(point);
    assertThat(definition.in(storage).ask().parameters()).isNotEqualTo(point);
  }

  @Test
  void refusesJournalsItCannotRead() {
    definition.in(storage);
    storage.append("s", "trial/1", Instant.EPOCH, "{\"version\":2,\"planet\":\"Mars\"}");
    assertThatThrownBy(() -> definition.in(storage))
        .isInstanceOf(FormatTooNewException.class)
        .hasMessageContaining("version 2");

    Study other = definition.named("other").in(storage);
    storage.append("other", "trial/1", Instant.EPOCH, "{\"version\":1}");
    assertThatThrownBy(other::trials)
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("entry \"trial/1\" of study \"other\"");
  }

  /** Written by version 1 of the format; never to be made again. */
  @Test
  void readsAJournalOfVersionOne() {
    Instant time = Instant.parse("2026-05-01T00:00:00Z");
    storage.append(
        "s",
        "study",
        time,
        "{\"directions\":[\"LOWER_IS_BETTER\"],\"sampler\":\"tpe\",\"seed\":3,\"space\":"
            + "\"{\\\"format\\\":\\\"lepton-search-space\\\",\\\"parameters\\\":[{\\\"high\\\":3.0,"
            + "\\\"kind\\\":\\\"decimal\\\",\\\"low\\\":-2.0,\\\"name\\\":\\\"x\\\",\\\"scale\\\":"
            + "\\\"LINEAR\\\",\\\"step\\\":0.0,\\\"values\\\":null,\\\"when\\\":null}],"
            + "\\\"version\\\":1}\",\"version\":1}");
    storage.append(
        "s",
        "trial/1",
        time,
        "{\"attributes\":{\"a\":\"b\"},\"number\":1,\"parameters\":{\"x\":0.5},\"version\":1,"
            + "\"watched\":true,\"worker\":\"w\"}");
    storage.append(
        "s",
        "report/1/4",
        time,
        "{\"number\":1,\"step\":4,\"value\":\"NaN\",\"version\":1,\"worker\":\"w\"}");
    storage.append("s", "alive/w/1", time, "{\"beat\":1,\"version\":1,\"worker\":\"w\"}");
    storage.append(
        "s",
        "told/1",
        time.plusSeconds(9),
        "{\"attributes\":{},\"constraints\":[-1.0],\"failure\":null,\"number\":1,\"state\":"
            + "\"COMPLETE\",\"values\":[\"Infinity\"],\"version\":1,\"worker\":\"w\"}");
    storage.append(
        "s", "queued/k", time, "{\"key\":\"k\",\"parameters\":{\"x\":1.0},\"version\":1}");

    Study study =
        Study.minimize(SearchSpace.builder().decimal("x", -2, 3).build())
            .named("s")
            .seed(3)
            .in(storage);
    Trial trial = study.trials().get(0);
    assertThat(trial.value()).isInfinite();
    assertThat(trial.intermediate().get(4L)).isNaN();
    assertThat(trial.constraints()).containsExactly(-1.0);
    assertThat(trial.attributes()).containsEntry("a", "b");
    assertThat(trial.ended()).isEqualTo(time.plusSeconds(9));
    assertThat(study.ask().number("x")).isEqualTo(1);
  }
}
