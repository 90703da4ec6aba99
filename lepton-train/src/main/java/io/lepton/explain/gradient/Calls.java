package io.lepton.explain.gradient;

import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.LeptonException;
import java.util.Arrays;
import java.util.function.Supplier;

/** Asks a model in batches, and checks what goes in and what comes out. */
final class Calls {
  private static final int MOST_ELEMENTS = 1 << 22;

  private final DifferentiableModel model;
  private final int elements;
  private final int batch;

  Calls(DifferentiableModel model) {
    this.model = model;
    this.elements = Math.toIntExact(model.inputShape().elementCount());
    this.batch = Math.max(1, Math.min(256, MOST_ELEMENTS / Math.max(1, elements)));
  }

  float[] checked(float[] input) {
    if (input.length != elements) {
      throw new InvalidInputException(
          "an input of "
              + input.length
              + " elements; expected "
              + elements
              + " for shape "
              + model.inputShape());
    }
    for (int i = 0; i < input.length; i++) {
      if (!Float.isFinite(input[i])) {
        throw new InvalidInputException(
            "element " + i + " of the input is " + input[i] + "; expected a finite number");
      }
    }
    return input.clone();
  }

  /** One output of each input. */
  double[] outputs(float[][] inputs, int output) {
    double[] values = new double[inputs.length];
    for (int start = 0; start < inputs.length; start += batch) {
      float[][] part = Arrays.copyOfRange(inputs, start, Math.min(inputs.length, start + batch));
      float[][] answers = ask(() -> model.outputs(part), part.length, "outputs");
      for (int i = 0; i < part.length; i++) {
        if (output < 0 || output >= answers[i].length) {
          throw new InvalidInputException(
              "no output " + output + "; the model has " + answers[i].length);
        }
        values[start + i] = finite(answers[i][output], "output " + output);
      }
    }
    return values;
  }

  /** The gradient of one output at each input. */
  float[][] gradients(float[][] inputs, int output) {
    float[][] values = new float[inputs.length][];
    for (int start = 0; start < inputs.length; start += batch) {
      float[][] part = Arrays.copyOfRange(inputs, start, Math.min(inputs.length, start + batch));
      float[][] answers =
          ask(() -> model.inputGradients(part, output), part.length, "input gradients");
      for (int i = 0; i < part.length; i++) {
        if (answers[i].length != elements) {
          throw new EngineException(
              "a gradient of " + answers[i].length + " elements for an input of " + elements);
        }
        for (float value : answers[i]) {
          finite(value, "gradient");
        }
        values[start + i] = answers[i];
      }
    }
    return values;
  }

  private static float finite(float value, String what) {
    if (!Float.isFinite(value)) {
      throw new EngineException(
          "the model's " + what + " is " + value + "; what is not finite cannot be explained");
    }
    return value;
  }

  private static float[][] ask(Supplier<float[][]> call, int cases, String what) {
    float[][] answers;
    try {
      answers = call.get();
    } catch (LeptonException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new EngineException("the model threw when asked for its " + what + ": " + e, e);
    }
    if (answers.length != cases) {
      throw new EngineException(
          "the model gave " + what + " of " + answers.length + " cases for " + cases);
    }
    return answers;
  }
}
