package io.lepton.federated;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** The clients of a round, each with its seed. */
record Sample(Map<String, Long> seeds) {
  /** Depends on seed, round and names only, so that a federation can be resumed. */
  static Sample draw(FederatedAveraging definition, int round, Collection<String> names) {
    SplittableRandom rounds = new SplittableRandom(definition.seed());
    SplittableRandom random = rounds.split();
    for (int i = 1; i < round; i++) {
      random = rounds.split();
    }
    Map<String, Long> all = new TreeMap<>();
    for (String name : names) {
      all.put(name, random.nextLong());
    }
    Privacy privacy = definition.privacy();
    RandomGenerator source = privacy == null ? random : privacy.random();
    if (definition.sampling() instanceof Sampling.Independent independent) {
      all.keySet().removeIf(name -> source.nextDouble() >= independent.probability());
    } else if (definition.sampling() instanceof Sampling.Fixed fixed) {
      List<String> order = new ArrayList<>(all.keySet());
      while (order.size() > fixed.clients()) {
        all.remove(order.remove(source.nextInt(order.size())));
      }
    }
    return new Sample(all);
  }
}
