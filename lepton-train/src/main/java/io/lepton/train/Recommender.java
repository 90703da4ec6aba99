package io.lepton.train;

import io.lepton.data.CategoricalColumn;
import io.lepton.data.ColumnType;
import io.lepton.data.Dataset;
import io.lepton.data.Schema;
import io.lepton.data.UnknownCategory;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Row;
import io.lepton.network.Network;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.train.internal.ModelConfig;
import io.lepton.train.internal.ModelOutput;
import io.lepton.train.internal.PairInput;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Learns which items users like, from ratings or from what they chose. With a column of ratings the
 * model predicts a rating; without one, every row is a choice, and the model predicts the
 * probability that a pair is a chosen one rather than one drawn at random among the others.
 *
 * <p>Its own hyperparameters: {@code architecture} ({@code factorisation}: product of vectors plus
 * biases, Koren et al. 2009; or {@code two_tower}: a dense network for each side, Yi et al. 2019),
 * {@code embedding_size} (16), {@code hidden} ([32]) and {@code dropout_rate} (0) of towers, {@code
 * temperature} (0.5) their product is divided by, {@code negatives} (4) pairs drawn for each
 * choice, anew in each epoch.
 */
public final class Recommender extends Template<Recommender, Dataset> {
  static final String KIND = "recommender";
  private static final String ARCHITECTURE = "architecture";
  private static final String EMBEDDING_SIZE = "embedding_size";
  private static final String NEGATIVES = "negatives";
  private static final String TEMPERATURE = "temperature";
  private static final List<Knob> KNOBS =
      Knob.withTraining(
          0.01,
          256,
          50,
          5,
          Knob.choice(ARCHITECTURE, "factorisation", List.of("factorisation", "two_tower")),
          Knob.whole(EMBEDDING_SIZE, 16, 1),
          Knob.sizes(Knob.HIDDEN, List.of(32L)),
          Knob.from(Knob.DROPOUT_RATE, 0, 0, 1),
          new Knob(TEMPERATURE, 0.5, "above 0", v -> v instanceof Number n && n.doubleValue() > 0),
          Knob.whole(NEGATIVES, 4, 1));

  private final Schema schema;
  private final String user;
  private final String item;
  private final @Nullable String rating;
  private final UnknownCategory unknown;

  private Recommender(
      Recipe recipe,
      Schema schema,
      String user,
      String item,
      @Nullable String rating,
      UnknownCategory unknown) {
    super(recipe);
    this.schema = schema;
    this.user = user;
    this.item = item;
    this.rating = rating;
    this.unknown = unknown;
  }

  /**
   * Starts a definition with the defaults and seed 0, for choices without ratings.
   *
   * @param schema of the data to train on; further columns are not looked at
   * @param user the categorical column that names the user
   * @param item the categorical column that names the item
   * @return the definition
   * @throws InvalidInputException if the columns are not two different categorical ones
   * @throws io.lepton.error.NotFoundException if there is no such column
   */
  public static Recommender define(Schema schema, String user, String item) {
    for (String name : List.of(user, item)) {
      if (schema.field(name).type() != ColumnType.CATEGORICAL) {
        throw new InvalidInputException(
            "column \"" + name + "\" is " + schema.field(name).type() + "; expected CATEGORICAL");
      }
    }
    if (user.equals(item)) {
      throw new InvalidInputException("users and items are both \"" + user + "\"");
    }
    return new Recommender(
        Recipe.of(KIND, KNOBS), schema, user, item, null, UnknownCategory.REFUSE);
  }

  @Override
  Recommender with(Recipe changed) {
    return new Recommender(changed, schema, user, item, rating, unknown);
  }

  /**
   * Sets the column of ratings, which the model then predicts.
   *
   * @param column a numeric one
   * @return a new definition
   * @throws InvalidInputException if it is not numeric
   * @throws io.lepton.error.NotFoundException if there is no such column
   */
  public Recommender rating(String column) {
    if (schema.field(column).type() != ColumnType.NUMERIC) {
      throw new InvalidInputException(
          "column \"" + column + "\" is " + schema.field(column).type() + "; expected NUMERIC");
    }
    return new Recommender(recipe, schema, user, item, column, unknown);
  }

