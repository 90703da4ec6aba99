package io.lepton.data.split;

/** Shares rows out by largest remainder; remembers from class to class what parts still lack. */
final class Shares {
  private final double[] fractions;
  private final double[] behind;

  Shares(Fractions fractions) {
    this.fractions = fractions.toArray();
    this.behind = new double[this.fractions.length];
  }

  /** Writes the part of each of the rows; the first rows go to the first part. */
  void deal(int[] rows, int[] partOf) {
    int[] seats = seats(rows.length);
    int next = 0;
    for (int part = 0; part < seats.length; part++) {
      for (int i = 0; i < seats[part]; i++) {
        partOf[rows[next++]] = part;
      }
    }
  }

  private int[] seats(int n) {
    int[] seats = new int[fractions.length];
    double[] remainder = new double[fractions.length];
    int left = n;
    for (int part = 0; part < seats.length; part++) {
      double ideal = n * fractions[part];
      // A product that should be whole may fall just short of it.
      seats[part] = (int) Math.floor(ideal + 1e-9);
      remainder[part] = Math.max(0, ideal - seats[part]);
      behind[part] += remainder[part];
      left -= seats[part];
    }
    for (; left > 0; left--) {
      int best = 0;
      for (int part = 1; part < seats.length; part++) {
        double difference = remainder[part] - remainder[best];
        if (difference > 1e-9
            || (Math.abs(difference) <= 1e-9 && behind[part] > behind[best] + 1e-9)) {
          best = part;
        }
      }
      seats[best]++;
      remainder[best] -= 1;
      behind[best] -= 1;
    }
    return seats;
  }
}
