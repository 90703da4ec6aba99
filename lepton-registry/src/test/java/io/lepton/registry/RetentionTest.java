package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.access.Role;
import io.lepton.access.RolePolicy;
import io.lepton.audit.AuditEntry;
import io.lepton.error.AccessDeniedException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Version;
import io.lepton.retention.Keep;
import io.lepton.retention.RetentionPlan;
import io.lepton.retention.RetentionPolicy;
import io.lepton.testkit.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A retention policy")
class RetentionTest {
  @TempDir Path folder;
  private final FakeClock clock = FakeClock.at("2026-03-01T10:00:00Z");
  private final List<Version> v = new ArrayList<>();
  private ModelManager models;
  private Model model;

  /** Eight versions a day apart; the odd ones measured, v1 the best. */
  @BeforeEach
  void open() {
    models =
        ModelManager.builder(folder)
            .author("root")
            .clock(clock)
            .access(
                RolePolicy.builder()
                    .grant("root", Role.ADMIN, "*")
                    .grant("ed", Role.WRITER, "*")
                    .build())
            .open();
    model = models.model("m");
    for (int i = 1; i <= 8; i++) {
      clock.advance(Duration.ofDays(1));
      Save save = model.save(Samples.small(i));
      if (i % 2 == 1) {
        save.evaluation(Samples.evaluation("test", "roc_auc", 0.9 - i / 100.0));
      }
      v.add(save.commit());
    }
  }

  @AfterEach
  void close() {
    models.close();
  }

  private List<Long> kept(Keep... rules) {
    RetentionPlan plan = models.retention(RetentionPolicy.keep(rules)).plan();
    assertThat(plan.kept().size() + plan.toRetire().size()).isEqualTo(8);
    return plan.kept().stream().map(entry -> entry.number()).sorted().toList();
  }

  @Test
  @DisplayName("keeps by number, age, metric, branch and parenthood")
  void rules() {
    assertThat(kept(Keep.last(3))).containsExactly(6L, 7L, 8L);
    assertThat(kept(Keep.last(99))).hasSize(8);
    assertThat(kept(Keep.youngerThan(Duration.ofDays(2)))).containsExactly(6L, 7L, 8L);
    assertThat(kept(Keep.best(2, "roc_auc"))).containsExactly(1L, 3L);
    assertThat(kept(Keep.best(2, "roc_auc", "other"))).isEmpty();
    assertThat(kept(Keep.branchHeads())).containsExactly(8L);
    assertThat(kept(Keep.branchHeads(), Keep.parentsOfKept())).containsExactly(7L, 8L);
  }

  @Test
  @DisplayName("keeps what any rule keeps, and always what a tag, alias or stage points at")
  void combined() {
    model.tag("v1.0").createAt(v.get(1));
    model.alias("champion").moveTo(v.get(2)).because("x");
    model.stage("production").moveTo(v.get(3)).because("x");
    assertThat(kept(Keep.last(1), Keep.best(1, "roc_auc"))).containsExactly(1L, 2L, 3L, 4L, 8L);
    RetentionPlan plan = models.retention(RetentionPolicy.keep(Keep.last(1))).plan();
    assertThat(plan.toString())
        .contains("v2 (" + v.get(1).id() + ")")
        .contains("kept, tag v1.0")
        .contains("kept, alias champion")
        .contains("kept, stage production")
        .contains("kept, among the last 1")
        .contains("to be retired, no rule keeps it")
        .endsWith("4 of 8 to be retired");
  }

  @Test
  @DisplayName("changes nothing by a plan, and by being applied retires exactly what was planned")
  void applied() {
    model.tag("v1.0").createAt(v.get(1));
    Retention retention = models.retention(RetentionPolicy.keep(Keep.last(2))).model("m");
    RetentionPlan plan = retention.plan();
    assertThat(models.search().notRetired().list()).hasSize(8);
    List<Retirement> done = retention.apply().because("policy 3");
    assertThat(done)
        .extracting(Retirement::version)
        .isEqualTo(plan.toRetire().stream().map(entry -> entry.id()).toList())
        .hasSize(5);
    assertThat(models.search().notRetired().list())
        .extracting(Version::number)
        .containsExactlyInAnyOrder(2L, 7L, 8L);
    assertThat(models.verify().isSound()).isTrue();
    assertThat(retention.apply().because("again")).isEmpty();
    assertThat(models.audit().verify().isIntact()).isTrue();
  }

  @Test
  @DisplayName("spares what another manager tags, at whatever moment while it is being applied")
  void tagged() {
    int spared = 0;
    for (int moment = 1; moment <= 10; moment++) {
      spared += taggedAt(moment);
    }
    assertThat(spared).isBetween(2, 9);
  }

  /** Tags v1 when the manager that applies the policy looks at the clock for the nth time. */
  private int taggedAt(int moment) {
    Path home = folder.resolve("raced-" + moment);
    AtomicInteger looks = new AtomicInteger(Integer.MIN_VALUE);
    try (ModelManager other = ModelManager.builder(home).author("ann").clock(clock).open();
        ModelManager applying =
            ModelManager.builder(home)
                .clock(
                    () -> {
                      if (looks.incrementAndGet() == moment) {
                        Model theirs = other.model("m");
                        theirs.tag("late").createAt(theirs.version(1));
                      }
                      return clock.instant();
                    })
                .open()) {
      for (int i = 1; i <= 2; i++) {
        other.model("m").save(Samples.small(i)).commit();
      }
      looks.set(0);
      applying.retention(RetentionPolicy.keep(Keep.last(1))).apply().because("x");
      List<String> order =
          other.audit().entries(0, 100).stream()
              .map(AuditEntry::action)
              .filter(action -> action.equals("TAG") || action.equals("RETIRE"))
              .toList();
      assertThat(order).as("at look %d", moment).isNotEqualTo(List.of("TAG", "RETIRE"));
      assertThat(other.audit().verify().isIntact()).isTrue();
      boolean spared = order.equals(List.of("TAG"));
      assertThat(other.retirement(other.model("m").version(1)).isEmpty()).isEqualTo(spared);
      return spared ? 1 : 0;
    }
  }

  @Test
  @DisplayName("is planned by who may read, and applied by who may retire")
  void access() {
    Retention theirs = models.as("ed").retention(RetentionPolicy.keep(Keep.last(1)));
    assertThat(theirs.plan().toRetire()).hasSize(7);
    assertThatThrownBy(() -> theirs.apply().because("x")).isInstanceOf(AccessDeniedException.class);
    assertThat(models.search().notRetired().list()).hasSize(8);
  }

  @Test
  @DisplayName("has a rule, with sense in it, and a reason")
  void refused() {
    assertThatThrownBy(RetentionPolicy::keep).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Keep.last(0)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Keep.best(0, "x")).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Keep.youngerThan(Duration.ZERO))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(
            () -> models.retention(RetentionPolicy.keep(Keep.last(1))).apply().because(" "))
        .isInstanceOf(InvalidInputException.class);
  }
}