  /**
   * Sets what to do about users and items that do not come in the training data.
   *
   * @param policy by default to refuse them; encoded as zeros, all that is known of the pair is the
   *     other side's bias and the mean
   * @return a new definition
   */
  public Recommender unknown(UnknownCategory policy) {
    return new Recommender(recipe, schema, user, item, rating, Objects.requireNonNull(policy));
  }

  /**
   * Trains, and keeps the weights of the epoch with the lowest validation loss.
   *
   * @param train with the definition's schema
   * @param validation with the same schema; rows of users or items that training data has not are
   *     left out of it
   * @return the model
   * @throws InvalidInputException if a dataset's schema is another, it has no rows, a user, an item
   *     or a rating is missing, all ratings are equal, there are fewer than two items, or no
   *     validation row has a user and an item of the training data
   * @throws EngineException if the loss is no longer a number, or the thread is interrupted
   */
  @Override
  public TrainedRecommender train(Dataset train, Dataset validation) {
    return run(train, Objects.requireNonNull(validation));
  }

  /**
   * Trains for all epochs, and keeps the weights of the last.
   *
   * @param train with the definition's schema
   * @return the model
   * @throws InvalidInputException as with validation data
   * @throws EngineException as with validation data
   */
  @Override
  public TrainedRecommender train(Dataset train) {
    return run(train, null);
  }

  TrainedRecommender run(Dataset train, @Nullable Dataset validation) {
    TabularData.requireUsable(KIND, train, schema);
    if (validation != null) {
      TabularData.requireUsable(KIND, validation, schema);
    }
    PairInput input = new PairInput(user, item, names(train, user), names(train, item), unknown);
    if (input.items().size() < 2) {
      throw new InvalidInputException(
          train.name() + " has one item alone, " + input.items() + "; there is nothing to choose");
    }
    Pairs pairs = Pairs.of(train, input, rating);
    Pairs checks = validation == null ? null : Pairs.of(validation, input, rating).known();
    if (checks != null && checks.rows() == 0) {
      throw new InvalidInputException(
          "no row of "
              + Objects.requireNonNull(validation).name()
              + " has a user and an item of the training data");
    }
    ModelOutput.Numeric output = output(train, pairs);
    Network network = network(input);
    TrainedNetwork trained =
        Fitting.fit(
            recipe,
            rating == null ? Loss.binaryCrossEntropy() : Loss.squared(),
            network,
            first(network),
            examples(pairs, input, output, pairs.chosen(), recipe.seed()),
            checks == null
                ? null
                : examples(checks, input, output, union(pairs, checks), recipe.seed() + 1));
    ModelSnapshot snapshot =
        new Snapshots(
                recipe,
                train.reference("train"),
                validation == null ? null : validation.reference("validation"))
            .build(
                ModelConfig.of(KIND, network, input, output),
                trained.weights(),
                pairs.rows(),
                pairs::row);
    return new TrainedRecommender(snapshot, trained.history(), input, rating, pairs.chosen());
  }

  private static List<String> names(Dataset data, String column) {
    CategoricalColumn names = (CategoricalColumn) data.column(column);
    if (names.missingCount() > 0) {
      throw new InvalidInputException(
          data.name() + " has rows without a value of \"" + column + "\"; leave them out");
    }
    return names.counts().keySet().stream().sorted().toList();
  }

  private ModelOutput.Numeric output(Dataset train, Pairs pairs) {
    if (rating == null) {
      return new ModelOutput.Numeric("probability", 0, 1, ModelOutput.Link.SIGMOID);
    }
    double mean = Arrays.stream(pairs.ratings()).average().orElseThrow();
    double variance =
        Arrays.stream(pairs.ratings()).map(r -> (r - mean) * (r - mean)).average().orElseThrow();
    if (!(variance > 0)) {
      throw new InvalidInputException(
          train.name() + " has one value of \"" + rating + "\" alone; there is nothing to learn");
    }
    return new ModelOutput.Numeric(rating, mean, Math.sqrt(variance), ModelOutput.Link.IDENTITY);
  }

