package io.lepton.stats.internal.compute;

import io.lepton.spi.RandomLaw;
import io.lepton.stats.internal.random.Binomials;
import io.lepton.stats.internal.random.CounterStream;
import io.lepton.stats.internal.random.Gammas;
import io.lepton.stats.internal.random.Streams;
import io.lepton.stats.internal.random.Streams.Purpose;

/** One draw of a law from the stream of its number. */
public final class Draws {
  private Draws() {}

  /** Draw number {@code index}; normal ones come in pairs (Box and Muller 1958). */
  public static double draw(RandomLaw law, long key, long index) {
    if (law instanceof RandomLaw.Normal) {
      CounterStream stream = Streams.stream(key, Purpose.DRAW, index >> 1);
      double radius = Math.sqrt(-2 * Math.log(stream.nextOpen()));
      double angle = 2 * Math.PI * stream.nextOpen();
      return radius * ((index & 1) == 0 ? Math.cos(angle) : Math.sin(angle));
    }
    CounterStream stream = Streams.stream(key, Purpose.DRAW, index);
    if (law instanceof RandomLaw.Gamma gamma) {
      return Gammas.gamma(stream, gamma.shape());
    }
    if (law instanceof RandomLaw.Beta beta) {
      return Gammas.beta(stream, beta.alpha(), beta.beta());
    }
    if (law instanceof RandomLaw.Binomial binomial) {
      return Binomials.draw(stream, binomial.trials(), binomial.probability());
    }
    return stream.nextOpen();
  }
}
