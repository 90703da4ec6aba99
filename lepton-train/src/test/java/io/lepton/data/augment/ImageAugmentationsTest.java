package io.lepton.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.data.image.ImageShape;
import io.lepton.error.InvalidInputException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ImageAugmentationsTest {
  private static final ImageShape SHAPE = new ImageShape(3, 6, 8);
  private static final ImageAugmentations IMAGES = ImageAugmentations.of(SHAPE);
  private static final int ROWS = 40;

  private static LabelledBatch batch() {
    SplittableRandom random = new SplittableRandom(1);
    float[] inputs = new float[ROWS * SHAPE.size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) random.nextDouble();
    }
    return LabelledBatch.of(inputs, IntStream.range(0, ROWS).map(i -> i % 4).toArray(), 4);
  }

  private static LabelledBatch changed(Augmentation augmentation) {
    return augmentation.apply(batch(), new SplittableRandom(2));
  }

  private static float at(float[] values, int row, int c, int y, int x) {
    boolean inside = y >= 0 && y < 6 && x >= 0 && x < 8;
    return inside ? values[((row * 3 + c) * 6 + y) * 8 + x] : 0;
  }

  private interface Source {
    float at(int row, int c, int y, int x);
  }

  /** Whether a row of the result is what the source says. */
  private static boolean matches(float[] result, int row, Source source) {
    for (int i = 0; i < SHAPE.size(); i++) {
      int c = i / 48;
      int y = i / 8 % 6;
      int x = i % 8;
      if (Math.abs(at(result, row, c, y, x) - source.at(row, c, y, x)) > 1e-6) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, Augmentation> all() {
    Map<String, Augmentation> all = new LinkedHashMap<>();
    all.put("flip", IMAGES.flip());
    all.put("crop", IMAGES.crop(2));
    all.put("rotate", IMAGES.rotate(30));
    all.put("shift", IMAGES.shift(0.2, 0.3));
    all.put("colour", IMAGES.colour(0.4, 0.4, 0.4));
    all.put("noise", IMAGES.noise(0.1));
    all.put("cutout", IMAGES.cutout(3));
    all.put("cutmix", IMAGES.cutmix(1));
    all.put("mixup", BatchAugmentations.mixup(0.4));
    all.put("any noise", BatchAugmentations.noise(0.1, 0, 5));
    all.put("some", BatchAugmentations.sometimes(0.5, IMAGES.rotate(30).andThen(IMAGES.flip())));
    return all;
  }

  @Test
  void areFunctionsOfInputAndSeedThatLeaveTheirInputAlone() {
    all()
        .forEach(
            (name, augmentation) -> {
              LabelledBatch batch = batch();
              LabelledBatch once = augmentation.apply(batch, new SplittableRandom(3));
              LabelledBatch other = augmentation.apply(batch, new SplittableRandom(4));

              assertThat(batch.inputs()).as(name).isEqualTo(batch().inputs());
              assertThat(batch.targets()).as(name).isEqualTo(batch().targets());
              assertThat(augmentation.apply(batch, new SplittableRandom(3)).inputs())
                  .as(name)
                  .isEqualTo(once.inputs())
                  .isNotEqualTo(other.inputs());
              assertThat(once.inputs()).as(name).hasSameSizeAs(batch.inputs());
            });
  }

  @Test
  void flipMirrorsHalfOfThePictures() {
    float[] before = batch().inputs();
    float[] after = changed(IMAGES.flip()).inputs();
    int mirrored = 0;
    for (int r = 0; r < ROWS; r++) {
      boolean same = matches(after, r, (row, c, y, x) -> at(before, row, c, y, x));
      boolean flipped = matches(after, r, (row, c, y, x) -> at(before, row, c, y, 7 - x));
      assertThat(same ^ flipped).isTrue();
      mirrored += flipped ? 1 : 0;
    }
    // Binomial(40, 1/2): the standard deviation is 3.2; four of them.
    assertThat(mirrored).isBetween(7, 33);
  }

  @Test
  void cropMovesByWholePixels() {
    float[] before = batch().inputs();
    float[] after = changed(IMAGES.crop(2)).inputs();
    boolean[][] seen = new boolean[5][5];
    for (int r = 0; r < ROWS; r++) {
      int found = 0;
      for (int i = 0; i < 25; i++) {
        int dy = i / 5 - 2;
        int dx = i % 5 - 2;
        if (matches(after, r, (row, c, y, x) -> at(before, row, c, y + dy, x + dx))) {
          found++;
          seen[dy + 2][dx + 2] = true;
        }
      }
      assertThat(found).isEqualTo(1);
    }
    assertThat(Arrays.stream(seen).flatMap(row -> Arrays.stream(new Object[] {row[0], row[4]})))
        .contains(true);
  }

  @Test
  void nothingMovesByNothing() {
    float[] before = batch().inputs();
    for (Augmentation none :
        new Augmentation[] {
          IMAGES.rotate(0),
          IMAGES.shift(0, 0),
          IMAGES.crop(0),
          IMAGES.colour(0, 0, 0),
          IMAGES.noise(0),
          IMAGES.cutout(0)
        }) {
      float[] after = changed(none).inputs();
      for (int i = 0; i < before.length; i++) {
        assertThat(after[i]).isCloseTo(before[i], within(1e-6f));
      }
    }
  }

  @Test
  void turningLeavesARoundPictureAsItIs() {
    ImageShape round = new ImageShape(1, 21, 21);
    float[] cone = new float[441];
    for (int i = 0; i < 441; i++) {
      double far = (i / 21 - 10.0) * (i / 21 - 10.0) + (i % 21 - 10.0) * (i % 21 - 10.0);
      cone[i] = (float) Math.exp(-far / 18);
    }
    LabelledBatch batch = new LabelledBatch(1, cone, new float[] {1});
    for (int seed = 0; seed < 20; seed++) {
      float[] turned =
          ImageAugmentations.of(round)
              .rotate(180)
              .apply(batch, new SplittableRandom(seed))
              .inputs();
      for (int i = 0; i < 441; i++) {
        // Bilinear: at most an eighth of the second derivative (1/9) in each direction.
        assertThat(turned[i]).isCloseTo(cone[i], within(2f / 8 / 9));
      }
    }
  }

  @Test
  void coloursAreChangedWithinLimitsAndHeldFromZeroToOne() {
    float[] before = batch().inputs();
    float[] brighter = changed(IMAGES.colour(0.5, 0, 0)).inputs();
    for (int i = 0; i < before.length; i++) {
      assertThat(brighter[i])
          .isBetween(0.5f * before[i] - 1e-6f, Math.min(1, 1.5f * before[i]) + 1e-6f);
    }
    float[] grey = new float[SHAPE.size()];
    Arrays.fill(grey, 0.25f);
    LabelledBatch flat = new LabelledBatch(1, grey, new float[] {1});
    float[] saturated = IMAGES.colour(0, 1, 1).apply(flat, new SplittableRandom(1)).inputs();
    for (float value : saturated) { // neither contrast nor saturation changes a flat grey
      assertThat(value).isCloseTo(0.25f, within(1e-6f));
    }
  }

  @Test
  void cutoutSetsASquareToZero() {
    float[] before = batch().inputs();
    float[] after = changed(IMAGES.cutout(3)).inputs();
    for (int row = 0; row < ROWS; row++) {
      int zeros = 0;
      for (int i = row * SHAPE.size(); i < (row + 1) * SHAPE.size(); i++) {
        zeros += after[i] == 0 ? 1 : 0;
        assertThat(after[i] == 0 || after[i] == before[i]).isTrue();
      }
      assertThat(zeros % 3).isZero();
      assertThat(zeros / 3).isIn(4, 6, 9);
    }
  }

  @Test
  void mixupMixesInputsAndTargetsByTheSameShare() {
    LabelledBatch mixed = changed(BatchAugmentations.mixup(0.5));
    int really = 0;
    for (int row = 0; row < ROWS; row++) {
      double sum = 0;
      double largest = 0;
      for (int k = 0; k < 4; k++) {
        sum += mixed.targets()[row * 4 + k];
        largest = Math.max(largest, mixed.targets()[row * 4 + k]);
      }
      assertThat(sum).isCloseTo(1, within(1e-6));
      really += largest > 0.5 && largest < 0.999 ? 1 : 0;
    }
    assertThat(really).isPositive();
    // With both halves known, the share of the inputs is that of the targets.
    LabelledBatch two = new LabelledBatch(2, new float[] {0, 0, 1, 1}, new float[] {1, 0, 0, 1});
    LabelledBatch both = BatchAugmentations.mixup(1).apply(two, new SplittableRandom(5));
    for (int row = 0; row < 2; row++) {
      assertThat(both.inputs()[2 * row]).isCloseTo(both.targets()[2 * row + 1], within(1e-6f));
    }
  }

  @Test
  void cutmixMixesTargetsByTheAreaItReplaced() {
    float[] inputs = new float[2 * SHAPE.size()];
    Arrays.fill(inputs, SHAPE.size(), inputs.length, 1);
    LabelledBatch two = LabelledBatch.of(inputs, new int[] {0, 1}, 2);
    boolean mixed = false;
    for (int seed = 0; seed < 20; seed++) {
      LabelledBatch after = IMAGES.cutmix(1).apply(two, new SplittableRandom(seed));
      for (int row = 0; row < 2; row++) {
        double mean = 0;
        for (int i = 0; i < SHAPE.size(); i++) {
          mean += after.inputs()[row * SHAPE.size() + i] / SHAPE.size();
        }
        assertThat(mean).isCloseTo(after.targets()[row * 2 + 1], within(1e-5));
        mixed |= mean > 0.1 && mean < 0.9;
      }
    }
    assertThat(mixed).isTrue();
  }

  @Test
  void drawsFromTheLawsItNames() {
    SplittableRandom random = new SplittableRandom(11);
    int n = 20_000;
    for (double alpha : new double[] {0.2, 1, 3}) {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < n; i++) {
        double value = Draws.beta(alpha, random);
        sum += value;
        squares += (value - 0.5) * (value - 0.5);
      }
      double variance = 1 / (4 * (2 * alpha + 1));
      // Five standard errors; the fourth central moment is at most 1/16.
      assertThat(sum / n).isCloseTo(0.5, within(5 * Math.sqrt(variance / n)));
      assertThat(squares / n).isCloseTo(variance, within(5 * 0.25 / Math.sqrt(n)));
    }
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double value = Draws.gaussian(random);
      sum += value;
      squares += value * value;
    }
    assertThat(sum / n).isCloseTo(0, within(5 / Math.sqrt(n)));
    assertThat(squares / n).isCloseTo(1, within(5 * Math.sqrt(2.0 / n)));
  }

  @Test
  void refusesWhatDoesNotFit() {
    for (Runnable wrong :
        new Runnable[] {
          () -> IMAGES.crop(-1),
          () -> IMAGES.rotate(-1),
          () -> IMAGES.shift(-1, 0),
          () -> IMAGES.colour(2, 0, 0),
          () -> IMAGES.noise(Double.NaN),
          () -> IMAGES.cutmix(0),
          () -> BatchAugmentations.mixup(0),
          () -> BatchAugmentations.sometimes(2, IMAGES.flip()),
          () -> changed(ImageAugmentations.of(new ImageShape(1, 5, 5)).flip()),
          () -> changed(ImageAugmentations.of(new ImageShape(1, 5, 5)).cutmix(1)),
          () -> changed(BatchAugmentations.noise(1, 200)),
          () -> batch().withInputs(new float[1])
        }) {
      assertThatThrownBy(wrong::run).isInstanceOf(InvalidInputException.class);
    }
  }
}
