package io.lepton.compress.internal;

import java.util.SplittableRandom;

/**
 * The leading singular vectors of a matrix by subspace iteration from a random start (Halko,
 * Martinsson and Tropp 2011, algorithm 4.4), which costs little beside a full decomposition when
 * few are wanted. Deterministic.
 *
 * @param left [rows, rank], columns orthonormal, as arrays of columns
 * @param right [rank, columns]: the singular values times the right vectors
 * @param energy sum of the squares of the singular values
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
public record TruncatedSvd(double[][] left, double[][] right, double energy) {
  private static final int POWERS = 6;
  private static final int OVERSAMPLING = 8;

  /**
   * Decomposes.
   *
   * @param matrix row-major
   * @param rank from 1 to the smaller of both dimensions
   */
  public static TruncatedSvd of(float[] matrix, int rows, int columns, int rank) {
    int width = Math.min(Math.min(rows, columns), rank + OVERSAMPLING);
    SplittableRandom random = new SplittableRandom(rank);
    double[][] basis = new double[width][columns];
    for (double[] vector : basis) {
      for (int i = 0; i < columns; i++) {
        vector[i] = random.nextGaussian();
      }
    }
    double[][] image = orthonormal(times(matrix, rows, columns, basis));
    for (int i = 0; i < POWERS; i++) {
      basis = orthonormal(transposedTimes(matrix, rows, columns, image));
      image = orthonormal(times(matrix, rows, columns, basis));
    }
    double[][] projected = transposedTimes(matrix, rows, columns, image);
    return rotated(image, projected, rank);
  }

  /** Rotates both factors so that the rows of the right one are orthogonal, largest first. */
  private static TruncatedSvd rotated(double[][] image, double[][] projected, int rank) {
    boolean turned = true;
    for (int sweep = 0; turned && sweep < 60; sweep++) {
      turned = false;
      for (int i = 0; i < projected.length; i++) {
        for (int j = i + 1; j < projected.length; j++) {
          turned |= rotate(image, projected, i, j);
        }
      }
    }
    Integer[] order = new Integer[projected.length];
    double[] squares = new double[projected.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
      squares[i] = dot(projected[i], projected[i]);
    }
    java.util.Arrays.sort(order, (a, b) -> Double.compare(squares[b], squares[a]));
    double[][] left = new double[rank][];
    double[][] right = new double[rank][];
    double energy = 0;
    for (int i = 0; i < rank; i++) {
      left[i] = image[order[i]];
      right[i] = projected[order[i]];
      energy += squares[order[i]];
    }
    return new TruncatedSvd(left, right, energy);
  }

  /** One Jacobi rotation (Hestenes 1958) that makes two rows orthogonal. */
  private static boolean rotate(double[][] image, double[][] projected, int i, int j) {
    double a = dot(projected[i], projected[i]);
    double b = dot(projected[j], projected[j]);
    double c = dot(projected[i], projected[j]);
    if (Math.abs(c) <= 1e-14 * Math.sqrt(a * b)) {
      return false;
    }
    double zeta = (b - a) / (2 * c);
    double t = Math.signum(zeta) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
    t = zeta == 0 ? 1 : t;
    double cosine = 1 / Math.sqrt(1 + t * t);
    turn(projected[i], projected[j], cosine, cosine * t);
    turn(image[i], image[j], cosine, cosine * t);
    return true;
  }

  private static void turn(double[] x, double[] y, double cosine, double sine) {
    for (int k = 0; k < x.length; k++) {
      double old = x[k];
      x[k] = cosine * old - sine * y[k];
      y[k] = sine * old + cosine * y[k];
    }
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  /** Each vector times the matrix. */
  private static double[][] times(float[] matrix, int rows, int columns, double[][] vectors) {
    double[][] products = new double[vectors.length][rows];
    for (int v = 0; v < vectors.length; v++) {
      for (int row = 0; row < rows; row++) {
        double sum = 0;
        for (int column = 0; column < columns; column++) {
          sum += matrix[row * columns + column] * vectors[v][column];
        }
        products[v][row] = sum;
      }
    }
    return products;
  }

  private static double[][] transposedTimes(
      float[] matrix, int rows, int columns, double[][] vectors) {
    double[][] products = new double[vectors.length][columns];
    for (int v = 0; v < vectors.length; v++) {
      for (int row = 0; row < rows; row++) {
        double factor = vectors[v][row];
        for (int column = 0; column < columns; column++) {
          products[v][column] += factor * matrix[row * columns + column];
        }
      }
    }
    return products;
  }

  /** Gram and Schmidt, each vector twice; one that depends on the others becomes zeros. */
  private static double[][] orthonormal(double[][] vectors) {
    for (int i = 0; i < vectors.length; i++) {
      double before = Math.sqrt(dot(vectors[i], vectors[i]));
      for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < i; j++) {
          double share = dot(vectors[i], vectors[j]);
          for (int k = 0; k < vectors[i].length; k++) {
            vectors[i][k] -= share * vectors[j][k];
          }
        }
      }
      double length = Math.sqrt(dot(vectors[i], vectors[i]));
      double factor = length <= 1e-12 * before ? 0 : 1 / length;
      for (int k = 0; k < vectors[i].length; k++) {
        vectors[i][k] *= factor;
      }
    }
    return vectors;
  }
}
