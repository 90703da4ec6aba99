package io.lepton.ensemble;

import io.lepton.error.InvalidInputException;
import io.lepton.network.Branches;
import io.lepton.network.Network;
import io.lepton.network.Scale;
import io.lepton.network.Sequential;
import io.lepton.network.Step;
import io.lepton.tensor.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * Networks of one input side by side as one network, whose output is the mean of theirs. What is
 * done to a network, such as exporting or compressing it, can be done to it.
 *
 * @param network whose members are the branches {@code member0}, {@code member1}, ...
 * @param weights of all members
 */
public record NetworkEnsemble(Network network, Weights weights) {
  /** {@inheritDoc} */
  public NetworkEnsemble {
    network.requireWeights(weights);
  }

  /**
   * Puts networks side by side.
   *
   * @param networks two or more, of one input and one output shape
   * @param weights of each
   * @return one network
   * @throws InvalidInputException if there are fewer than two, or they do not fit together
   */
  public static NetworkEnsemble of(List<Network> networks, List<Weights> weights) {
    if (networks.size() < 2 || networks.size() != weights.size()) {
      throw new InvalidInputException(
          networks.size()
              + " networks and weights of "
              + weights.size()
              + " to be made one; expected two or more of both");
    }
    List<Step> branches = new ArrayList<>();
    Weights.Builder all = Weights.builder();
    for (int i = 0; i < networks.size(); i++) {
      Network member = networks.get(i);
      member.requireWeights(weights.get(i));
      if (!member.inputShape().equals(networks.get(0).inputShape())) {
        throw new InvalidInputException(
            "member "
                + i
                + " takes "
                + member.inputShape()
                + "; member 0 takes "
                + networks.get(0).inputShape());
      }
      String name = "member" + i;
      branches.add(new Step(name, member.root()));
      weights.get(i).asMap().forEach((key, tensor) -> all.put(name + "." + key, tensor));
    }
    Sequential mean =
        new Sequential(
            List.of(
                new Step("sum", new Branches(Branches.Merge.SUM, branches)),
                new Step("mean", new Scale(1.0 / networks.size(), 0))));
    Weights.Builder named = Weights.builder();
    all.build().asMap().forEach((key, tensor) -> named.put("sum." + key, tensor));
    return new NetworkEnsemble(Network.of(networks.get(0).inputShape(), mean), named.build());
  }
}
