package io.lepton.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Leaves, roots and proofs are the test vectors of the Certificate Transparency project
 * (google/certificate-transparency, merkletree tests; also transparency-dev/merkle).
 */
class MerkleTest {
  private static final List<Digest> LEAVES =
      List.of(
              "",
              "00",
              "10",
              "2021",
              "3031",
              "40414243",
              "5051525354555657",
              "606162636465666768696a6b6c6d6e6f")
          .stream()
          .map(HexFormat.of()::parseHex)
          .map(Merkle::leaf)
          .toList();

  private static final List<String> ROOTS =
      List.of(
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  @Test
  @DisplayName("the roots of the eight standard leaves are those of RFC 6962's reference")
  void roots() {
    for (int size = 0; size <= LEAVES.size(); size++) {
      assertThat(Merkle.root(LEAVES.subList(0, size)).hex()).isEqualTo(ROOTS.get(size));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, ''",
    "0, 8, 96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
        + " 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
        + " 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    "5, 8, bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
        + " ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
        + " d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "2, 3, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "1, 5, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        + " 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
        + " bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
  })
  @DisplayName("a proof of inclusion is that of the reference")
  void inclusion(int index, int size, String proof) {
    assertThat(Merkle.inclusion(index, LEAVES.subList(0, size))).isEqualTo(digests(proof));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, ''",
    "1, 8, 96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
        + " 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
        + " 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    "6, 8, 0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
        + " ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
        + " d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "2, 5, 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
        + " bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    "6, 7, 0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
        + " b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f"
        + " d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
  })
  @DisplayName("a proof of consistency is that of the reference")
  void consistency(int earlier, int later, String proof) {
    assertThat(Merkle.consistency(earlier, LEAVES.subList(0, later))).isEqualTo(digests(proof));
  }

  private static List<Digest> digests(String proof) {
    return Arrays.stream(proof.split(" ")).filter(p -> !p.isEmpty()).map(Digest::parse).toList();
  }

  @Test
  @DisplayName("every proof of every tree up to 33 leaves holds, and for nothing else")
  void everyProof() {
    List<Digest> all = new ArrayList<>();
    for (int i = 0; i < 33; i++) {
      all.add(Merkle.leaf(new byte[] {(byte) i}));
    }
    for (int size = 1; size <= all.size(); size++) {
      List<Digest> leaves = all.subList(0, size);
      Digest root = Merkle.root(leaves);
      for (int index = 0; index < size; index++) {
        List<Digest> proof = Merkle.inclusion(index, leaves);
        Digest leaf = leaves.get(index);
        assertThat(Merkle.verifyInclusion(leaf, index, size, proof, root)).isTrue();
        assertThat(Merkle.verifyInclusion(leaf, index, size, proof, leaf)).isEqualTo(size == 1);
        assertThat(Merkle.verifyInclusion(Digest.of("x"), index, size, proof, root)).isFalse();
        for (int other = 0; other < size; other++) {
          assertThat(Merkle.verifyInclusion(leaf, other, size, proof, root))
              .isEqualTo(other == index);
        }
        for (List<Digest> bad : damaged(proof)) {
          assertThat(Merkle.verifyInclusion(leaf, index, size, bad, root)).isFalse();
        }
      }
      for (int earlier = 0; earlier <= size; earlier++) {
        Digest old = Merkle.root(all.subList(0, earlier));
        List<Digest> proof = Merkle.consistency(earlier, leaves);
        assertThat(Merkle.verifyConsistency(earlier, old, size, root, proof)).isTrue();
        assertThat(Merkle.verifyConsistency(earlier, Digest.of("x"), size, root, proof)).isFalse();
        assertThat(Merkle.verifyConsistency(earlier, old, size, Digest.of("x"), proof))
            .as("from nothing, anything follows")
            .isEqualTo(earlier == 0);
        for (List<Digest> bad : damaged(proof)) {
          assertThat(Merkle.verifyConsistency(earlier, old, size, root, bad)).isFalse();
        }
      }
    }
  }

  private static List<List<Digest>> damaged(List<Digest> proof) {
    List<List<Digest>> all = new ArrayList<>();
    for (int i = 0; i < proof.size(); i++) {
      List<Digest> changed = new ArrayList<>(proof);
      changed.set(i, Digest.of("another"));
      all.add(changed);
    }
    if (!proof.isEmpty()) {
      all.add(proof.subList(1, proof.size()));
      all.add(proof.subList(0, proof.size() - 1));
    }
    List<Digest> longer = new ArrayList<>(proof);
    longer.add(Digest.of("one more"));
    all.add(longer);
    return all;
  }

  @Test
  @DisplayName("a place outside of the tree is refused, and no proof of it holds")
  void outside() {
    assertThatThrownBy(() -> Merkle.inclusion(8, LEAVES)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Merkle.consistency(9, LEAVES))
        .isInstanceOf(InvalidInputException.class);
    Digest root = Merkle.root(LEAVES);
    assertThat(Merkle.verifyInclusion(LEAVES.get(0), 8, 8, List.of(), root)).isFalse();
    assertThat(Merkle.verifyInclusion(LEAVES.get(0), -1, 8, List.of(), root)).isFalse();
    assertThat(Merkle.verifyConsistency(9, root, 8, root, List.of())).isFalse();
    assertThat(Merkle.verifyConsistency(3, root, 8, root, List.of())).isFalse();
  }
}
