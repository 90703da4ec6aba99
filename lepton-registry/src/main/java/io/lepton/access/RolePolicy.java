package io.lepton.access;

import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Roles by person and model. What nobody was granted is denied. Immutable.
 *
 * <pre>{@code
 * AccessPolicy policy =
 *     RolePolicy.builder()
 *         .everyone(Role.READER, "*")
 *         .grant("alice", Role.WRITER, "credit-*")
 *         .grant("bob", Role.APPROVER, "credit-scoring")
 *         .grant("root", Role.ADMIN, "*")
 *         .build();
 * }</pre>
 *
 * <p>A pattern is a model's name, or the beginning of names followed by {@code *}. What concerns
 * the whole store, such as experiments, garbage collection and the audit log, needs a grant for
 * {@code *}.
 */
public final class RolePolicy implements AccessPolicy {
  private static final String ALL = "*";

  private final List<Grant> everyone;
  private final Map<String, List<Grant>> people;

  private record Grant(Role role, String pattern) {
    boolean covers(String model) {
      return pattern.equals(ALL)
          || (!model.isEmpty()
              && (pattern.endsWith(ALL)
                  ? model.startsWith(pattern.substring(0, pattern.length() - 1))
                  : model.equals(pattern)));
    }
  }

  private RolePolicy(Builder builder) {
    everyone = List.copyOf(builder.everyone);
    people =
        builder.people.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> List.copyOf(e.getValue())));
  }

  /**
   * Starts a policy that denies everything.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Grants to be made. Not thread-safe. */
  public static final class Builder {
    private final List<Grant> everyone = new ArrayList<>();
    private final Map<String, List<Grant>> people = new HashMap<>();

    private Builder() {}

    /**
     * Gives a person a role; may be called again.
     *
     * @param actor who
     * @param role what they may do
     * @param pattern for which models: a name, a beginning with {@code *}, or {@code *}
     * @return this
     * @throws InvalidInputException if the pattern is empty or has its {@code *} elsewhere
     */
    public Builder grant(String actor, Role role, String pattern) {
      people
          .computeIfAbsent(Objects.requireNonNull(actor), a -> new ArrayList<>())
          .add(grantOf(role, pattern));
      return this;
    }

    /**
     * Gives everyone a role, also people nobody has heard of.
     *
     * @param role what they may do
     * @param pattern for which models
     * @return this
     * @throws InvalidInputException as {@link #grant}
     */
    public Builder everyone(Role role, String pattern) {
      everyone.add(grantOf(role, pattern));
      return this;
    }

    private static Grant grantOf(Role role, String pattern) {
      int star = pattern.indexOf(ALL);
      if (pattern.isEmpty() || (star >= 0 && star < pattern.length() - 1)) {
        throw new InvalidInputException(
            "pattern \"" + pattern + "\"; expected a model's name, a beginning and *, or *");
      }
      return new Grant(Objects.requireNonNull(role), pattern);
    }

    /**
     * Makes the policy.
     *
     * @return immutable
     */
    public RolePolicy build() {
      return new RolePolicy(this);
    }
  }

  private Set<Role> rolesOf(String actor, String model) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (List<Grant> grants : List.of(everyone, people.getOrDefault(actor, List.of()))) {
      grants.stream().filter(grant -> grant.covers(model)).forEach(grant -> roles.add(grant.role));
    }
    return roles;
  }

  @Override
  public Decision decide(AccessRequest request) {
    Set<Role> roles = rolesOf(request.actor(), request.model());
    for (Role role : roles) {
      if (role.actions().contains(request.action())) {
        return Decision.allow("as " + role);
      }
    }
    List<Role> enough = new ArrayList<>();
    for (Role role : Role.values()) {
      if (role.actions().contains(request.action())) {
        enough.add(role);
      }
    }
    return Decision.deny(
        "has " + (roles.isEmpty() ? "no role" : "roles " + roles) + ", needs one of " + enough);
  }

  @Override
  public Set<String> roles(String actor, String model) {
    return rolesOf(actor, model).stream().map(Role::name).collect(Collectors.toUnmodifiableSet());
  }
}
