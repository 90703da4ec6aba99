package io.lepton.testkit;

import static io.lepton.testkit.CatalogSubject.branch;
import static io.lepton.testkit.CatalogSubject.moving;
import static io.lepton.testkit.CatalogSubject.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.AlreadyExistsException;
import io.lepton.error.ConflictException;
import io.lepton.error.NotFoundException;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.MoveRef;
import io.lepton.spi.Catalog.RefMove;
import io.lepton.spi.Ref;
import io.lepton.spi.Ref.Kind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How refs move. */
interface CatalogRefRules extends CatalogSubject {
  @Test
  @DisplayName("makes, moves and deletes a branch, an alias and a stage, and keeps each move")
  default void movesRefs() {
    VersionId a = save("a");
    VersionId b = save("b");
    for (Kind kind : List.of(Kind.BRANCH, Kind.ALIAS, Kind.STAGE)) {
      Ref ref = new Ref(MODEL, kind, "champion");
      assertThat(catalog().ref(ref)).isEmpty();
      assertThat(catalog().history(ref)).isEmpty();
      apply(new MoveRef(ref, null, a, TIME, AUTHOR, "first"));
      assertThat(catalog().ref(ref)).contains(a);
      apply(new MoveRef(ref, a, b, TIME.plusNanos(1), "bob", "better \u2713"));
      assertThat(catalog().ref(ref)).contains(b);
      apply(new MoveRef(ref, b, null, TIME.minusSeconds(9), "carol", "clock went back"));
      assertThat(catalog().ref(ref)).isEmpty();
      assertThat(catalog().refs(MODEL)).doesNotContainKey(ref);
      apply(new MoveRef(ref, null, a, TIME, AUTHOR, "again"));
      assertThat(catalog().history(ref))
          .containsExactly(
              new RefMove(ref, null, a, TIME, AUTHOR, "first"),
              new RefMove(ref, a, b, TIME.plusNanos(1), "bob", "better \u2713"),
              new RefMove(ref, b, null, TIME.minusSeconds(9), "carol", "clock went back"),
              new RefMove(ref, null, a, TIME, AUTHOR, "again"));
    }
  }

  @Test
  @DisplayName("says where a ref pointed at any time, to the nanosecond")
  default void looksBack() {
    VersionId a = save("a");
    VersionId b = save("b");
    Ref ref = new Ref(MODEL, Kind.STAGE, "production");
    // Times whose texts sort otherwise than the times do: without a fraction, and with 3, 6 and 9
    // digits of one.
    Instant whole = Instant.parse("2026-03-01T12:30:59Z");
    List<Instant> times =
        List.of(whole, whole.plusMillis(1), whole.plusNanos(1_001_000), whole.plusNanos(1_001_001));
    VersionId at = null;
    for (int i = 0; i < times.size(); i++) {
      VersionId next = i == 2 ? null : i % 2 == 0 ? a : b;
      apply(new MoveRef(ref, at, next, times.get(i), AUTHOR, "move " + i));
      at = next;
    }
    assertThat(catalog().refAt(ref, times.get(0).minusNanos(1))).isEmpty();
    assertThat(catalog().refAt(ref, times.get(0))).contains(a);
    assertThat(catalog().refAt(ref, times.get(1).minusNanos(1))).contains(a);
    assertThat(catalog().refAt(ref, times.get(1))).contains(b);
    assertThat(catalog().refAt(ref, times.get(2).minusNanos(1))).contains(b);
    assertThat(catalog().refAt(ref, times.get(2))).as("deleted").isEmpty();
    assertThat(catalog().refAt(ref, times.get(3))).contains(b);
    assertThat(catalog().refAt(ref, Instant.MAX)).contains(b);
    assertThat(catalog().refAt(ref, Instant.MIN)).isEmpty();
    assertThat(catalog().refAt(new Ref(MODEL, Kind.ALIAS, "production"), Instant.MAX)).isEmpty();
  }

  @Test
  @DisplayName("lets the order of moves count where a clock went back")
  default void looksBackOverAClockThatWentBack() {
    VersionId a = save("a");
    VersionId b = save("b");
    Ref ref = new Ref(MODEL, Kind.ALIAS, "champion");
    apply(new MoveRef(ref, null, a, TIME, AUTHOR, "first"));
    apply(new MoveRef(ref, a, b, TIME.minusSeconds(9), AUTHOR, "clock went back"));
    assertThat(catalog().refAt(ref, TIME.minusSeconds(10))).isEmpty();
    assertThat(catalog().refAt(ref, TIME.minusSeconds(5))).contains(b);
    assertThat(catalog().refAt(ref, TIME)).contains(b);
  }