  private Network network(PairInput input) {
    int size = recipe.whole(EMBEDDING_SIZE);
    int users = input.users().size();
    int items = input.items().size();
    return recipe.settings().text(ARCHITECTURE).equals("factorisation")
        ? Architectures.factorisation(users, items, size)
        : Architectures.towers(
            users,
            items,
            size,
            Knob.sizes(recipe.settings(), Knob.HIDDEN),
            recipe.settings().number(Knob.DROPOUT_RATE),
            recipe.settings().number(TEMPERATURE));
  }

  /** First weights; the vectors of unknown users and items are zeros, and stay so. */
  private Weights first(Network network) {
    Weights drawn = network.initialWeights(recipe.seed());
    Weights.Builder weights = Weights.builder();
    drawn
        .asMap()
        .forEach(
            (name, tensor) -> {
              float[] values = tensor.toFloats();
              if (name.endsWith(".0.weight") && !name.contains("layers")) {
                Arrays.fill(values, 0, Math.toIntExact(tensor.shape().dimension(1)), 0);
              }
              weights.put(name, Tensor.ofFloats(tensor.shape(), values));
            });
    return weights.build();
  }

  private Examples examples(
      Pairs pairs, PairInput input, ModelOutput.Numeric output, Set<Long> chosen, long seed) {
    if (rating != null) {
      float[] targets = new float[pairs.rows()];
      for (int i = 0; i < targets.length; i++) {
        targets[i] = (float) ((pairs.ratings()[i] - output.mean()) / output.scale());
      }
      return Examples.of(pairs.codes(), targets, targets.length);
    }
    return new SampledPairs(pairs, input.items().size(), recipe.whole(NEGATIVES), chosen, seed);
  }

  private static Set<Long> union(Pairs first, Pairs second) {
    Set<Long> union = new HashSet<>(first.chosen());
    union.addAll(second.chosen());
    return union;
  }

  /** Rows of users and items as numbers. */
  @SuppressWarnings("ArrayRecordComponent") // of one training
  record Pairs(PairInput input, float[] codes, double[] ratings) {
    static Pairs of(Dataset data, PairInput input, @Nullable String rating) {
      float[] codes = new float[2 * data.rows()];
      double[] ratings = new double[rating == null ? 0 : data.rows()];
      for (int i = 0; i < data.rows(); i++) {
        codes[2 * i] = input.userCode(text(data, input.user(), i));
        codes[2 * i + 1] = input.itemCode(text(data, input.item(), i));
        if (rating != null) {
          ratings[i] = (Double) value(data, rating, i);
        }
      }
      return new Pairs(input, codes, ratings);
    }

    private static String text(Dataset data, String column, int row) {
      return (String) value(data, column, row);
    }

    private static Object value(Dataset data, String column, int row) {
      return data.column(column)
          .value(row)
          .orElseThrow(
              () ->
                  new InvalidInputException(
                      data.name() + " row " + row + " has no value of \"" + column + "\""));
    }

    int rows() {
      return codes.length / 2;
    }

    /** Without pairs of which a side is not known. */
    Pairs known() {
      int[] kept =
          java.util.stream.IntStream.range(0, rows())
              .filter(i -> codes[2 * i] > 0 && codes[2 * i + 1] > 0)
              .toArray();
      float[] fewer = new float[2 * kept.length];
      double[] some = new double[ratings.length == 0 ? 0 : kept.length];
      for (int i = 0; i < kept.length; i++) {
        fewer[2 * i] = codes[2 * kept[i]];
        fewer[2 * i + 1] = codes[2 * kept[i] + 1];
        if (some.length > 0) {
          some[i] = ratings[kept[i]];
        }
      }
      return new Pairs(input, fewer, some);
    }

    Row row(int index) {
      return Row.of(
          input.user(),
          input.users().get((int) codes[2 * index] - 1),
          input.item(),
          input.items().get((int) codes[2 * index + 1] - 1));
    }

    static long key(long user, long item) {
      return user << 32 | item;
    }

    Set<Long> chosen() {
      Set<Long> chosen = new HashSet<>();
      for (int i = 0; i < rows(); i++) {
        chosen.add(key((long) codes[2 * i], (long) codes[2 * i + 1]));
      }
      return chosen;
    }
  }
}
