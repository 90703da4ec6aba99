package io.lepton.explain;

import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Features that come and go together: the groups asked for, and every other feature alone. */
record Players(List<String> names, List<int[]> members) {
  static Players of(CaseType<?> type, Map<String, List<String>> groups) {
    Map<Integer, String> groupOf = new LinkedHashMap<>();
    groups.forEach(
        (group, features) -> {
          for (String feature : features) {
            String other = groupOf.put(type.place(feature), group);
            if (other != null) {
              throw new InvalidInputException(
                  "feature \"" + feature + "\" is in \"" + other + "\" and in \"" + group + "\"");
            }
          }
        });
    List<String> names = new ArrayList<>();
    List<int[]> members = new ArrayList<>();
    for (int i = 0; i < type.features().size(); i++) {
      String group = groupOf.get(i);
      if (group == null) {
        names.add(type.features().get(i));
        members.add(new int[] {i});
      } else if (!names.contains(group)) {
        names.add(group);
        members.add(groups.getOrDefault(group, List.of()).stream().mapToInt(type::place).toArray());
      }
    }
    if (names.stream().distinct().count() < names.size()) {
      throw new InvalidInputException("a group is called like a feature: " + names);
    }
    return new Players(List.copyOf(names), List.copyOf(members));
  }

  static Map<String, List<String>> with(
      Map<String, List<String>> groups, String name, String... features) {
    if (features.length == 0) {
      throw new InvalidInputException("group \"" + name + "\" has no features");
    }
    Map<String, List<String>> more = new LinkedHashMap<>(groups);
    more.put(name, List.of(features));
    return more;
  }

  int count() {
    return names.size();
  }

  /** What the case has there, to be shown beside the contribution. */
  <C> String shown(CaseType<C> type, C one, int player) {
    List<String> values = new ArrayList<>();
    for (int feature : members.get(player)) {
      values.add(Shown.value(type.value(one, feature)));
    }
    return String.join(", ", values);
  }
}
