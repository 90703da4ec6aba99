package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import io.lepton.registry.VerifyReport.Coverage;
import io.lepton.spi.Catalog.Chunk;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A sample of chunks")
class SampleTest {
  private static final List<Chunk> CHUNKS =
      IntStream.range(0, 200)
          .mapToObj(i -> new Chunk(Digest.of("c" + i), "p", i * 100L, 100, 100, 0, null))
          .toList();

  @Test
  @DisplayName("is as large as asked, by share or by bytes, each chunk once")
  void size() {
    assertThat(Sample.ofShare(0.1, 1).choose(CHUNKS).chunks()).hasSize(20);
    assertThat(Sample.ofShare(0.001, 1).choose(CHUNKS).chunks()).hasSize(1);
    assertThat(Sample.ofShare(1, 1).choose(CHUNKS).chunks()).hasSize(200);
    assertThat(Sample.ofBytes(1, 1).choose(CHUNKS).chunks()).hasSize(1);
    assertThat(Sample.ofBytes(1001, 1).choose(CHUNKS).chunks()).hasSize(11);
    assertThat(Sample.ofBytes(Long.MAX_VALUE, 1).choose(CHUNKS).chunks()).hasSize(200);
    assertThat(Sample.ofShare(0.5, 1).choose(List.of()).coverage())
        .isEqualTo(new Coverage(0, 0, 1));
  }

  @Test
  @DisplayName("is the same for one seed, and reaches every chunk over many")
  void seeds() {
    assertThat(Sample.ofShare(0.1, 9).choose(CHUNKS))
        .isEqualTo(Sample.ofShare(0.1, 9).choose(CHUNKS));
    Set<Digest> seen = new HashSet<>();
    // A chunk is missed by 100 samples of a tenth with probability 0.9^100 = 2.7e-5.
    for (int seed = 0; seed < 100; seed++) {
      seen.addAll(Sample.ofShare(0.1, seed).choose(CHUNKS).chunks());
    }
    assertThat(seen).hasSize(200);
  }

  @Test
  @DisplayName("meets damage as often as its coverage says")
  void chance() {
    // By hand: 1 - C(98, 2) / C(100, 2) for 2 of 100 read and 2 damaged.
    assertThat(new Coverage(2, 100, 0).chanceToSee(0.02))
        .isCloseTo(1 - 98.0 * 97 / (100 * 99), within(1e-12));
    assertThat(new Coverage(10, 100, 0).chanceToSee(0)).isZero();
    assertThat(new Coverage(10, 100, 0).chanceToSee(0.91)).isEqualTo(1);
    assertThat(new Coverage(0, 100, 0).chanceToSee(0.5)).isZero();
    assertThat(new Coverage(100, 100, 0).chanceToSee(0.001)).isEqualTo(1);
    assertThat(new Coverage(0, 0, 0).chanceToSee(1)).isZero();

    Set<Digest> damaged = new HashSet<>();
    CHUNKS.subList(0, 10).forEach(chunk -> damaged.add(chunk.digest()));
    Sample.Chosen one = Sample.ofShare(0.1, 0).choose(CHUNKS);
    double chance = one.coverage().chanceToSee(0.05);
    int runs = 4000;
    int met = 0;
    for (int seed = 0; seed < runs; seed++) {
      met +=
          Sample.ofShare(0.1, seed).choose(CHUNKS).chunks().stream().anyMatch(damaged::contains)
              ? 1
              : 0;
    }
    // Five standard errors of a share over that many runs.
    assertThat((double) met / runs)
        .isCloseTo(chance, within(5 * Math.sqrt(chance * (1 - chance) / runs)));
  }

  @Test
  @DisplayName("refuses a share or size that is none")
  void refuses() {
    assertThatThrownBy(() -> Sample.ofShare(0, 1)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Sample.ofShare(Double.NaN, 1))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Sample.ofBytes(0, 1)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> new Coverage(1, 2, 0).chanceToSee(1.5))
        .isInstanceOf(InvalidInputException.class);
  }
}
