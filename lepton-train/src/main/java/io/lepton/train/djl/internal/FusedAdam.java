package io.lepton.train.djl.internal;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.lepton.train.UpdateRule;
import java.util.ArrayList;
import java.util.List;

/**
 * PyTorch's Adam of one pass over each parameter. DJL's makes an array as large as the parameter
 * for each of its six operations, in memory that is new at each step: that took half of the time.
 */
final class FusedAdam {
  private static final String STEP =
      """
          weights: List[Tensor],
          gradients: List[Tensor],
          means: List[Tensor],
          squares: List[Tensor],
          steps: List[Tensor],
          rate: float,
          beta1: float,
          beta2: float,
          epsilon: float) -> NoneType:
          torch._fused_adam_(weights, gradients, means, squares, annotate(List[Tensor], []), steps, lr=rate, beta1=beta1, beta2=beta2, weight_decay=0., eps=epsilon, amsgrad=False, maximize=False)
          return None
      """;

  private final UpdateRule.Adam rule;
  private final PtNDArray steps;
  private final List<PtNDArray> weights = new ArrayList<>();
  private final List<PtNDArray> gradients = new ArrayList<>();
  private final List<PtNDArray> means = new ArrayList<>();
  private final List<PtNDArray> squares = new ArrayList<>();
  private double rate;

  /** Loaded once, which takes milliseconds; it has no state. */
  private static final class Holder {
    static final PtSymbolBlock MODULE = Script.load((PtNDManager) PyTorch.newManager(), STEP);
  }

  FusedAdam(NDManager manager, UpdateRule.Adam rule) {
    this.rule = rule;
    this.steps = Arrays.scalar(manager, 0);
  }

  /**
   * Begins a step.
   *
   * @param count of this step, from 1
   */
  void begin(long count) {
    Arrays.put(steps, new float[] {count});
  }

  /** Moves a parameter, now or with those that follow at the same rate. */
  void add(PtNDArray weight, PtNDArray gradient, PtNDArray mean, PtNDArray square, double itsRate) {
    if (itsRate != rate) {
      flush();
      rate = itsRate;
    }
    weights.add(weight);
    gradients.add(gradient);
    means.add(mean);
    squares.add(square);
  }

  /** Moves what was added. */
  void flush() {
    if (weights.isEmpty()) {
      return;
    }
    PtNDArray[] counts = new PtNDArray[weights.size()];
    java.util.Arrays.fill(counts, steps);
    List<IValue> arguments = new ArrayList<>();
    JniUtils.setGraphExecutorOptimize(false); // of this thread; there is nothing to optimise
    try {
      for (List<PtNDArray> arrays : List.of(weights, gradients, means, squares)) {
        arguments.add(IValue.listFrom(arrays.toArray(PtNDArray[]::new)));
      }
      arguments.add(IValue.listFrom(counts));
      for (double number : new double[] {rate, rule.beta1(), rule.beta2(), rule.epsilon()}) {
        arguments.add(IValue.from(number));
      }
      IValueUtils.forward(Holder.MODULE, arguments.toArray(IValue[]::new)).close();
    } finally {
      JniUtils.setGraphExecutorOptimize(true); // PyTorch's default
      arguments.forEach(IValue::close);
      weights.clear();
      gradients.clear();
      means.clear();
      squares.clear();
    }
  }
}
