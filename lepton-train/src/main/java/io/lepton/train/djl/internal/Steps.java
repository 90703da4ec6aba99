package io.lepton.train.djl.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.lepton.train.internal.MlpSettings;
import io.lepton.train.internal.MlpSettings.OptimizerKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Moves parameters along their gradients: SGD with momentum 0.9, or Adam (Kingma and Ba 2015) with
 * decoupled weight decay (Loshchilov and Hutter 2019), β 0.9 and 0.999. The arithmetic is DJL's;
 * the state is ours, because DJL's optimisers leave theirs to the garbage collector.
 */
final class Steps {
  private static final float MOMENTUM = 0.9f;
  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;
  private static final float EPSILON = 1e-8f;

  private final MlpSettings settings;
  private final List<NDArray> parameters;
  private final List<NDArray> first = new ArrayList<>();
  private final List<NDArray> second = new ArrayList<>();
  private int count;

  Steps(NDManager manager, MlpSettings settings, List<NDArray> parameters) {
    this.settings = settings;
    this.parameters = parameters;
    for (NDArray parameter : parameters) {
      first.add(manager.zeros(parameter.getShape()));
      second.add(manager.zeros(parameter.getShape()));
    }
  }

  /** Takes a step and sets the gradients to zero. */
  void step() {
    count++;
    for (int i = 0; i < parameters.size(); i++) {
      NDArray parameter = parameters.get(i);
      boolean matrix = parameter.getShape().dimension() == 2;
      float decay = matrix ? (float) settings.weightDecay() : 0;
      try (NDArray gradient = Objects.requireNonNull(parameter.getGradient())) {
        if (settings.optimizer() == OptimizerKind.ADAM) {
          adam(parameter, gradient, i, decay);
        } else {
          sgd(parameter, gradient, i, decay);
        }
      }
    }
  }

  private void adam(NDArray parameter, NDArray gradient, int i, float decay) {
    double rate = settings.learningRate();
    double corrected = rate * Math.sqrt(1 - Math.pow(BETA2, count)) / (1 - Math.pow(BETA1, count));
    parameter
        .getNDArrayInternal()
        .adamUpdate(
            new NDList(parameter, gradient, first.get(i), second.get(i)),
            new NDList(parameter),
            (float) rate,
            (float) corrected,
            decay,
            1,
            -1,
            BETA1,
            BETA2,
            EPSILON,
            false,
            true);
  }

  private void sgd(NDArray parameter, NDArray gradient, int i, float decay) {
    float rate = (float) settings.learningRate();
    if (decay != 0) {
      parameter.muli(1 - rate * decay);
    }
    parameter
        .getNDArrayInternal()
        .sgdUpdate(
            new NDList(parameter, gradient, first.get(i)),
            new NDList(parameter),
            rate,
            0,
            1,
            -1,
            MOMENTUM,
            false);
  }
}
