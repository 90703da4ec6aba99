package io.lepton.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.data.image.ImageShape;
import io.lepton.error.InvalidInputException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TurnedClassesTest {
  private static final float[] PICTURE = {1, 2, 3, 4, 5, 6, 7, 8, 9};
  private static final TurnedClasses GREY = TurnedClasses.of(new ImageShape(1, 3, 3));

  private static LabelledBatch copies(float[] picture, int rows) {
    float[] inputs = new float[rows * picture.length];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(picture, 0, inputs, row * picture.length, picture.length);
    }
    float[] targets = new float[rows];
    Arrays.fill(targets, 2);
    return new LabelledBatch(rows, inputs, targets);
  }

  /** What each class looks like, in 100 draws; that a way is missing has the chance 1.3e-5. */
  private static Map<Integer, float[]> seen(TurnedClasses classes, float[] picture) {
    LabelledBatch turned = classes.apply(copies(picture, 100), new SplittableRandom(3));
    Map<Integer, float[]> seen = new HashMap<>();
    for (int row = 0; row < 100; row++) {
      int from = row * picture.length;
      float[] found = Arrays.copyOfRange(turned.inputs(), from, from + picture.length);
      float[] before = seen.putIfAbsent((int) turned.targets()[row], found);
      assertThat(before == null ? found : before).isEqualTo(found);
    }
    return seen;
  }

  /** As numpy.rot90 turns, of the picture and of its numpy.fliplr. */
  @Test
  void makesEachWayAClass() {
    Map<Integer, float[]> seen = seen(GREY, PICTURE);
    assertThat(seen).containsOnlyKeys(16, 17, 18, 19, 20, 21, 22, 23);
    assertThat(seen.get(16)).containsExactly(PICTURE);
    assertThat(seen.get(17)).containsExactly(3, 6, 9, 2, 5, 8, 1, 4, 7);
    assertThat(seen.get(18)).containsExactly(9, 8, 7, 6, 5, 4, 3, 2, 1);
    assertThat(seen.get(19)).containsExactly(7, 4, 1, 8, 5, 2, 9, 6, 3);
    assertThat(seen.get(20)).containsExactly(3, 2, 1, 6, 5, 4, 9, 8, 7);
    assertThat(seen.get(21)).containsExactly(1, 4, 7, 2, 5, 8, 3, 6, 9);
    assertThat(seen.get(22)).containsExactly(7, 8, 9, 4, 5, 6, 1, 2, 3);
    assertThat(seen.get(23)).containsExactly(9, 6, 3, 8, 5, 2, 7, 4, 1);
  }

  @Test
  void turnsAllChannelsAlike() {
    float[] colours = new float[27];
    for (int i = 0; i < 27; i++) {
      colours[i] = PICTURE[i % 9] + 10 * (i / 9);
    }
    seen(TurnedClasses.of(new ImageShape(3, 3, 3)), colours)
        .forEach(
            (way, turned) -> {
              for (int i = 0; i < 18; i++) {
                assertThat(turned[i + 9]).isEqualTo(turned[i] + 10);
              }
            });
  }

  @Test
  void leavesItsInputAlone() {
    LabelledBatch batch = copies(PICTURE, 4);
    GREY.apply(batch, new SplittableRandom(1));
    assertThat(batch.inputs()).isEqualTo(copies(PICTURE, 4).inputs());
    assertThat(batch.targets()).containsOnly(2f);
  }

  @Test
  void refusesWhatCannotBeTurned() {
    assertThatThrownBy(() -> TurnedClasses.of(new ImageShape(1, 3, 4)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("as high as wide");
    for (LabelledBatch wrong :
        List.of(
            LabelledBatch.of(PICTURE, new int[] {0}, 2),
            new LabelledBatch(1, new float[4], new float[1]))) {
      assertThatThrownBy(() -> GREY.apply(wrong, new SplittableRandom(1)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("the number of a class");
    }
  }
}