  @Test
  @DisplayName("refuses a move from where the ref is not, and says where it is")
  default void refusesAMoveFromElsewhere() {
    VersionId a = save("a");
    VersionId b = save("b");
    VersionId c = save("c");
    Ref main = branch("main");
    apply(moving(main, null, a));
    assertThatThrownBy(() -> apply(moving(main, b, c)))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining(a.abbreviated());
    assertThatThrownBy(() -> apply(moving(main, null, c)))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining(a.abbreviated());
    assertThatThrownBy(() -> apply(moving(main, b, null))).isInstanceOf(ConflictException.class);
    assertThatThrownBy(() -> apply(moving(branch("none"), a, b)))
        .isInstanceOf(ConflictException.class);
    assertThatThrownBy(() -> apply(moving(branch("none"), a, null)))
        .isInstanceOf(ConflictException.class);
    assertThat(catalog().ref(main)).contains(a);
    assertThat(catalog().history(main)).hasSize(1);
    assertThat(catalog().history(branch("none"))).isEmpty();
  }

  @Test
  @DisplayName("refuses a target that is not a version of the ref's model")
  default void refusesAForeignTarget() {
    VersionId other = save("other", "other");
    assertThatThrownBy(() -> apply(moving(branch("main"), null, version("unknown"))))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining(version("unknown").abbreviated());
    assertThatThrownBy(() -> apply(moving(branch("main"), null, other)))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining(other.abbreviated());
    assertThat(catalog().ref(branch("main"))).isEmpty();
  }

  @Test
  @DisplayName("never moves or deletes a tag, whatever is expected")
  default void neverMovesATag() {
    VersionId a = save("a");
    VersionId b = save("b");
    Ref tag = new Ref(MODEL, Kind.TAG, "v1.0");
    apply(moving(tag, null, a));
    for (VersionId expected : new VersionId[] {a, b, null}) {
      for (VersionId target : new VersionId[] {a, b, null}) {
        assertThatThrownBy(() -> apply(moving(tag, expected, target)))
            .as("moving a tag at %s from %s to %s", a, expected, target)
            .isInstanceOf(AlreadyExistsException.class);
      }
    }
    assertThat(catalog().ref(tag)).contains(a);
    assertThat(catalog().history(tag)).hasSize(1);
  }

  @Test
  @DisplayName("keeps refs of one name apart by kind and by model")
  default void keepsKindsAndModelsApart() {
    VersionId a = save("a");
    VersionId b = save("b");
    VersionId other = save("other", "other");
    apply(moving(new Ref(MODEL, Kind.BRANCH, "x"), null, a));
    apply(moving(new Ref(MODEL, Kind.ALIAS, "x"), null, b));
    apply(moving(new Ref("other", Kind.BRANCH, "x"), null, other));
    assertThat(catalog().ref(new Ref(MODEL, Kind.BRANCH, "x"))).contains(a);
    assertThat(catalog().ref(new Ref(MODEL, Kind.ALIAS, "x"))).contains(b);
    assertThat(catalog().ref(new Ref(MODEL, Kind.TAG, "x"))).isEmpty();
    assertThat(catalog().ref(new Ref("other", Kind.BRANCH, "x"))).contains(other);
    assertThat(catalog().history(new Ref(MODEL, Kind.BRANCH, "x"))).hasSize(1);
  }

  @Test
  @DisplayName("lists a model's refs by kind, then by name")
  default void listsRefs() {
    VersionId a = save("a");
    save("other", "other");
    List<Ref> expected =
        List.of(
            new Ref(MODEL, Kind.BRANCH, "B"),
            new Ref(MODEL, Kind.BRANCH, "a"),
            new Ref(MODEL, Kind.BRANCH, "a/b"),
            new Ref(MODEL, Kind.TAG, "1"),
            new Ref(MODEL, Kind.ALIAS, "0"),
            new Ref(MODEL, Kind.ALIAS, "champion"),
            new Ref(MODEL, Kind.STAGE, "a"));
    for (int i : new int[] {5, 2, 6, 0, 4, 3, 1}) {
      apply(moving(expected.get(i), null, a));
    }
    assertThat(catalog().refs(MODEL).keySet()).containsExactlyElementsOf(expected);
    assertThat(catalog().refs(MODEL).values()).containsOnly(a);
    assertThat(catalog().refs("other")).isEmpty();
    assertThat(catalog().refs("unknown")).isEmpty();
  }
}
