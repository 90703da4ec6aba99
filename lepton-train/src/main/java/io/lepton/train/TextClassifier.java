package io.lepton.train;

import io.lepton.data.Dataset;
import io.lepton.data.Schema;
import io.lepton.data.TextColumn;
import io.lepton.data.augment.TextAugmentation;
import io.lepton.data.text.TextProfiles;
import io.lepton.data.text.Tokenizer;
import io.lepton.data.text.Vocabulary;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.DataProfile;
import io.lepton.model.ModelSnapshot;
import io.lepton.network.Network;
import io.lepton.train.internal.ModelConfig;
import io.lepton.train.internal.ModelOutput;
import io.lepton.train.internal.TextInput;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Learns to tell the classes of texts apart: the mean of learnt vectors of words, pairs of words
 * and symbols, and a linear layer (fastText; Joulin et al. 2017), or dense layers.
 *
 * <p>Its own hyperparameters: {@code grams} (2) longest run of words that is a token, {@code
 * min_count} (2) texts a token must come in, {@code max_tokens} (20000), {@code buckets} (0) for
 * tokens that are not known, {@code length} (0) tokens of a text, longer ones are cut, 0 for the
 * longest of the training data but at most 512, {@code embedding_size} (32), {@code hidden} ([]),
 * {@code dropout_rate} (0.2), {@code label_smoothing} (0), {@code class_weights} ({@code equal} or
 * {@code balanced}).
 */
public final class TextClassifier extends TableTemplate<TextClassifier> {
  static final String KIND = "text-classifier";
  private static final int LONGEST = 512;
  private static final String GRAMS = "grams";
  private static final String MIN_COUNT = "min_count";
  private static final String MAX_TOKENS = "max_tokens";
  private static final String BUCKETS = "buckets";
  private static final String LENGTH = "length";
  private static final String EMBEDDING_SIZE = "embedding_size";
  private static final List<Knob> KNOBS =
      Knob.withTraining(
          0.01,
          32,
          30,
          5,
          Knob.whole(GRAMS, 2, 1),
          Knob.whole(MIN_COUNT, 2, 1),
          Knob.whole(MAX_TOKENS, 20_000, 1),
          Knob.whole(BUCKETS, 0, 0),
          Knob.whole(LENGTH, 0, 0),
          Knob.whole(EMBEDDING_SIZE, 32, 1),
          Knob.sizes(Knob.HIDDEN, List.of()),
          Knob.from(Knob.DROPOUT_RATE, 0.2, 0, 1),
          LabelledTraining.labelSmoothing(),
          LabelledTraining.classWeights());

  private final Schema schema;
  private final String text;
  private final @Nullable String positive;

  private TextClassifier(Recipe recipe, Schema schema, String text, @Nullable String positive) {
    super(recipe);
    this.schema = schema;
    this.text = text;
    this.positive = positive;
  }

  /**
   * Starts a definition with the defaults and seed 0.
   *
   * @param schema of the data to train on, with a label
   * @param text the column of free text to learn from; others are not looked at
   * @return the definition
   * @throws InvalidInputException if that is not a column of free text, or there is no label
   * @throws io.lepton.error.NotFoundException if there is no such column
   */
  public static TextClassifier define(Schema schema, String text) {
    TextCases.of(schema, text); // checks
    return new TextClassifier(Recipe.of(KIND, KNOBS), schema, text, null);
  }

  @Override
  Schema schema() {
    return schema;
  }

  @Override
  TextClassifier with(Recipe changed) {
    return new TextClassifier(changed, schema, text, positive);
  }

  /**
   * Sets the class that rates and curves are about, of two.
   *
   * @param label by default the second in sorted order
   * @return a new definition
   */
  public TextClassifier positive(String label) {
    return new TextClassifier(recipe, schema, text, Objects.requireNonNull(label));
  }

  /**
   * Sets how training texts are changed, otherwise in each epoch, such as by {@link
   * io.lepton.data.augment.Eda}. The vocabulary is that of the texts as they are: a word that an
   * augmentation brings in and no training text has is an unknown one, or falls into a bucket.
   *
   * @param description what it does, kept in the lineage, such as {@code EDA, swap 0.1}
   * @param augmentation by default none
   * @return a new definition
   */
  public TextClassifier augment(String description, TextAugmentation augmentation) {
    return with(recipe.change(new Change.OfTexts(description, augmentation)));
  }

