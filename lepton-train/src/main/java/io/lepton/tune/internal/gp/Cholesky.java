package io.lepton.tune.internal.gp;

/**
 * K = UᵀU of a symmetric positive definite matrix, kept by rows so that all inner loops but one run
 * along memory and are vectorised. Rows and columns can be appended. Not thread-safe while it
 * grows.
 */
final class Cholesky {
  private double[] upper;
  private int stride;
  private int size;

  private Cholesky(double[] upper, int size) {
    this.upper = upper;
    this.stride = size;
    this.size = size;
  }

  /**
   * Factors a matrix in its own memory.
   *
   * @param matrix by rows, size × size; only the upper triangle is read, all is overwritten
   * @return the factor
   * @throws ArithmeticException if the matrix is not positive definite to working precision
   */
  static Cholesky of(double[] matrix, int size) {
    for (int k = 0; k < size; k++) {
      int row = k * size;
      double root = root(matrix[row + k], k);
      for (int j = k; j < size; j++) {
        matrix[row + j] /= root;
      }
      for (int i = k + 1; i < size; i++) {
        minus(matrix, i * size, matrix[row + i], matrix, row, i, size);
      }
    }
    return new Cholesky(matrix, size);
  }

  private static double root(double pivot, int k) {
    if (!(pivot > 0)) {
      throw new ArithmeticException("pivot " + k + " is " + pivot + ": not positive definite");
    }
    return Math.sqrt(pivot);
  }

  /** target[j] −= factor · source[j] for j in [from, to), relative to the two offsets. */
  private static void minus(
      double[] target, int t, double factor, double[] source, int s, int from, int to) {
    for (int j = from; j < to; j++) {
      target[t + j] -= factor * source[s + j];
    }
  }

  int size() {
    return size;
  }

  Cholesky copy(int capacity) {
    Cholesky copy = new Cholesky(upper, size);
    copy.stride = stride;
    copy.grow(capacity);
    return copy;
  }

  private void grow(int capacity) {
    double[] larger = new double[capacity * capacity];
    for (int i = 0; i < size; i++) {
      System.arraycopy(upper, i * stride + i, larger, i * capacity + i, size - i);
    }
    upper = larger;
    stride = capacity;
  }

  /**
   * Adds a last row and column in quadratic time.
   *
   * @param column of the matrix, size values, overwritten
   * @param diagonal the new last entry
   */
  void append(double[] column, double diagonal) {
    if (size == stride) {
      grow(size + Math.max(8, size / 4));
    }
    forward(column);
    double rest = diagonal;
    for (int i = 0; i < size; i++) {
      upper[i * stride + size] = column[i];
      rest -= column[i] * column[i];
    }
    upper[size * stride + size] = root(rest, size);
    size++;
  }

  /** Solves Uᵀ v = b in place. */
  void forward(double[] b) {
    for (int k = 0; k < size; k++) {
      int row = k * stride;
      b[k] /= upper[row + k];
      minus(b, 0, b[k], upper, row, k + 1, size);
    }
  }

  /** Solves U x = v in place. */
  void backward(double[] v) {
    for (int k = size - 1; k >= 0; k--) {
      int row = k * stride;
      v[k] = (v[k] - dot(upper, row, v, 0, k + 1, size)) / upper[row + k];
    }
  }

  double logDeterminant() {
    double sum = 0;
    for (int k = 0; k < size; k++) {
      sum += StrictMath.log(upper[k * stride + k]);
    }
    return 2 * sum;
  }

  /** K⁻¹, both triangles, by rows without gaps. */
  double[] inverse() {
    int n = size;
    double[] w = new double[n * n]; // U⁻¹
    for (int i = n - 1; i >= 0; i--) {
      int row = i * n;
      double pivot = upper[i * stride + i];
      w[row + i] = 1;
      for (int k = i + 1; k < n; k++) {
        minus(w, row, upper[i * stride + k], w, k * n, k, n);
      }
      for (int j = i; j < n; j++) {
        w[row + j] /= pivot;
      }
    }
    double[] inverse = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        double entry = dot(w, i * n, w, j * n, j, n);
        inverse[i * n + j] = entry;
        inverse[j * n + i] = entry;
      }
    }
    return inverse;
  }

  /** Four sums at a time: one chain of additions waits for itself. */
  static double dot(double[] a, int s, double[] b, int t, int from, int to) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int j = from;
    for (; j + 3 < to; j += 4) {
      sum0 += a[s + j] * b[t + j];
      sum1 += a[s + j + 1] * b[t + j + 1];
      sum2 += a[s + j + 2] * b[t + j + 2];
      sum3 += a[s + j + 3] * b[t + j + 3];
    }
    for (; j < to; j++) {
      sum0 += a[s + j] * b[t + j];
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }

  static double dot(double[] a, double[] b) {
    return dot(a, 0, b, 0, 0, Math.min(a.length, b.length));
  }
}
