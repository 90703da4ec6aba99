package io.lepton.data.augment;

import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import java.util.Objects;
import java.util.SplittableRandom;

/** Attacks that follow the gradient of a model's loss. */
public final class Attacks {
  private Attacks() {}

  /**
   * The fast gradient sign method (Goodfellow et al. 2015): one step to the border of the ball.
   *
   * @param ball how far it may go
   * @return the attack; it draws nothing
   */
  public static Attack fgsm(Ball ball) {
    Objects.requireNonNull(ball);
    return (batch, model, random) ->
        batch.withInputs(stepped(batch, batch.inputs(), model, ball, ball.epsilon()));
  }

  /**
   * Projected gradient descent (Madry et al. 2018): from a random place in the ball, several steps,
   * each brought back into the ball.
   *
   * @param ball how far it may go
   * @param steps at least 1
   * @param step length of each, such as 2.5 ε / steps
   * @return the attack
   * @throws InvalidInputException if there is no step, or its length is negative
   */
  public static Attack pgd(Ball ball, int steps, double step) {
    Objects.requireNonNull(ball);
    Draws.requireAtLeastZero("step length", step);
    if (steps < 1) {
      throw new InvalidInputException(steps + " steps of an attack; expected at least 1");
    }
    return (batch, model, random) -> {
      float[] inputs = start(batch, ball, random);
      for (int i = 0; i < steps; i++) {
        inputs = stepped(batch, inputs, model, ball, step);
      }
      return batch.withInputs(inputs);
    };
  }

  private static float[] stepped(
      LabelledBatch batch, float[] from, InputGradient model, Ball ball, double step) {
    float[] gradient = model.of(batch.withInputs(from));
    if (gradient.length != from.length) {
      throw new EngineException(
          "the model gave a gradient of " + gradient.length + " values for " + from.length);
    }
    for (int i = 0; i < gradient.length; i++) {
      if (!Float.isFinite(gradient[i])) {
        throw new EngineException(
            "the model's gradient for input "
                + i % batch.width()
                + " of row "
                + i / batch.width()
                + " is "
                + gradient[i]
                + "; a model with weights that are not finite, or too large, cannot be attacked");
      }
    }
    float[] inputs = from.clone();
    int width = batch.width();
    for (int row = 0; row < batch.rows(); row++) {
      ball.step(inputs, gradient, row * width, width, step);
      ball.project(inputs, batch.inputs(), row * width, width);
    }
    return inputs;
  }

  /** Uniform in the cube; in the ball along a random direction, uniform by volume. */
  private static float[] start(LabelledBatch batch, Ball ball, SplittableRandom random) {
    float[] inputs = batch.inputs().clone();
    int width = batch.width();
    float[] direction = new float[inputs.length];
    for (int row = 0; row < batch.rows(); row++) {
      int at = row * width;
      double reach = ball.epsilon() * Math.pow(random.nextDouble(), 1.0 / width);
      for (int i = at; i < at + width; i++) {
        if (ball.norm() == Ball.Norm.L2) {
          direction[i] = (float) Draws.gaussian(random);
        } else {
          inputs[i] += (float) Draws.within(ball.epsilon(), random);
        }
      }
      if (ball.norm() == Ball.Norm.L2) {
        ball.step(inputs, direction, at, width, reach);
      }
      ball.project(inputs, batch.inputs(), at, width);
    }
    return inputs;
  }
}
