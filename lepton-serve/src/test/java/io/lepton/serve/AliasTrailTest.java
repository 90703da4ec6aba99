package io.lepton.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.bytes.Digest;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.RefMove;
import io.lepton.spi.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

class AliasTrailTest {
  private static final Ref REF = new Ref("m", Ref.Kind.ALIAS, "champion");

  private static VersionId id(int version) {
    return new VersionId(Digest.of("v" + version));
  }

  /** Version 0 stands for the alias's deletion. */
  private static List<RefMove> moves(List<Integer> targets) {
    List<RefMove> moves = new ArrayList<>();
    @Nullable VersionId from = null;
    for (int target : targets) {
      @Nullable VersionId to = target == 0 ? null : id(target);
      moves.add(new RefMove(REF, from, to, Instant.EPOCH, "someone", "a test"));
      from = to;
    }
    return moves;
  }

  @Property(seed = "20261123")
  void endsWhereTheAliasPoints(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(max = 5) Integer> targets) {
    int last = targets.get(targets.size() - 1);

    AliasTrail trail = new AliasTrail(moves(targets));

    if (last == 0) {
      assertThat(trail.end()).isEmpty();
    } else {
      assertThat(trail.end()).contains(id(last));
    }
  }

  @Property(seed = "20261124")
  void rollingBackAgainAndAgainEndsAndMeetsNoVersionTwice(
      @ForAll @Size(max = 12) List<@IntRange(max = 5) Integer> targets) {
    List<RefMove> history = new ArrayList<>(moves(targets));
    List<VersionId> met = new ArrayList<>();
    AliasTrail trail = new AliasTrail(history);
    trail.end().ifPresent(met::add);
    while (trail.beforeEnd().isPresent()) {
      VersionId back = trail.beforeEnd().orElseThrow();
      history.add(new RefMove(REF, met.get(0), back, Instant.EPOCH, "someone", "rollback"));
      met.add(back);
      trail = new AliasTrail(history);
    }

    assertThat(met).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(5);
  }
}
