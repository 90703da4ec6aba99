package io.lepton.train.djl.internal;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.network.Parameter;
import io.lepton.tensor.Tensor;
import io.lepton.train.Anchor;
import io.lepton.train.UpdateRule;
import io.lepton.train.internal.LoopSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns gradients into steps. Its whole state is arrays by name and a count. */
final class Updates {
  private final LoopSettings settings;
  private final UpdateRule rule;
  private final Scalars scalars;
  private final @Nullable FusedAdam adam;
  private final List<Learnt> learnt = new ArrayList<>();
  private final Map<String, PtNDArray> state = new LinkedHashMap<>();
  private long count;

  /** A parameter that is learnt. */
  private static final class Learnt {
    final String name;
    final PtNDArray weight;
    final boolean penalised;
    final double rate;
    @Nullable PtNDArray first;
    @Nullable PtNDArray second;
    @Nullable PtNDArray anchor;
    @Nullable PtNDArray mask;
    @Nullable PtNDArray twiceFactor;
    @Nullable PtNDArray gradient; // PyTorch adds to it in place, so it is asked for once

    Learnt(String name, PtNDArray weight, boolean penalised, double rate) {
      this.name = name;
      this.weight = weight;
      this.penalised = penalised;
      this.rate = rate;
    }
  }

  Updates(NDManager manager, LoopSettings settings, Trainable model) {
    this.settings = settings;
    this.rule = settings.rule;
    this.scalars = new Scalars(manager);
    this.adam = rule instanceof UpdateRule.Adam named ? new FusedAdam(manager, named) : null;
    requireMatches(settings, model);
    model
        .arrays()
        .forEach(
            (name, array) -> {
              Parameter.Role role = model.role(name);
              double rate = settings.rateOf(name);
              if (role != Parameter.Role.BUFFER && rate > 0) {
                Learnt one = new Learnt(name, array, role == Parameter.Role.WEIGHT, rate);
                prepare(manager, one);
                JniUtils.attachGradient(array, true);
                learnt.add(one);
              }
            });
    if (learnt.isEmpty()) {
      throw new InvalidInputException("every parameter is frozen; nothing is left to learn");
    }
  }

  /** Whether parameters ask for gradients; what they have gathered stays. */
  void gradients(boolean wanted) {
    learnt.forEach(one -> JniUtils.attachGradient(one.weight, wanted));
  }

  private static void requireMatches(LoopSettings settings, Trainable model) {
    for (String pattern : settings.rates.keySet()) {
      if (model.arrays().keySet().stream().noneMatch(n -> LoopSettings.matches(pattern, n))) {
        throw new InvalidInputException(
            "no parameter matches \"" + pattern + "\"; there are " + model.arrays().keySet());
      }
    }
    settings
        .masks
        .asMap()
        .forEach(
            (name, mask) -> {
              PtNDArray array = model.arrays().get(name);
              if (array == null || array.size() != mask.shape().elementCount()) {
                throw new InvalidInputException(
                    "the mask of \""
                        + name
                        + "\" "
                        + mask.shape()
                        + " does not fit the network's "
                        + model.arrays().keySet());
              }
            });
    Anchor anchor = settings.anchor;
    if (anchor != null) {
      anchor
          .weights()
          .asMap()
          .forEach(
              (name, tensor) -> {
                PtNDArray array = model.arrays().get(name);
                if (array == null || array.size() != tensor.shape().elementCount()) {
                  throw new InvalidInputException(
                      "the anchor's \""
                          + name
                          + "\" "
                          + tensor.shape()
                          + " does not fit the network's "
                          + model.arrays().keySet());
                }
              });
    }
  }

  private void prepare(NDManager manager, Learnt one) {
    boolean first =
        rule instanceof UpdateRule.Sgd sgd
            ? sgd.momentum() > 0
            : rule instanceof UpdateRule.RmsProp rms
                ? rms.momentum() > 0
                : rule instanceof UpdateRule.Adam;
    if (first) {
      one.first = zeros(manager, one, "first");
    }
    if (!(rule instanceof UpdateRule.Sgd)) {
      one.second = zeros(manager, one, "second");
    }
    Tensor mask = settings.masks.find(one.name).orElse(null);
    if (mask != null) {
      one.mask = Arrays.of(manager, mask.toFloats(), one.weight.getShape().getShape());
      JniUtils.muli(one.weight, one.mask);
    }
    Anchor anchor = settings.anchor;
    if (anchor != null && anchor.weights().find(one.name).isPresent()) {
      long[] dimensions = one.weight.getShape().getShape();
      one.anchor = Arrays.of(manager, anchor.weights().get(one.name).toFloats(), dimensions);
      Tensor factors = anchor.factors().get(one.name);
      float[] twice = factors.toFloats();
      for (int i = 0; i < twice.length; i++) {
        twice[i] *= 2;
      }
      one.twiceFactor =
          twice.length == 1 && one.weight.size() != 1
              ? Arrays.of(manager, twice)
              : Arrays.of(manager, twice, dimensions);
    }
  }

  private PtNDArray zeros(NDManager manager, Learnt one, String kind) {
    PtNDArray zeros =
        Arrays.of(
            manager,
            new float[Math.toIntExact(one.weight.size())],
            one.weight.getShape().getShape());
    state.put(kind + "/" + one.name, zeros);
    return zeros;
  }

  /** Moments by name, to be saved or overwritten. */
  Map<String, PtNDArray> state() {
    return state;
  }

