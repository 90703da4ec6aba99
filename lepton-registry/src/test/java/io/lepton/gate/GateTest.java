package io.lepton.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.InvalidInputException;
import io.lepton.gate.Approval.Statement;
import io.lepton.internal.Json;
import io.lepton.model.DataReference;
import io.lepton.model.Evaluation;
import io.lepton.model.Hyperparameters;
import io.lepton.model.Interval;
import io.lepton.model.Lineage;
import io.lepton.model.Measure;
import io.lepton.model.Measure.Direction;
import io.lepton.model.Signature;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.EvaluationEntry;
import io.lepton.spi.Ref;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateTest {
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  private static final VersionId NEW = new VersionId(Digest.of("new"));
  private static final VersionId OLD = new VersionId(Digest.of("old"));

  private static final class Known implements Evidence {
    final Map<VersionId, List<EvaluationEntry>> evaluations = new HashMap<>();
    final List<Approval> approvals = new ArrayList<>();
    final Map<String, VersionId> refs = new HashMap<>();
    final Map<String, Finding> checks = new HashMap<>();

    Known measured(VersionId version, String data, Instant time, Measure measure) {
      Evaluation evaluation =
          new Evaluation(new DataReference(data, Digest.of(data), 100), List.of(measure));
      evaluations
          .computeIfAbsent(version, v -> new ArrayList<>())
          .add(new EvaluationEntry(version, evaluation, time, "ann"));
      return this;
    }

    Known said(Statement statement, String actor, String... roles) {
      approvals.add(new Approval(statement, actor, Set.of(roles), NOW, "because"));
      return this;
    }

    @Override
    public Version version() {
      return new Version(
          NEW,
          "m",
          2,
          List.of(),
          "f",
          Map.of(),
          Map.of(),
          Hyperparameters.of(Map.of()),
          new Signature(List.of(), List.of()),
          Lineage.builder().build(),
          "ann",
          NOW,
          "");
    }

    @Override
    public Ref ref() {
      return new Ref("m", Ref.Kind.ALIAS, "champion");
    }

    @Override
    public Instant now() {
      return NOW;
    }

    @Override
    public Optional<VersionId> pointedAtBy(Ref.Kind kind, String name) {
      return Optional.ofNullable(refs.get(kind + " " + name));
    }

    @Override
    public List<EvaluationEntry> evaluations(VersionId version) {
      return evaluations.getOrDefault(version, List.of());
    }

    @Override
    public List<Approval> approvals() {
      return approvals;
    }

    @Override
    public Finding check(String name) {
      return checks.getOrDefault(name, Finding.inconclusive("nothing", "must pass", "register it"));
    }
  }

  private static Measure measure(double low, double value, double high, Direction direction) {
    return new Measure("x", value, new Interval(low, high, 0.95, "test"), 100, direction);
  }

  private static Measure higher(double low, double value, double high) {
    return measure(low, value, high, Direction.HIGHER_IS_BETTER);
  }

  private static Verdict verdict(Gate gate, Known evidence) {
    Finding finding = gate.check(evidence);
    assertThat(finding.advice().isEmpty()).isEqualTo(finding.verdict() == Verdict.PASS);
    assertThat(finding.found()).isNotEmpty();
    assertThat(finding.bound()).isNotEmpty();
    assertThat(gate.describe()).isNotEmpty();
    return finding.verdict();
  }

  @ParameterizedTest
  @CsvSource({
    "0.80, 0.85, 0.90, 0.80, PASS",
    "0.81, 0.85, 0.90, 0.80, PASS",
    "0.79, 0.85, 0.90, 0.80, INCONCLUSIVE",
    "0.70, 0.75, 0.80, 0.80, INCONCLUSIVE",
    "0.70, 0.75, 0.79, 0.80, FAIL"
  })
  @DisplayName("a metric passes by its whole interval, and fails by its whole interval")
  void byInterval(double low, double value, double high, double bound, Verdict expected) {
    Known known = new Known().measured(NEW, "test", NOW, higher(low, value, high));
    assertThat(verdict(Gate.metric("x").atLeast(bound), known)).isEqualTo(expected);
    Known mirrored = new Known().measured(NEW, "test", NOW, higher(-high, -value, -low));
    assertThat(verdict(Gate.metric("x").atMost(-bound), mirrored)).isEqualTo(expected);
  }

  @Test
  @DisplayName("an estimate alone counts only when that is asked for")
  void byEstimate() {
    Known known =
        new Known()
            .measured(NEW, "test", NOW, new Measure("x", 0.9, null, 5, Direction.HIGHER_IS_BETTER));
    assertThat(verdict(Gate.metric("x").atLeast(0.8), known)).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(verdict(Gate.metric("x").estimateAtLeast(0.8), known)).isEqualTo(Verdict.PASS);
    assertThat(verdict(Gate.metric("x").estimateAtLeast(0.95), known)).isEqualTo(Verdict.FAIL);
    assertThat(verdict(Gate.metric("x").estimateAtMost(0.8), known)).isEqualTo(Verdict.FAIL);
  }

  @Test
  @DisplayName("what was not measured, or too loosely, or elsewhere, is inconclusive")
  void notMeasured() {
    Known known = new Known().measured(NEW, "train", NOW, higher(0.8, 0.9, 1));
    assertThat(verdict(Gate.metric("y").atLeast(0.1), known)).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(verdict(Gate.metric("x").on("test").atLeast(0.1), known))
        .isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(verdict(Gate.metric("x").on("train").atLeast(0.1), known)).isEqualTo(Verdict.PASS);
    assertThat(verdict(Gate.metric("x").atLevel(0.99).atLeast(0.1), known))
        .isEqualTo(Verdict.INCONCLUSIVE);
    Known odd = new Known().measured(NEW, "test", NOW, higher(0.8, 0.5, 1));
    assertThat(verdict(Gate.metric("x").atLeast(0.1), odd)).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  @DisplayName("the evaluation attached last counts, also when it is worse")
  void lastCounts() {
    Known known =
        new Known()
            .measured(NEW, "test", NOW, higher(0.8, 0.9, 1))
            .measured(NEW, "test", NOW, higher(0.1, 0.2, 0.3));
    assertThat(verdict(Gate.metric("x").atLeast(0.5), known)).isEqualTo(Verdict.FAIL);
  }

  @ParameterizedTest
  @CsvSource({
    // gain 0.02, its half-width √(0.03² + 0.04²) = 0.05 by MOVER: from −0.03 to 0.07
    "0.82, 0.031, PASS",
    "0.82, 0.029, INCONCLUSIVE",
    "0.82, 0.0, INCONCLUSIVE",
    "0.70, 0.02, FAIL",
    "0.86, 0.0, PASS"
  })
  @DisplayName("no worse than the champion: the interval of the gain lies above minus the margin")
  void notWorse(double value, double margin, Verdict expected) {
    Known known =
        new Known()
            .measured(NEW, "test", NOW, higher(value - 0.03, value, value + 0.03))
            .measured(OLD, "test", NOW, higher(0.80 - 0.04, 0.80, 0.80 + 0.04));
    known.refs.put("ALIAS champion", OLD);
    assertThat(verdict(Gate.metric("x").noWorseThan("champion", margin), known))
        .isEqualTo(expected);
    Known lower =
        new Known()
            .measured(
                NEW,
                "test",
                NOW,
                measure(-value - 0.03, -value, -value + 0.03, Direction.LOWER_IS_BETTER))
            .measured(OLD, "test", NOW, measure(-0.84, -0.80, -0.76, Direction.LOWER_IS_BETTER));
    lower.refs.put("STAGE production", OLD);
    assertThat(verdict(Gate.metric("x").noWorseThanStage("production", margin), lower))
        .isEqualTo(expected);
  }

  @Test
  @DisplayName("without a champion nothing is worse; on other data nothing can be told")
  void champions() {
    Gate gate = Gate.metric("x").noWorseThan("champion", 0.1);
    Known known = new Known().measured(NEW, "test", NOW, higher(0.8, 0.9, 1));
    assertThat(verdict(gate, known)).isEqualTo(Verdict.PASS);
    known.refs.put("ALIAS champion", OLD);
    assertThat(verdict(gate, known)).isEqualTo(Verdict.INCONCLUSIVE);
    known.measured(OLD, "other", NOW, higher(0.1, 0.2, 0.3));
    assertThat(verdict(gate, known)).isEqualTo(Verdict.INCONCLUSIVE);
    known.measured(OLD, "test", NOW, higher(0.1, 0.2, Double.POSITIVE_INFINITY));
    assertThat(verdict(gate, known)).isEqualTo(Verdict.INCONCLUSIVE);
    known.measured(OLD, "test", NOW, higher(0.1, 0.2, 0.3));
    assertThat(verdict(gate, known)).isEqualTo(Verdict.PASS);
    known.refs.put("ALIAS champion", NEW);
    assertThat(verdict(gate, known)).isEqualTo(Verdict.PASS);
  }

  @Test
  @DisplayName("an evaluation is fresh up to its age, to the millisecond, and never in the future")
  void fresh() {
    Gate gate = Gate.evaluatedWithin(Duration.ofDays(30));
    assertThat(verdict(gate, new Known())).isEqualTo(Verdict.INCONCLUSIVE);
    Instant edge = NOW.minus(Duration.ofDays(30));
    for (var each :
        Map.of(
                edge,
                Verdict.PASS,
                edge.minusMillis(1),
                Verdict.FAIL,
                NOW,
                Verdict.PASS,
                NOW.plusMillis(1),
                Verdict.INCONCLUSIVE)
            .entrySet()) {
      Known known = new Known().measured(NEW, "test", each.getKey(), higher(0, 1, 2));
      assertThat(verdict(gate, known)).isEqualTo(each.getValue());
    }
    Known known = new Known().measured(NEW, "test", NOW, higher(0, 1, 2));
    assertThat(verdict(Gate.evaluatedWithin("live", Duration.ofDays(1)), known))
        .isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  @DisplayName("data is told by its fingerprint, not by its name")
  void data() {
    Known known = new Known().measured(NEW, "test", NOW, higher(0, 1, 2));
    assertThat(verdict(Gate.evaluatedOn(Digest.of("test")), known)).isEqualTo(Verdict.PASS);
    assertThat(verdict(Gate.evaluatedOn(Digest.of("x")), known)).isEqualTo(Verdict.FAIL);
    assertThat(verdict(Gate.evaluatedOn(Digest.of("x")), new Known()))
        .isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  @DisplayName("approvals: others than the author, of the role, by the last word of each")
  void approvals() {
    Gate two = Gate.approvedBy(2, "APPROVER");
    Known known = new Known();
    assertThat(verdict(two, known)).isEqualTo(Verdict.INCONCLUSIVE);
    known.said(Statement.APPROVED, "ann", "APPROVER"); // the author
    known.said(Statement.APPROVED, "bob", "APPROVER");
    known.said(Statement.APPROVED, "bob", "APPROVER"); // twice
    known.said(Statement.APPROVED, "eve", "WRITER");
    assertThat(verdict(two, known)).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(verdict(Gate.approvedBy(2), known)).isEqualTo(Verdict.PASS);
    known.said(Statement.APPROVED, "cat", "APPROVER");
    assertThat(verdict(two, known)).isEqualTo(Verdict.PASS);
    known.said(Statement.REJECTED, "cat", "APPROVER");
    assertThat(verdict(two, known)).isEqualTo(Verdict.FAIL);
    known.said(Statement.APPROVED, "cat", "APPROVER");
    known.said(Statement.REJECTED, "eve", "WRITER"); // not of the role
    assertThat(verdict(two, known)).isEqualTo(Verdict.PASS);
    known.said(Statement.REJECTED, "ann", "APPROVER"); // an author may object
    assertThat(verdict(two, known)).isEqualTo(Verdict.FAIL);
  }

  @Test
  @DisplayName("a check that is code says what it found; one that is not there is inconclusive")
  void checks() {
    Known known = new Known();
    assertThat(verdict(Gate.signatureValid(), known)).isEqualTo(Verdict.INCONCLUSIVE);
    known.checks.put(Gate.SIGNATURE, Finding.pass("signed by ann", "valid"));
    assertThat(verdict(Gate.signatureValid(), known)).isEqualTo(Verdict.PASS);
    assertThat(verdict(Gate.cardComplete(), known)).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  @DisplayName("one fail makes all fail, one inconclusive keeps all from passing")
  void together() {
    assertThat(report()).isEqualTo(Verdict.PASS);
    assertThat(report(Verdict.PASS, Verdict.INCONCLUSIVE)).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(report(Verdict.INCONCLUSIVE, Verdict.FAIL, Verdict.PASS)).isEqualTo(Verdict.FAIL);
  }

  private static Verdict report(Verdict... verdicts) {
    return new GateReport(
            new Ref("m", Ref.Kind.ALIAS, "a"),
            "v1",
            List.of(verdicts).stream()
                .map(v -> new GateResult(Gate.check("c"), new Finding(v, "f", "b", "a")))
                .toList())
        .verdict();
  }

  @Test
  @DisplayName("every rule is read back equal, by a name that a newer one may add to")
  void json() {
    List<Gate> all =
        List.of(
            Gate.metric("x").atLeast(0.8),
            Gate.metric("x").on("test").atLevel(0.9).atMost(-1e300),
            Gate.metric("x").estimateAtLeast(Double.POSITIVE_INFINITY),
            Gate.metric("x").estimateAtMost(1),
            Gate.metric("x").noWorseThan("champion", 0.01),
            Gate.metric("x").on("test").noWorseThanStage("production", 0),
            Gate.evaluatedWithin(Duration.ofDays(3)),
            Gate.evaluatedWithin("test", Duration.ofMillis(1)),
            Gate.evaluatedOn(Digest.of("d")),
            Gate.approvedBy(2),
            Gate.approvedBy(1, "APPROVER"),
            Gate.cardComplete(),
            Gate.signatureValid(),
            Gate.check("mine"));
    JsonNode tree =
        Json.read(Json.text(all.stream().map(Gates::write).toList()), JsonNode.class, "test");
    assertThat(Gates.read(tree, "test")).isEqualTo(all);
    assertThat(Gates.write(Gate.metric("x").on("test").atLeast(0.8)).toString())
        .isEqualTo(
            "{\"is\":{\"bound\":0.8,\"judged\":\"BY_INTERVAL\",\"measure\":{\"data\":\"test\","
                + "\"level\":0.95,\"metric\":\"x\"},\"side\":\"AT_LEAST\"},\"rule\":\"metric\"}");
    assertThatThrownBy(() -> read("[{\"rule\":\"newer\",\"is\":{}}]"))
        .isInstanceOf(FormatTooNewException.class);
    assertThatThrownBy(() -> read("{}")).isInstanceOf(CorruptDataException.class);
    assertThatThrownBy(() -> read("[{\"rule\":\"approved\",\"is\":{\"people\":0,\"role\":null}}]"))
        .isInstanceOf(CorruptDataException.class);
  }

  private static void read(String json) {
    Gates.read(Json.read(json, JsonNode.class, "test"), "test");
  }

  @Test
  @DisplayName("a rule that could never be meant is refused")
  void refused() {
    assertThatThrownBy(() -> Gate.approvedBy(0)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Gate.evaluatedWithin(Duration.ZERO))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Gate.metric("x").atLeast(Double.NaN))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Gate.metric("x").atLevel(1)).isInstanceOf(InvalidInputException.class);
    for (double bad : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> Gate.metric("x").noWorseThan("c", bad))
          .isInstanceOf(InvalidInputException.class);
    }
  }
}