  /**
   * Trains, and keeps the weights of the epoch with the lowest validation loss.
   *
   * @param train with the definition's schema and at least two classes
   * @param validation with the same schema, not used to fit anything
   * @return the model
   * @throws InvalidInputException if a dataset's schema is another, it has no rows, a text is
   *     missing, the training data has only one class or no token that comes often enough, or
   *     validation data has a class that training data has not
   * @throws EngineException if the loss is no longer a number, or the thread is interrupted
   */
  @Override
  public TrainedClassifier<Dataset> train(Dataset train, Dataset validation) {
    return run(train, Objects.requireNonNull(validation));
  }

  /**
   * Trains for all epochs, and keeps the weights of the last.
   *
   * @param train with the definition's schema and at least two classes
   * @return the model
   * @throws InvalidInputException as with validation data
   * @throws EngineException as with validation data
   */
  @Override
  public TrainedClassifier<Dataset> train(Dataset train) {
    return run(train, null);
  }

  TrainedClassifier<Dataset> run(Dataset train, @Nullable Dataset validation) {
    TabularData.requireUsable(KIND, train, schema);
    if (validation != null) {
      TabularData.requireUsable(KIND, validation, schema);
    }
    Map<String, Long> counts = train.classCounts();
    List<String> classes = LabelledTraining.classes(train.name(), counts, positive);
    List<String> texts = texts(train);
    Vocabulary vocabulary =
        Vocabulary.fit(
                texts,
                Tokenizer.withDefaults().withGrams(recipe.whole(GRAMS)),
                recipe.whole(MIN_COUNT),
                recipe.whole(MAX_TOKENS))
            .withBuckets(recipe.whole(BUCKETS));
    TextInput input = new TextInput(text, vocabulary, length(vocabulary, texts));
    Network network =
        Architectures.text(
            input.length(),
            vocabulary.size(),
            recipe.whole(EMBEDDING_SIZE),
            Knob.sizes(recipe.settings(), Knob.HIDDEN),
            classes.size(),
            recipe.settings().number(Knob.DROPOUT_RATE));
    TrainedNetwork trained =
        Fitting.fit(
            recipe,
            LabelledTraining.loss(recipe, counts),
            network,
            changed(texts, input, examples(train, classes, weightsOf(train))),
            validation == null
                ? null
                : examples(validation, classes, null)
                    .apply(input.vocabulary().batch(texts(validation), input.length())));
    TextCases cases = new TextCases(text);
    Dataset seen = validation == null ? train : validation;
    ModelSnapshot snapshot =
        new Snapshots(
                recipe,
                train.reference("train"),
                validation == null ? null : validation.reference("validation"))
            .build(
                ModelConfig.of(KIND, network, input, new ModelOutput.Classes(classes)),
                trained.weights(),
                new DataProfile(
                    train.reference("train"),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(TextProfiles.of(text, texts, vocabulary))),
                seen.rows(),
                row -> cases.row(seen, row));
    return new TrainedClassifier<>(
        snapshot,
        trained.history(),
        classes,
        positive,
        cases,
        LabelledTraining.untouched(train.name(), train.rows()));
  }

  private int length(Vocabulary vocabulary, List<String> texts) {
    int wanted = recipe.whole(LENGTH);
    if (wanted > 0) {
      return wanted;
    }
    int longest = texts.stream().mapToInt(t -> vocabulary.ids(t).length).max().orElseThrow();
    return Math.max(1, Math.min(LONGEST, longest));
  }

  private List<String> texts(Dataset data) {
    return ((TextColumn) data.column(text)).texts();
  }

  private Examples changed(
      List<String> texts, TextInput input, Function<float[], Examples> encoded) {
    return recipe.change() instanceof Change.OfTexts change
        ? new AugmentedTexts(texts, input, change, recipe.changeSeed(), encoded)
        : encoded.apply(input.vocabulary().batch(texts, input.length()));
  }

  /** Makes examples of encoded texts. */
  private Function<float[], Examples> examples(
      Dataset data, List<String> classes, @Nullable RowWeights weights) {
    int[] codes = TrainedClassifier.codes(data.name(), data.rows(), classes, data::label);
    float[] targets = LabelledTraining.targets(recipe, codes, classes.size());
    return inputs -> RowWeights.examples(inputs, targets, weights, data.name(), codes.length);
  }
}
