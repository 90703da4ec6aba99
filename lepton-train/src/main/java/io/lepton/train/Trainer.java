package io.lepton.train;

import io.lepton.data.augment.ModelAugmentation;
import io.lepton.error.CorruptDataException;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Lineage;
import io.lepton.network.Network;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.train.djl.internal.NetworkTrainer;
import io.lepton.train.djl.internal.PyTorch;
import io.lepton.train.internal.LineageNotes;
import io.lepton.train.internal.LoopSettings;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Trains any {@link Network}. Immutable: each method that sets something returns a new trainer, so
 * one can be the start of many, in many threads.
 *
 * <p>A step moves the weights against the gradient of the batch's mean loss, plus {@code l1} Σ|w| +
 * {@code l2} Σw² over weights without biases and normalisation, plus an {@link Anchor}. The
 * gradient is clipped by value, then by norm. The same seed, data and settings give the same bits
 * on the same machine with the same number of threads.
 */
public final class Trainer {
  private final LoopSettings settings;

  private Trainer(LoopSettings settings) {
    this.settings = settings;
  }

  /**
   * Cross-entropy, Adam with a constant rate of 0.001, batches of 32, 10 epochs, on the CPU.
   *
   * @return the trainer
   */
  public static Trainer withDefaults() {
    return new Trainer(new LoopSettings());
  }

  /**
   * For engines, which have a loop of their own; not for applications.
   *
   * @return a copy of the settings, of a type that may change in any release
   */
  public LoopSettings settings() {
    return new LoopSettings(settings);
  }

  /**
   * Notes a training in the lineage of what it makes: the seed, under {@code trainer} the settings
   * that the weights depend on, and what this trainer runs on; of an anchor and masks a digest.
   * Templates do so by themselves. What is trained by hand, such as in fine-tuning, can then be
   * trained again to the same bits by a program that repeats it.
   *
   * @param lineage which should name the data too, and for fine-tuning the version it starts from
   * @return the same builder
   */
  public Lineage.Builder inLineage(Lineage.Builder lineage) {
    return PyTorch.describe(lineage.seed(settings.seed).thisJvm(), settings.device)
        .environment(LineageNotes.TRAINER, settings.identity());
  }

  private Trainer with(Consumer<LoopSettings> change) {
    LoopSettings changed = new LoopSettings(settings);
    change.accept(changed);
    return new Trainer(changed);
  }

  private static double require(boolean valid, String what, double value, String expected) {
    if (!valid) {
      throw new InvalidInputException(what + " is " + value + "; expected " + expected);
    }
    return value;
  }

  private static double atLeast0(String what, double value) {
    return require(value >= 0 && value < Double.POSITIVE_INFINITY, what, value, "0 or more");
  }

  private static double above0(String what, double value) {
    return require(value > 0 && value < Double.POSITIVE_INFINITY, what, value, "above 0");
  }

  private static int whole(int least, String what, int value) {
    return (int) require(value >= least, what, value, least + " or more");
  }

  /**
   * Sets what is made small.
   *
   * @param loss by default cross-entropy
   * @return a new trainer
   */
  public Trainer loss(Loss loss) {
    return with(s -> s.loss = Objects.requireNonNull(loss));
  }

  /**
   * Sets how gradients move weights.
   *
   * @param rule by default Adam
   * @return a new trainer
   */
  public Trainer rule(UpdateRule rule) {
    return with(s -> s.rule = Objects.requireNonNull(rule));
  }

  /**
   * Sets the size of a step, before the schedule.
   *
   * @param rate above 0
   * @return a new trainer
   */
  public Trainer learningRate(double rate) {
    return with(s -> s.learningRate = above0("learning rate", rate));
  }

  /**
   * Sets how the rate changes.
   *
   * @param schedule by default constant
   * @return a new trainer
   */
  public Trainer schedule(Schedule schedule) {
    return with(s -> s.schedule = Objects.requireNonNull(schedule));
  }

  /**
   * Sets the rows of a batch.
   *
   * @param rows 0 for all at once
   * @return a new trainer
   */
  public Trainer batchSize(int rows) {
    return with(s -> s.batchSize = whole(0, "batch size", rows));
  }

