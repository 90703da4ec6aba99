package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.access.Role;
import io.lepton.access.RolePolicy;
import io.lepton.audit.AuditEntry;
import io.lepton.audit.Outcome;
import io.lepton.error.AccessDeniedException;
import io.lepton.error.ConflictException;
import io.lepton.error.InvalidInputException;
import io.lepton.gate.Finding;
import io.lepton.gate.Gate;
import io.lepton.gate.GateException;
import io.lepton.gate.GateReport;
import io.lepton.gate.Verdict;
import io.lepton.model.Version;
import io.lepton.testkit.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A protected alias or stage")
class ProtectedMoveTest {
  @TempDir Path folder;
  private final FakeClock clock = FakeClock.at("2026-03-01T10:00:00Z");
  private final AtomicInteger asked = new AtomicInteger();
  private Runnable meanwhile = () -> {};
  private ModelManager root;
  private ModelManager writer;
  private Model model;
  private Version v1;
  private Version v2;

  @BeforeEach
  void open() {
    root =
        ModelManager.builder(folder)
            .author("root")
            .clock(clock)
            .access(
                RolePolicy.builder()
                    .grant("root", Role.ADMIN, "*")
                    .grant("will", Role.WRITER, "credit")
                    .grant("anna", Role.APPROVER, "credit")
                    .grant("abe", Role.APPROVER, "credit")
                    .build())
            .check(
                "mine",
                evidence -> {
                  asked.incrementAndGet();
                  meanwhile.run();
                  return Finding.pass("looked", "must be seen");
                })
            .open();
    writer = root.as("will");
    model = writer.model("credit");
    v1 = model.save(Samples.small(1)).evaluation(measured(0.9)).commit();
    v2 = model.save(Samples.small(2)).commit();
  }

  /** The interval begins 0.05 below the value. */
  private static io.lepton.model.Evaluation measured(double value) {
    return Samples.evaluation("test", "roc_auc", value);
  }

  @AfterEach
  void close() {
    root.close();
  }

  private void protect(Gate... gates) {
    Model all = root.model("credit");
    all.protect(all.alias("champion")).with(gates).because("policy 7");
    all.protect(all.stage("production")).with(gates).because("policy 7");
  }

  private AuditEntry last() {
    return root.audit().last(1).get(0);
  }

  @Test
  @DisplayName("moves to a version that passes, and the log keeps what every rule found")
  void passes() {
    protect(Gate.metric("roc_auc").on("test").atLeast(0.8));
    assertThat(model.alias("champion").moveTo(v1).check().verdict()).isEqualTo(Verdict.PASS);
    model.alias("champion").moveTo(v1).because("good");
    assertThat(model.alias("champion").version()).isEqualTo(v1);
    assertThat(last().outcome()).isEqualTo(Outcome.DONE);
    assertThat(last().details().get("rules")).contains("PASS: roc_auc on test at least 0.8");
    model.stage("production").moveTo(v1).because("good");
    assertThat(model.stage("production").version()).isEqualTo(v1);
  }