  long count() {
    return count;
  }

  void count(long steps) {
    count = steps;
  }

  /**
   * Takes a step and sets the gradients to zero. Gradients must be off.
   *
   * @param rate of this step
   * @param batches whose gradients were added up
   */
  void step(double rate, int batches) {
    count++;
    if (adam != null) {
      adam.begin(count);
    }
    try (NDScope scope = new NDScope()) {
      List<Learnt> reached = new ArrayList<>();
      List<PtNDArray> gradients = new ArrayList<>();
      for (Learnt one : learnt) {
        if (one.gradient == null) {
          one.gradient = JniUtils.getGradient(one.weight);
          if (one.gradient != null) {
            NDScope.unregister(one.gradient);
          }
        }
        if (one.gradient != null) { // else the outputs do not depend on it
          reached.add(one);
          gradients.add(prepared(one, one.gradient, batches));
        }
      }
      clipNorm(gradients);
      for (int i = 0; i < gradients.size(); i++) {
        Learnt one = reached.get(i);
        update(one, gradients.get(i), rate * one.rate);
      }
      if (adam != null) {
        adam.flush();
      }
      for (Learnt one : reached) {
        if (one.mask != null) {
          JniUtils.muli(one.weight, one.mask);
        }
        JniUtils.zeroGrad(one.weight);
      }
    }
  }

  private PtNDArray prepared(Learnt one, PtNDArray gradient, int batches) {
    if (batches > 1) {
      JniUtils.muli(gradient, scalars.of(1.0 / batches));
    }
    if (one.penalised && settings.l1 > 0) {
      JniUtils.addi(gradient, JniUtils.mul(JniUtils.sign(one.weight), scalars.of(settings.l1)));
    }
    if (one.penalised && settings.l2 > 0) {
      JniUtils.addi(gradient, JniUtils.mul(one.weight, scalars.of(2 * settings.l2)));
    }
    if (one.anchor != null && one.twiceFactor != null) {
      JniUtils.addi(gradient, JniUtils.mul(JniUtils.sub(one.weight, one.anchor), one.twiceFactor));
    }
    if (settings.clipValue < Double.POSITIVE_INFINITY) {
      // Not clip(), and not DJL's optimisers', which only bounds one side.
      return JniUtils.max(
          JniUtils.min(gradient, scalars.of(settings.clipValue)), scalars.of(-settings.clipValue));
    }
    return gradient;
  }

  private void clipNorm(List<PtNDArray> gradients) {
    if (settings.clipNorm == Double.POSITIVE_INFINITY) {
      return;
    }
    double squares = 0;
    for (PtNDArray gradient : gradients) {
      squares += JniUtils.sum(JniUtils.square(gradient)).getFloat();
    }
    double norm = Math.sqrt(squares);
    if (!Double.isFinite(norm)) {
      throw new EngineException(
          "training diverged: the gradients' norm is " + norm + "; lower the learning rate");
    }
    double factor = settings.clipNorm / (norm + 1e-6); // PyTorch's ε
    if (factor < 1) {
      PtNDArray scalar = scalars.set("norm", factor);
      gradients.forEach(gradient -> JniUtils.muli(gradient, scalar));
    }
  }

  private void update(Learnt one, PtNDArray gradient, double rate) {
    if (one.penalised && settings.weightDecay > 0) {
      JniUtils.muli(one.weight, scalars.set("decay", 1 - rate * settings.weightDecay));
    }
    PtNDArray mean = one.first;
    PtNDArray square = one.second;
    if (adam != null && mean != null && square != null) {
      adam.add(one.weight, gradient, mean, square, rate);
      return;
    }
    PtNDArray direction = direction(one, gradient);
    JniUtils.subi(one.weight, JniUtils.mul(direction, scalars.set("rate", rate)));
  }

  private PtNDArray direction(Learnt one, PtNDArray gradient) {
    if (rule instanceof UpdateRule.Sgd sgd) {
      PtNDArray velocity = one.first;
      if (velocity == null) {
        return gradient;
      }
      JniUtils.muli(velocity, scalars.of(sgd.momentum()));
      JniUtils.addi(velocity, gradient);
      return sgd.lookAhead() == UpdateRule.LookAhead.NESTEROV
          ? JniUtils.add(gradient, JniUtils.mul(velocity, scalars.of(sgd.momentum())))
          : velocity;
    }
    PtNDArray squares = java.util.Objects.requireNonNull(one.second);
    if (rule instanceof UpdateRule.Adagrad adagrad) {
      JniUtils.addi(squares, JniUtils.square(gradient));
      return divided(gradient, squares, adagrad.epsilon());
    }
    UpdateRule.RmsProp rms = (UpdateRule.RmsProp) rule;
    JniUtils.muli(squares, scalars.of(rms.alpha()));
    JniUtils.addi(squares, JniUtils.mul(JniUtils.square(gradient), scalars.of(1 - rms.alpha())));
    PtNDArray direction = divided(gradient, squares, rms.epsilon());
    PtNDArray velocity = one.first;
    if (velocity == null) {
      return direction;
    }
    JniUtils.muli(velocity, scalars.of(rms.momentum()));
    JniUtils.addi(velocity, direction);
    return velocity;
  }

  private PtNDArray divided(PtNDArray gradient, PtNDArray squares, double epsilon) {
    PtNDArray root = JniUtils.sqrt(squares);
    JniUtils.addi(root, scalars.of(epsilon));
    return JniUtils.div(gradient, root);
  }
}
