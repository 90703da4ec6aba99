package io.lepton.finetune;

import io.lepton.error.InvalidInputException;
import io.lepton.network.Branches;
import io.lepton.network.Layer;
import io.lepton.network.Linear;
import io.lepton.network.Network;
import io.lepton.network.Sequential;
import io.lepton.network.Step;
import io.lepton.train.internal.LoopSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** Networks with some of their layers replaced. A layer's path is its names joined by dots. */
final class Layers {
  private Layers() {}

  /** The network with the function applied to each layer and its path, the inner ones first. */
  static Network rewrite(Network network, BiFunction<String, Layer, Layer> change) {
    return Network.of(network.inputShape(), rewrite(network.root(), "", change));
  }

  private static Layer rewrite(Layer layer, String path, BiFunction<String, Layer, Layer> change) {
    Layer inside = layer;
    if (layer instanceof Sequential sequential) {
      inside = new Sequential(rewrite(sequential.steps(), path, change));
    } else if (layer instanceof Branches branches) {
      inside = new Branches(branches.merge(), rewrite(branches.branches(), path, change));
    }
    return change.apply(path, inside);
  }

  private static List<Step> rewrite(
      List<Step> steps, String path, BiFunction<String, Layer, Layer> change) {
    List<Step> changed = new ArrayList<>();
    for (Step step : steps) {
      changed.add(new Step(step.name(), rewrite(step.layer(), join(path, step.name()), change)));
    }
    return changed;
  }

  static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** The linear layers, in the order in which they are computed. */
  static Map<String, Linear> linear(Network network) {
    Map<String, Linear> found = new LinkedHashMap<>();
    rewrite(
        network,
        (path, layer) -> {
          if (layer instanceof Linear linear) {
            found.put(path, linear);
          }
          return layer;
        });
    return found;
  }

  /** The linear layers whose paths match one of the patterns; at least one. */
  static Set<String> linear(Network network, List<String> patterns) {
    Set<String> all = linear(network).keySet();
    Set<String> chosen = new LinkedHashSet<>();
    for (String path : all) {
      if (patterns.stream().anyMatch(pattern -> LoopSettings.matches(pattern, path))) {
        chosen.add(path);
      }
    }
    if (chosen.isEmpty()) {
      throw new InvalidInputException(
          "no linear layer matches " + patterns + "; the network has " + all);
    }
    return chosen;
  }
}