  /**
   * Sets the most passes over the data.
   *
   * @param most at least 1
   * @return a new trainer
   */
  public Trainer epochs(int most) {
    return with(s -> s.epochs = whole(1, "number of epochs", most));
  }

  /**
   * Sets when to stop early. The weights of the epoch with the least validation loss are kept in
   * any case.
   *
   * @param patience epochs without a better validation loss; 0 to never stop early
   * @return a new trainer
   */
  public Trainer earlyStopping(int patience) {
    return with(s -> s.patience = whole(0, "patience", patience));
  }

  /**
   * Sets the penalty on the sum of absolute weights; with {@link #l2}, the elastic net.
   *
   * @param factor at least 0
   * @return a new trainer
   */
  public Trainer l1(double factor) {
    return with(s -> s.l1 = atLeast0("l1", factor));
  }

  /**
   * Sets the penalty on the sum of squared weights, part of the loss: half of PyTorch's {@code
   * weight_decay} of SGD and Adam.
   *
   * @param factor at least 0
   * @return a new trainer
   */
  public Trainer l2(double factor) {
    return with(s -> s.l2 = atLeast0("l2", factor));
  }

  /**
   * Sets the share of each weight, times the rate, that a step takes off beside the loss
   * (Loshchilov and Hutter 2019): PyTorch's {@code weight_decay} of AdamW.
   *
   * @param factor at least 0
   * @return a new trainer
   */
  public Trainer weightDecay(double factor) {
    return with(s -> s.weightDecay = atLeast0("weight decay", factor));
  }

  /**
   * Sets the bound of each element of a gradient, on both sides.
   *
   * @param bound above 0
   * @return a new trainer
   */
  public Trainer clipValue(double bound) {
    return with(s -> s.clipValue = above0("bound of gradients", bound));
  }

  /**
   * Sets the bound of the Euclidean length of all gradients together.
   *
   * @param bound above 0
   * @return a new trainer
   */
  public Trainer clipNorm(double bound) {
    return with(s -> s.clipNorm = above0("bound of the gradients' norm", bound));
  }

  /**
   * Sets how many batches make a step, which takes the mean of their gradients.
   *
   * @param batches at least 1; the last step of an epoch may have fewer
   * @return a new trainer
   */
  public Trainer accumulate(int batches) {
    return with(s -> s.accumulation = whole(1, "batches of a step", batches));
  }

  /**
   * Sets the seed of order and dropout.
   *
   * @param value any number, by default 0
   * @return a new trainer
   */
  public Trainer seed(long value) {
    return with(s -> s.seed = value);
  }

  /**
   * Keeps the parameters that match a pattern as they are. Their layers' running statistics still
   * move.
   *
   * @param pattern of names, where a star is any text, such as {@code stem.*}
   * @return a new trainer
   */
  public Trainer freeze(String pattern) {
    return rate(pattern, 0);
  }

  /**
   * Gives the parameters that match a pattern a rate of their own. Of patterns that match, the
   * first given counts.
   *
   * @param pattern of names, where a star is any text, such as {@code head.*}
   * @param factor of the rate, 0 to freeze
   * @return a new trainer
   */
  public Trainer rate(String pattern, double factor) {
    return with(s -> s.rates.putIfAbsent(pattern, atLeast0("factor of the rate", factor)));
  }

  /**
   * Adds a penalty on leaving given weights.
   *
   * @param anchor weights and factors
   * @return a new trainer
   */
  public Trainer anchor(Anchor anchor) {
    return with(s -> s.anchor = Objects.requireNonNull(anchor));
  }

  /**
   * Multiplies parameters by masks, before the first step and after each: what is 0 in a mask stays
   * 0, as in fine-tuning a pruned network.
   *
   * @param masks of ones and zeros, by the names of parameters; others are left alone
   * @return a trainer with the change
   * @throws InvalidInputException if an element of a mask is neither 0 nor 1
   */
  public Trainer mask(Weights masks) {
    masks.asMap().forEach(Trainer::requireMask);
    return with(s -> s.masks = Objects.requireNonNull(masks));
  }