  @Test
  @DisplayName("does not move on a fail or inconclusive rule, and says what every rule found")
  void fails() {
    protect(
        Gate.metric("roc_auc").on("test").atLeast(0.8),
        Gate.evaluatedWithin(Duration.ofDays(1)),
        Gate.approvedBy(1, "APPROVER"));
    clock.advance(Duration.ofDays(2));
    assertThatThrownBy(() -> model.alias("champion").moveTo(v1).because("please"))
        .isInstanceOfSatisfying(
            GateException.class,
            e -> {
              assertThat(e.report().results()).hasSize(3);
              assertThat(e.report().verdict()).isEqualTo(Verdict.FAIL);
              assertThat(e.report().results())
                  .extracting(result -> result.finding().verdict())
                  .containsExactly(Verdict.PASS, Verdict.FAIL, Verdict.INCONCLUSIVE);
              assertThat(e)
                  .hasMessageContaining("evaluate again")
                  .hasMessageContaining("1 more must approve")
                  .hasMessageContaining("overriding");
            });
    assertThat(model.alias("champion").find()).isEmpty();
    assertThat(last().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(last().actor()).isEqualTo("will");
    assertThatThrownBy(() -> model.stage("production").moveTo(v2).because("please"))
        .isInstanceOf(GateException.class);
    assertThat(root.audit().verify().isIntact()).isTrue();
  }

  @Test
  @DisplayName("moves once enough people of the role approved, and not when one takes it back")
  void approvals() {
    protect(Gate.approvedBy(2, "APPROVER"));
    root.as("anna").approve(v1).because("checked the data");
    assertThatThrownBy(() -> model.alias("champion").moveTo(v1).because("x"))
        .isInstanceOf(GateException.class);
    root.as("abe").approve(v1).because("checked the code");
    model.alias("champion").moveTo(v1).because("approved");
    root.as("anna").reject(v1).because("the data leak");
    assertThatThrownBy(() -> model.stage("production").moveTo(v1).because("x"))
        .isInstanceOf(GateException.class)
        .hasMessageContaining("the data leak");
    assertThat(root.approvals(v1)).hasSize(3);
    assertThatThrownBy(() -> writer.approve(v1).because("mine"))
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> root.approve(v1).because(" "))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  @DisplayName("is moved against its rules by an administrator alone, on record")
  void override() {
    protect(Gate.approvedBy(1));
    assertThatThrownBy(() -> model.alias("champion").moveTo(v1).overriding("I know").because("now"))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("OVERRIDE");
    assertThat(last().action()).isEqualTo("OVERRIDE");
    assertThat(last().outcome()).isEqualTo(Outcome.DENIED);
    root.model("credit").alias("champion").moveTo(v1).overriding("outage").because("restore");
    assertThat(model.alias("champion").version()).isEqualTo(v1);
    assertThat(last().details())
        .containsEntry("overriding", "outage")
        .hasEntrySatisfying("rules", rules -> assertThat(rules).contains("INCONCLUSIVE"));
    assertThatThrownBy(() -> root.model("credit").alias("champion").moveTo(v2).overriding(" "))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  @DisplayName("is not deleted, nor moved by way of deleting it")
  void deletion() {
    model.alias("champion").moveTo(v1).because("before");
    protect(Gate.approvedBy(1));
    assertThatThrownBy(() -> model.alias("champion").delete().because("x"))
        .isInstanceOf(GateException.class)
        .hasMessageContaining("lift the protection");
    assertThat(model.alias("champion").version()).isEqualTo(v1);
  }

  @Test
  @DisplayName("has rules that are set and lifted by administrators, with a history")
  void history() {
    protect(Gate.approvedBy(1));
    Protect champion = root.model("credit").protect(model.alias("champion"));
    assertThat(champion.current().orElseThrow().gates()).containsExactly(Gate.approvedBy(1));
    assertThatThrownBy(() -> model.protect(model.alias("champion")).lift().because("x"))
        .isInstanceOf(AccessDeniedException.class);
    clock.advance(Duration.ofHours(1));
    champion.lift().because("policy 8");
    Protect after = root.model("credit").protect(model.alias("champion"));
    assertThat(after.current()).isEmpty();
    assertThat(after.history()).hasSize(2);
    assertThat(after.history().get(1).reason()).isEqualTo("policy 8");
    assertThatThrownBy(() -> champion.with(Gate.approvedBy(2)).because("stale"))
        .isInstanceOf(ConflictException.class);
    model.alias("champion").moveTo(v2).because("free");
    assertThatThrownBy(() -> champion.with()).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> after.lift().because("")).isInstanceOf(InvalidInputException.class);
  }

  @Test
  @DisplayName("is asked for again when what its rules read was changed meanwhile")
  void raced() {
    protect(Gate.check("mine"), Gate.metric("roc_auc").atLeast(0.8));
    try (ModelManager other = ModelManager.builder(folder).author("eve").clock(clock).open()) {
      meanwhile =
          () -> {
            if (asked.get() == 1) { // after the rules were asked, before the move is committed
              other.attach(v1, measured(0.5));
            }
          };
      assertThatThrownBy(() -> model.alias("champion").moveTo(v1).because("good"))
          .isInstanceOf(GateException.class);
      assertThat(model.alias("champion").find()).isEmpty();
      assertThat(asked.get()).isBetween(1, 2);
      asked.set(0);
      other.attach(v1, measured(0.9));
      meanwhile =
          () -> {
            if (asked.get() == 1) {
              Model theirs = other.model("credit");
              theirs.protect(theirs.alias("champion")).with(Gate.approvedBy(9)).because("stricter");
            }
          };
      assertThatThrownBy(() -> model.alias("champion").moveTo(v1).because("good"))
          .isInstanceOf(GateException.class)
          .hasMessageContaining("9 more must approve");
    }
    assertThat(root.audit().verify().isIntact()).isTrue();
  }

  @Test
  @DisplayName("is not asked for again when another model was changed meanwhile")
  void unrelated() {
    protect(Gate.check("mine"));
    try (ModelManager other = ModelManager.builder(folder).author("eve").clock(clock).open()) {
      meanwhile = () -> other.model("else").save(Samples.small(asked.get())).commit();
      model.alias("champion").moveTo(v1).because("good");
    }
    assertThat(asked).hasValue(1);
    assertThat(model.alias("champion").version()).isEqualTo(v1);
  }

  @Test
  @DisplayName("does not move in a program that lacks the code of a rule")
  void missingCode() {
    protect(Gate.check("mine"));
    try (ModelManager plain = ModelManager.builder(folder).author("root").open()) {
      GateReport report = plain.model("credit").alias("champion").moveTo(v1).check();
      assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
      assertThatThrownBy(() -> plain.model("credit").alias("champion").moveTo(v1).because("x"))
          .isInstanceOf(GateException.class)
          .hasMessageContaining("register it");
    }
  }
}
