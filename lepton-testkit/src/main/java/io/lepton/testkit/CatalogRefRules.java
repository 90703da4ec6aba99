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
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How refs move. */
interface CatalogRefRules extends CatalogSubject {
  @Test
  @DisplayName("makes, moves and deletes a branch and an alias, and keeps each move in the history")
  default void movesRefs() {
    VersionId a = save("a");
    VersionId b = save("b");
    for (Kind kind : List.of(Kind.BRANCH, Kind.ALIAS)) {
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
            new Ref(MODEL, Kind.ALIAS, "champion"));
    for (int i : new int[] {5, 2, 0, 4, 3, 1}) {
      apply(moving(expected.get(i), null, a));
    }
    assertThat(catalog().refs(MODEL).keySet()).containsExactlyElementsOf(expected);
    assertThat(catalog().refs(MODEL).values()).containsOnly(a);
    assertThat(catalog().refs("other")).isEmpty();
    assertThat(catalog().refs("unknown")).isEmpty();
  }
}