  private static void requireMask(String name, Tensor mask) {
    float[] elements = mask.toFloats();
    for (int i = 0; i < elements.length; i++) {
      if (elements[i] != 0 && elements[i] != 1) {
        throw new InvalidInputException(
            "the mask of \""
                + name
                + "\" has the element "
                + elements[i]
                + " at "
                + i
                + "; expected 0 or 1");
      }
    }
  }

  /**
   * Changes each batch before it is learnt from, by what the model as it is then does worse on;
   * what is drawn depends on the seed and the number of the batch only, so that a training that
   * goes on from a checkpoint ends with the same bits. {@link AugmentedExamples} are for changes
   * that need no model.
   *
   * @param name of the change with its settings; a checkpoint belongs to it
   * @param augmentation such as {@link io.lepton.data.augment.AdversarialTraining}
   * @return a trainer with the change
   */
  public Trainer augment(String name, ModelAugmentation augmentation) {
    return with(
        s -> {
          s.augmentationName = Objects.requireNonNull(name);
          s.augmentation = Objects.requireNonNull(augmentation);
        });
  }

  /**
   * Sets the numbers to compute with.
   *
   * @param precision by default 32-bit floats
   * @return a new trainer
   */
  public Trainer precision(Precision precision) {
    return with(s -> s.precision = Objects.requireNonNull(precision));
  }

  /**
   * Sets where to compute.
   *
   * @param device by default the CPU
   * @return a new trainer
   */
  public Trainer device(ComputeDevice device) {
    return with(s -> s.device = Objects.requireNonNull(device));
  }

  /**
   * Writes the whole state to a file after each epoch, as one step that leaves the old file or the
   * new one. If the file is there when a training starts, that training goes on from it and ends
   * with the same bits as one that was never stopped; the file of a training that has ended gives
   * its result again. Delete it to start anew.
   *
   * @param file of this training alone
   * @return a new trainer
   */
  public Trainer checkpoint(Path file) {
    return checkpoint(file, 0);
  }

  /**
   * As {@link #checkpoint(Path)}, and within epochs too.
   *
   * @param file of this training alone
   * @param steps from one to the next, at least 1; 0 for ends of epochs only
   * @return a new trainer
   */
  public Trainer checkpoint(Path file, long steps) {
    return with(
        s -> {
          s.checkpoint = Objects.requireNonNull(file);
          s.checkpointSteps = (long) atLeast0("steps between checkpoints", (double) steps);
        });
  }

  /**
   * Adds a listener.
   *
   * @param listener follows the training
   * @return a new trainer
   */
  public Trainer listener(TrainingListener listener) {
    return with(s -> s.listeners.add(Objects.requireNonNull(listener)));
  }

  /**
   * Trains, and keeps the weights of the epoch with the lowest validation loss.
   *
   * @param network what is trained
   * @param first weights to start from, such as {@link Network#initialWeights}
   * @param train to learn from
   * @param validation not learnt from
   * @return the trained weights
   * @throws InvalidInputException if weights, examples or targets do not fit the network or the
   *     loss, a value is not finite, no parameter is left to learn, or the checkpoint is of another
   *     training
   * @throws CorruptDataException if the checkpoint is damaged
   * @throws EngineException if the loss or a weight is no longer a number, the thread is
   *     interrupted (which stays set), the device is not there, or PyTorch fails
   */
  public TrainedNetwork train(Network network, Weights first, Examples train, Examples validation) {
    return NetworkTrainer.train(
        new LoopSettings(settings), network, first, train, Objects.requireNonNull(validation));
  }

  /**
   * Trains for all epochs, and keeps the weights of the last.
   *
   * @param network what is trained
   * @param first weights to start from
   * @param train to learn from
   * @return the trained weights
   * @throws InvalidInputException as with validation data
   * @throws CorruptDataException as with validation data
   * @throws EngineException as with validation data
   */
  public TrainedNetwork train(Network network, Weights first, Examples train) {
    return NetworkTrainer.train(new LoopSettings(settings), network, first, train, null);
  }
}
