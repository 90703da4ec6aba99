package io.lepton.train.internal;

import io.lepton.bytes.Digest;
import io.lepton.data.augment.ModelAugmentation;
import io.lepton.tensor.Weights;
import io.lepton.train.Anchor;
import io.lepton.train.ComputeDevice;
import io.lepton.train.Loss;
import io.lepton.train.Precision;
import io.lepton.train.Schedule;
import io.lepton.train.TrainingListener;
import io.lepton.train.UpdateRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a network is trained. Changed only while a new Trainer is made of a copy. */
public final class LoopSettings {
  public Loss loss = Loss.crossEntropy();
  public UpdateRule rule = UpdateRule.adam();
  public double learningRate = 0.001;
  public Schedule schedule = Schedule.constant();
  public int batchSize = 32; // 0 for all rows at once
  public int epochs = 10;
  public int patience;
  public double l1;
  public double l2;
  public double weightDecay;
  public double clipValue = Double.POSITIVE_INFINITY;
  public double clipNorm = Double.POSITIVE_INFINITY;
  public int accumulation = 1;
  public long seed;
  public Precision precision = Precision.FLOAT32;
  public ComputeDevice device = ComputeDevice.cpu();
  public @Nullable Anchor anchor;
  public Weights masks = Weights.empty();
  public String augmentationName = "";
  public @Nullable ModelAugmentation augmentation;
  public @Nullable Path checkpoint;
  public long checkpointSteps; // 0 for the ends of epochs only
  public final Map<String, Double> rates; // factor of the rate by pattern, the first that matches
  public final List<TrainingListener> listeners;

  public LoopSettings() {
    rates = new LinkedHashMap<>();
    listeners = new ArrayList<>();
  }

  public LoopSettings(LoopSettings other) {
    loss = other.loss;
    rule = other.rule;
    learningRate = other.learningRate;
    schedule = other.schedule;
    batchSize = other.batchSize;
    epochs = other.epochs;
    patience = other.patience;
    l1 = other.l1;
    l2 = other.l2;
    weightDecay = other.weightDecay;
    clipValue = other.clipValue;
    clipNorm = other.clipNorm;
    accumulation = other.accumulation;
    seed = other.seed;
    precision = other.precision;
    device = other.device;
    anchor = other.anchor;
    masks = other.masks;
    augmentationName = other.augmentationName;
    augmentation = other.augmentation;
    checkpoint = other.checkpoint;
    checkpointSteps = other.checkpointSteps;
    rates = new LinkedHashMap<>(other.rates);
    listeners = new ArrayList<>(other.listeners);
  }

  /** What the bits of a training depend on, beside network, first weights and data. */
  public String identity() {
    String plain = plainIdentity();
    return augmentation == null ? plain : plain + "; augmented by " + augmentationName;
  }

  private String plainIdentity() {
    return String.join(
        "; ",
        "loss " + loss,
        "rule " + rule,
        "rate " + learningRate,
        "schedule " + schedule,
        "batch " + batchSize,
        "epochs " + epochs,
        "patience " + patience,
        "l1 " + l1,
        "l2 " + l2,
        "decay " + weightDecay,
        "clip " + clipValue + " " + clipNorm,
        "accumulation " + accumulation,
        "seed " + seed,
        "precision " + precision,
        "device " + device,
        "rates " + rates,
        "anchor " + digest(anchor),
        "masks " + digest(masks));
  }

  private static String digest(@Nullable Anchor anchor) {
    return anchor == null ? "none" : digest(anchor.weights()) + " " + digest(anchor.factors());
  }

  private static String digest(Weights weights) {
    if (weights.asMap().isEmpty()) {
      return "none";
    }
    StringBuilder digests = new StringBuilder();
    weights
        .asMap()
        .forEach((n, t) -> digests.append(n).append(' ').append(t.digest()).append('\n'));
    return Digest.of(digests.toString()).hex();
  }

  /** The factor of a parameter's rate; 0 for a frozen one. */
  public double rateOf(String parameter) {
    for (Map.Entry<String, Double> rate : rates.entrySet()) {
      if (matches(rate.getKey(), parameter)) {
        return rate.getValue();
      }
    }
    return 1;
  }

  /** A star stands for any text. */
  public static boolean matches(String pattern, String name) {
    StringBuilder regex = new StringBuilder();
    for (String part : pattern.split("\\*", -1)) {
      regex.append(regex.length() == 0 ? "" : ".*").append(java.util.regex.Pattern.quote(part));
    }
    return name.matches(regex.toString());
  }
}
