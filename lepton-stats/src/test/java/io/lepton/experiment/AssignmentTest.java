package io.lepton.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.test.ChiSquare;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class AssignmentTest {
  /** Chance of a false alarm for one chi-square check; a few hundred are made, with fixed seeds. */
  private static final double ALPHA = 1e-6;

  private static final int UNITS = 20_000;

  private static List<Variant> arms(double... weights) {
    return IntStream.range(0, weights.length)
        .mapToObj(i -> Variant.of("arm" + i).weight(weights[i]))
        .toList();
  }

  private static long[] counts(Assignment assignment, List<Variant> arms, Stream<String> units) {
    long[] counts = new long[arms.size()];
    units.forEach(unit -> counts[arms.indexOf(assignment.variantOf(unit))]++);
    return counts;
  }

  @Property(tries = 60, seed = "1")
  void sharesUnitsAsTheWeightsSay(
      @ForAll @AlphaChars @StringLength(min = 1, max = 20) String salt,
      @ForAll @Size(min = 2, max = 6) List<@DoubleRange(min = 0.05, max = 10) Double> weights) {
    List<Variant> arms = arms(weights.stream().mapToDouble(w -> w).toArray());
    long[] counts =
        counts(
            Assignment.of(salt, arms),
            arms,
            IntStream.range(0, UNITS).mapToObj(i -> "customer-" + i));
    double sum = weights.stream().mapToDouble(w -> w).sum();
    double[] shares = weights.stream().mapToDouble(w -> w / sum).toArray();
    double pValue = ChiSquare.withDefaults().goodnessOfFit(counts, shares).pValue();
    assertThat(pValue).as("counts %s of weights %s", counts, weights).isGreaterThan(ALPHA);
  }

  @Property(tries = 60, seed = "2")
  void splitsOfTwoSaltsAreIndependent(
      @ForAll @AlphaChars @StringLength(min = 1, max = 10) String salt,
      @ForAll @DoubleRange(min = 0.2, max = 5) double weight) {
    List<Variant> arms = arms(1, weight);
    Assignment one = Assignment.of(salt, arms);
    Assignment two = Assignment.of(salt + "2", arms);
    long[][] table = new long[2][2];
    for (int i = 0; i < UNITS; i++) {
      String unit = Integer.toString(i);
      table[arms.indexOf(one.variantOf(unit))][arms.indexOf(two.variantOf(unit))]++;
    }
    assertThat(ChiSquare.withDefaults().independence(table).pValue()).isGreaterThan(ALPHA);
  }

  @Test
  void smallChangesOfTheUnitFlipTheArmHalfTheTime() {
    List<Variant> arms = arms(1, 1);
    Assignment assignment = Assignment.of("avalanche", arms);
    Random random = new Random(3);
    long flips = 0;
    for (int i = 0; i < UNITS; i++) {
      String unit = Long.toHexString(random.nextLong());
      int at = random.nextInt(unit.length());
      String near = unit.substring(0, at) + (char) (unit.charAt(at) ^ 1) + unit.substring(at + 1);
      flips += assignment.variantOf(unit).equals(assignment.variantOf(near)) ? 0 : 1;
    }
    // five standard deviations of a binomial
    assertThat(flips)
        .isBetween(
            (long) (UNITS / 2 - 2.5 * Math.sqrt(UNITS)),
            (long) (UNITS / 2 + 2.5 * Math.sqrt(UNITS)));
  }

  @Test
  void weightsAreRatios() {
    Assignment small = Assignment.of("s", arms(1, 3));
    Assignment large = Assignment.of("s", arms(0.25, 0.75));
    for (int i = 0; i < 1000; i++) {
      assertThat(small.variantOf("u" + i).name()).isEqualTo(large.variantOf("u" + i).name());
    }
  }

  /**
   * Never to be changed: users who are in an experiment must stay in their arm. The values are
   * those of a program in Python, written from the Javadoc.
   */
  @Test
  void staysAsItWasReleased() {
    Assignment assignment = Assignment.of("credit-v2", arms(1, 1, 2));
    assertThat(
            Stream.of("1", "2", "3", "applicant-42", "Zoë", "日本", "😀", "x".repeat(100), "b", "0")
                .map(unit -> assignment.variantOf(unit).name()))
        .containsExactly(
            "arm2", "arm2", "arm1", "arm2", "arm2", "arm1", "arm1", "arm2", "arm0", "arm0");
  }

  @Test
  void anotherJvmGivesEveryUnitTheSameArm() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dfile.encoding=ISO-8859-1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Elsewhere.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .directory(new File("."))
            .start();
    String there = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(there).isEqualTo(Elsewhere.arms()).hasSize(Elsewhere.UNITS);
  }

  /** A program for the second JVM. */
  static final class Elsewhere {
    static final int UNITS = 5000;

    static String arms() {
      Assignment assignment = Assignment.of("Überraschung", AssignmentTest.arms(2, 1, 1));
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < UNITS; i++) {
        text.append(assignment.variantOf("müller-" + i).name().charAt(3));
      }
      return text.toString();
    }

    public static void main(String[] args) {
      System.out.write(arms().getBytes(StandardCharsets.UTF_8), 0, UNITS);
      System.out.flush();
    }
  }

  @Test
  void refusesUnitsThatUtf8CannotTellApart() {
    Assignment assignment = Assignment.of("s", arms(1, 1));
    assertThatThrownBy(() -> assignment.variantOf("a\ud800b"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("index 1");
    assertThatThrownBy(() -> assignment.variantOf("a\udc00"))
        .isInstanceOf(InvalidInputException.class);
    assertThat(assignment.variantOf("a\ud83d\ude00")).isNotNull();
  }

  @Test
  void refusesEmptyAndEndlessUnits() {
    Assignment assignment = Assignment.of("s", arms(1, 1));
    assertThatThrownBy(() -> assignment.variantOf("")).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> assignment.variantOf("x".repeat(501)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("501");
  }

  @Test
  void refusesWeightsThatGetNoUnit() {
    assertThatThrownBy(() -> Assignment.of("s", arms(1, 1e-7, 1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("arm1");
    for (double weight : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> arms(weight))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("weight " + weight);
    }
  }
}
