package io.lepton.data.augment;

import java.util.SplittableRandom;

/** A network with one hidden layer in plain Java, so that attacks are tested without an engine. */
final class TinyMlp implements InputGradient {
  private final int in;
  private final int hidden;
  private final int out;
  final float[] w1;
  final float[] b1;
  final float[] w2;
  final float[] b2;

  TinyMlp(int in, int hidden, int out, SplittableRandom random) {
    this.in = in;
    this.hidden = hidden;
    this.out = out;
    w1 = normal(hidden * in, Math.sqrt(2.0 / in), random);
    b1 = new float[hidden];
    w2 = normal(out * hidden, Math.sqrt(1.0 / hidden), random);
    b2 = new float[out];
  }

  private static float[] normal(int size, double deviation, SplittableRandom random) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (deviation * Draws.gaussian(random));
    }
    return values;
  }

  private static float dot(float[] a, int atA, float[] b, int atB, int n) {
    float sum = 0;
    for (int i = 0; i < n; i++) {
      sum += a[atA + i] * b[atB + i];
    }
    return sum;
  }

  private float[] activations(float[] inputs, int at) {
    float[] h = new float[hidden];
    for (int j = 0; j < hidden; j++) {
      h[j] = Math.max(0, b1[j] + dot(w1, j * in, inputs, at, in));
    }
    return h;
  }

  private float[] logits(float[] h) {
    float[] z = new float[out];
    for (int k = 0; k < out; k++) {
      z[k] = b2[k] + dot(w2, k * hidden, h, 0, hidden);
    }
    return z;
  }

  /** Softmax less targets. */
  private float[] errors(float[] h, float[] targets, int at) {
    float[] z = logits(h);
    double top = Double.NEGATIVE_INFINITY;
    for (float value : z) {
      top = Math.max(top, value);
    }
    double sum = 0;
    for (float value : z) {
      sum += Math.exp(value - top);
    }
    for (int k = 0; k < out; k++) {
      z[k] = (float) (Math.exp(z[k] - top) / sum) - targets[at + k];
    }
    return z;
  }

  private float[] hiddenErrors(float[] h, float[] errors) {
    float[] back = new float[hidden];
    for (int k = 0; k < out; k++) {
      for (int j = 0; j < hidden; j++) {
        back[j] += h[j] > 0 ? errors[k] * w2[k * hidden + j] : 0;
      }
    }
    return back;
  }

  @Override
  public float[] of(LabelledBatch batch) {
    float[] gradient = new float[batch.inputs().length];
    for (int row = 0; row < batch.rows(); row++) {
      float[] h = activations(batch.inputs(), row * in);
      float[] back = hiddenErrors(h, errors(h, batch.targets(), row * out));
      for (int j = 0; j < hidden; j++) {
        for (int i = 0; i < in && back[j] != 0; i++) {
          gradient[row * in + i] += back[j] * w1[j * in + i];
        }
      }
    }
    return gradient;
  }

  void step(LabelledBatch batch, float rate) {
    float scale = rate / batch.rows();
    for (int row = 0; row < batch.rows(); row++) {
      float[] h = activations(batch.inputs(), row * in);
      float[] errors = errors(h, batch.targets(), row * out);
      float[] back = hiddenErrors(h, errors);
      for (int k = 0; k < out; k++) {
        b2[k] -= scale * errors[k];
        for (int j = 0; j < hidden; j++) {
          w2[k * hidden + j] -= scale * errors[k] * h[j];
        }
      }
      for (int j = 0; j < hidden; j++) {
        b1[j] -= scale * back[j];
        for (int i = 0; i < in && back[j] != 0; i++) {
          w1[j * in + i] -= scale * back[j] * batch.inputs()[row * in + i];
        }
      }
    }
  }

  double accuracy(LabelledBatch batch) {
    int right = 0;
    for (int row = 0; row < batch.rows(); row++) {
      float[] z = logits(activations(batch.inputs(), row * in));
      int best = 0;
      for (int k = 1; k < out; k++) {
        best = z[k] > z[best] ? k : best;
      }
      right += batch.targets()[row * out + best] == 1 ? 1 : 0;
    }
    return right / (double) batch.rows();
  }
}
