package io.lepton.tune;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Parameters that count under the same condition, which are modelled together.
 *
 * @param members their indexes in the space
 * @param parameters the same
 * @param parent index of the parameter that the condition asks, −1 for none
 * @param asked that parameter, or null
 * @param values of it for which they count
 */
@SuppressWarnings("ArrayRecordComponent") // not handed out, nor compared
record TpeGroup(
    int[] members,
    List<Parameter> parameters,
    int parent,
    @Nullable Parameter asked,
    List<Object> values) {

  /** Groups of a space; one comes after that of the parameter it asks. */
  static List<TpeGroup> of(SearchSpace space) {
    Map<Optional<Condition>, List<Integer>> members = new LinkedHashMap<>();
    List<Parameter> all = space.parameters();
    for (int i = 0; i < all.size(); i++) {
      members.computeIfAbsent(space.condition(all.get(i).name()), it -> new ArrayList<>()).add(i);
    }
    List<TpeGroup> groups = new ArrayList<>();
    members.forEach(
        (condition, indexes) -> {
          Parameter asked = condition.map(it -> space.parameter(it.parameter())).orElse(null);
          groups.add(
              new TpeGroup(
                  indexes.stream().mapToInt(Integer::intValue).toArray(),
                  indexes.stream().map(all::get).toList(),
                  asked == null ? -1 : all.indexOf(asked),
                  asked,
                  condition.map(Condition::values).orElse(List.of())));
        });
    return groups;
  }

  boolean isRoot() {
    return asked == null;
  }

  int first() {
    return members[0];
  }

  /** Whether the group counts, given the places of those before it. */
  boolean counts(boolean[] counting, double[] place) {
    return asked == null || (counting[parent] && values.contains(asked.fromUnit(place[parent])));
  }
}
