package io.lepton.explain;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Row;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * LIME for text (Ribeiro, Singh and Guestrin 2016): which words of a text speak for an output,
 * found by leaving out words at random and fitting a ridge regression on the words that stayed,
 * weighted by {@code exp(−d² / 2w²)}, d a hundred times the cosine distance to the whole text.
 *
 * <p>A word is a run of letters, digits and apostrophes, and is left out wherever it stands; what
 * lies between words stays. Immutable; as safe for use by many threads as the model. The same seed
 * gives the same terms.
 */
public final class LimeText {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}'’]+");
  private static final double WIDTH = 25;

  private final ModelFunction<Row> model;
  private final String column;
  private final int samples;
  private final double ridge;
  private final long seed;
  private final ProgressListener listener;

  private LimeText(
      ModelFunction<Row> model,
      String column,
      int samples,
      double ridge,
      long seed,
      ProgressListener listener) {
    this.model = model;
    this.column = column;
    this.samples = samples;
    this.ridge = ridge;
    this.seed = seed;
    this.listener = listener;
  }

  /**
   * Explains a model of texts.
   *
   * @param model whose rows hold a text
   * @param column of the text
   * @return an explainer with 2000 samples, ridge 1 and seed 42
   * @throws InvalidInputException if the model takes no such column
   */
  public static LimeText of(ModelFunction<Row> model, String column) {
    model.type().place(column);
    return new LimeText(model, column, 2000, 1, 42, ProgressListener.NONE);
  }

  /**
   * Sets how many texts the model is asked for.
   *
   * @param value at least 100; give at least ten for each word
   * @return a new explainer
   */
  public LimeText withSamples(int value) {
    if (value < 100) {
      throw new InvalidInputException(value + " samples; expected at least 100");
    }
    return new LimeText(model, column, value, ridge, seed, listener);
  }

  /**
   * Sets the ridge penalty.
   *
   * @param value above 0
   * @return a new explainer
   */
  public LimeText withRidge(double value) {
    return new LimeText(model, column, samples, Lime.positive("ridge", value), seed, listener);
  }

  /**
   * Sets the seed.
   *
   * @param value any number
   * @return a new explainer
   */
  public LimeText withSeed(long value) {
    return new LimeText(model, column, samples, ridge, value, listener);
  }

  /**
   * Follows the work.
   *
   * @param value told of every batch
   * @return a new explainer
   */
  public LimeText withListener(ProgressListener value) {
    return new LimeText(model, column, samples, ridge, seed, value);
  }

  /**
   * Explains one text.
   *
   * @param one row with the text
   * @return a simple model of its words for each output, in order
   * @throws InvalidInputException if the row has no text, or the text has no words
   * @throws io.lepton.error.EngineException if the model fails, or its output is not finite
   */
  public List<LocalModel> explain(Row one) {
    model.checked(one);
    if (!(one.get(column).orElse(null) instanceof String text)) {
      throw new InvalidInputException("the case to explain has no text in \"" + column + "\"");
    }
    List<String> words = words(text);
    if (words.isEmpty()) {
      throw new InvalidInputException("\"" + text + "\" has no words to leave out");
    }
    SplittableRandom random = new SplittableRandom(seed);
    int count = words.size();
    boolean[][] there = new boolean[samples][count];
    double[] weights = new double[samples];
    List<Row> rows = new ArrayList<>(samples);
    for (int i = 0; i < samples; i++) {
      java.util.Arrays.fill(there[i], true);
      int out = i == 0 ? 0 : 1 + random.nextInt(count);
      // Floyd's sampling of which words go
      for (int j = count - out; j < count; j++) {
        int pick = random.nextInt(j + 1);
        there[i][there[i][pick] ? pick : j] = false;
      }
      double distance = 100 * (1 - Math.sqrt((count - out) / (double) count));
      weights[i] = Math.exp(-distance * distance / (2 * WIDTH * WIDTH));
      rows.add(one.with(column, without(text, words, there[i])));
    }
    double[][] answers = model.apply(rows, listener);
    List<LocalModel> found = new ArrayList<>();
    List<String> outputs = model.outputs(one);
    for (int output = 0; output < outputs.size(); output++) {
      int at = output;
      double[] y = java.util.Arrays.stream(answers).mapToDouble(row -> row[at]).toArray();
      found.add(
          LocalModel.of(
              outputs.get(output),
              y[0],
              new LocalFit(there, y, weights, ridge),
              words,
              words.stream().map(word -> "\"" + word + "\"").toList(),
              samples));
    }
    return List.copyOf(found);
  }

  private static List<String> words(String text) {
    LinkedHashSet<String> words = new LinkedHashSet<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return List.copyOf(words);
  }

  private static String without(String text, List<String> words, boolean[] there) {
    return WORD.matcher(text)
        .replaceAll(
            match ->
                there[words.indexOf(match.group())] ? Matcher.quoteReplacement(match.group()) : "");
  }
}
