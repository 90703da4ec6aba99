package io.lepton.explain;

import io.lepton.error.NotFoundException;
import java.util.List;

/**
 * One case explained, output by output.
 *
 * @param all at least one, in the model's order of outputs
 */
public record Attributions(List<Attribution> all) {
  /** {@inheritDoc} */
  public Attributions {
    all = List.copyOf(all);
  }

  /**
   * The only output, or the first.
   *
   * @return its attribution
   */
  public Attribution first() {
    return all.get(0);
  }

  /**
   * One output.
   *
   * @param output name of it
   * @return its attribution
   * @throws NotFoundException if there is none; the message lists those there are
   */
  public Attribution get(String output) {
    return all.stream()
        .filter(attribution -> attribution.output().equals(output))
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundException(
                    "no output \""
                        + output
                        + "\"; there are "
                        + all.stream().map(Attribution::output).toList()));
  }
}
