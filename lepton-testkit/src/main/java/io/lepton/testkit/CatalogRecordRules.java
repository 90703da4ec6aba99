package io.lepton.testkit;

import static io.lepton.testkit.CatalogSubject.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.Digest;
import io.lepton.error.ConflictException;
import io.lepton.error.NotFoundException;
import io.lepton.model.DataReference;
import io.lepton.model.Evaluation;
import io.lepton.model.Interval;
import io.lepton.model.Measure;
import io.lepton.model.Measure.Direction;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.AttachEvaluation;
import io.lepton.spi.Catalog.EvaluationEntry;
import io.lepton.spi.Catalog.RetireVersion;
import io.lepton.spi.Catalog.Retirement;
import io.lepton.spi.Ref;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is learnt of a version after it was saved: evaluations, and its end. */
interface CatalogRecordRules extends CatalogSubject {
  static Evaluation evaluation(double value) {
    return new Evaluation(
        new DataReference("test \u2713", Digest.of("data"), 300),
        List.of(
            new Measure(
                "roc_auc",
                value,
                new Interval(0.1 + 0.2, Math.nextDown(1.0), 0.95, "DeLong"),
                300,
                Direction.HIGHER_IS_BETTER),
            new Measure("log_loss", 1.0, null, 0, Direction.LOWER_IS_BETTER),
            new Measure(
                "difference",
                -1e-300,
                new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 0.5, ""),
                Long.MAX_VALUE,
                Direction.HIGHER_IS_BETTER)));
  }

  @Test
  @DisplayName("gives evaluations back to the bit, in the order attached")
  default void keepsEvaluations() {
    VersionId a = save("a");
    VersionId b = save("b");
    VersionId other = save("other", "other");
    AttachEvaluation first = new AttachEvaluation(a, evaluation(0.75), TIME, AUTHOR);
    AttachEvaluation second =
        new AttachEvaluation(b, evaluation(0.5), TIME.minusSeconds(60), "bob");
    AttachEvaluation third = new AttachEvaluation(a, evaluation(0.75), TIME, AUTHOR);
    AttachEvaluation foreign = new AttachEvaluation(other, evaluation(0.25), TIME, AUTHOR);
    apply(first);
    apply(foreign);
    apply(second, third);
    assertThat(catalog().evaluations(a)).containsExactly(entry(first), entry(third));
    assertThat(catalog().evaluations(b)).containsExactly(entry(second));
    assertThat(catalog().evaluations(MODEL))
        .containsExactly(entry(first), entry(second), entry(third));
    assertThat(catalog().evaluations("unknown")).isEmpty();
    assertThat(catalog().evaluations(version("unknown"))).isEmpty();
  }

  private static EvaluationEntry entry(AttachEvaluation change) {
    return new EvaluationEntry(
        change.version(), change.evaluation(), change.time(), change.author());
  }

  @Test
  @DisplayName("refuses an evaluation of a version that is not recorded")
  default void refusesAnEvaluationOfNothing() {
    assertThatThrownBy(
            () -> apply(new AttachEvaluation(version("x"), evaluation(0.5), TIME, AUTHOR)))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining(version("x").abbreviated());
    assertThat(catalog().evaluations(version("x"))).isEmpty();
  }

  @Test
  @DisplayName("retires a version once, and keeps its record")
  default void retires() {
    VersionId a = save("a");
    VersionId b = save("b");
    apply(new AttachEvaluation(a, evaluation(0.5), TIME, AUTHOR));
    assertThat(catalog().version(a).orElseThrow().retirement()).isNull();
    apply(new RetireVersion(a, TIME, AUTHOR, "superseded"));
    Retirement retirement = new Retirement(TIME, AUTHOR, "superseded");
    assertThat(catalog().version(a).orElseThrow().retirement()).isEqualTo(retirement);
    assertThat(catalog().version(MODEL, 1).orElseThrow().retirement()).isEqualTo(retirement);
    assertThat(catalog().version(b).orElseThrow().retirement()).isNull();
    assertThat(catalog().versions(MODEL)).hasSize(2);
    assertThat(catalog().versionCount()).isEqualTo(2);
    assertThat(catalog().evaluations(a)).hasSize(1);
    assertThatThrownBy(() -> apply(new RetireVersion(a, TIME.plusSeconds(1), "bob", "again")))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining(a.abbreviated());
    assertThat(catalog().version(a).orElseThrow().retirement()).isEqualTo(retirement);
  }

  @Test
  @DisplayName("refuses to retire a version that is not recorded")
  default void refusesToRetireNothing() {
    assertThatThrownBy(() -> apply(new RetireVersion(version("x"), TIME, AUTHOR, "")))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining(version("x").abbreviated());
  }

  @Test
  @DisplayName("neither retires a version in use by an alias or stage, nor lets one use it later")
  default void keepsRetiredVersionsOutOfUse() {
    VersionId a = save("a");
    VersionId b = save("b");
    apply(CatalogSubject.moving(CatalogSubject.branch("main"), null, a));
    keepsOffRetiredVersions(new Ref(MODEL, Ref.Kind.ALIAS, "champion"), a);
    keepsOffRetiredVersions(new Ref(MODEL, Ref.Kind.STAGE, "production"), b);
    assertThat(catalog().ref(CatalogSubject.branch("main"))).contains(a);
  }

  private void keepsOffRetiredVersions(Ref ref, VersionId id) {
    apply(CatalogSubject.moving(ref, null, id));
    assertThatThrownBy(() -> apply(new RetireVersion(id, TIME, AUTHOR, "why")))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining(ref.name());
    assertThat(catalog().version(id).orElseThrow().retirement()).isNull();
    apply(CatalogSubject.moving(ref, id, null), new RetireVersion(id, TIME, AUTHOR, "why"));
    assertThatThrownBy(() -> apply(CatalogSubject.moving(ref, null, id)))
        .isInstanceOf(ConflictException.class);
    assertThat(catalog().ref(ref)).isEmpty();
  }
}
