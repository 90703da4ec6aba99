package io.lepton.stats.interleave;

import io.lepton.error.InvalidInputException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Refuses rankings and clicks that cannot be. */
final class Rankings {
  private Rankings() {}

  static <D> void require(String name, List<D> ranking) {
    Set<D> seen = new HashSet<>();
    for (int i = 0; i < ranking.size(); i++) {
      if (!seen.add(ranking.get(i))) {
        throw new InvalidInputException(
            name + " ranking has \"" + ranking.get(i) + "\" twice, again at place " + i);
      }
    }
  }

  static void requireLength(int length, int available) {
    if (length < 1 || length > available) {
      throw new InvalidInputException(
          "a list of "
              + length
              + " results; expected from 1 to the "
              + available
              + " that the rankings have");
    }
  }

  static void requireClicks(int shown, int[] clicks) {
    Set<Integer> seen = new HashSet<>();
    for (int click : clicks) {
      if (click < 0 || click >= shown) {
        throw new InvalidInputException(
            "a click on place " + click + "; places 0 to " + (shown - 1) + " were shown");
      }
      if (!seen.add(click)) {
        throw new InvalidInputException(
            "place " + click + " was clicked twice; count each place of a list once");
      }
    }
  }
}
