package io.lepton.gate;

import io.lepton.error.InvalidInputException;
import io.lepton.gate.Approval.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * So many people approved.
 *
 * @param people how many
 * @param role they must have had; null for any
 */
record ApprovalGate(int people, @Nullable String role) implements Gate {
  ApprovalGate {
    if (people < 1) {
      throw new InvalidInputException("approved by " + people + "; expected 1 or more");
    }
  }

  @Override
  public String describe() {
    return "approved by " + words();
  }

  private String words() {
    return people + " other than the author" + (role == null ? "" : " as " + role);
  }

  @Override
  public Finding check(Evidence evidence) {
    Map<String, Approval> lastWords = new LinkedHashMap<>();
    for (Approval approval : evidence.approvals()) {
      lastWords.put(approval.actor(), approval);
    }
    List<String> approved = new ArrayList<>();
    List<String> rejected = new ArrayList<>();
    for (Approval word : lastWords.values()) {
      if (role == null || word.roles().contains(role)) {
        if (word.statement() == Statement.REJECTED) {
          rejected.add(word.actor() + " (" + word.reason() + ")");
        } else if (!word.actor().equals(evidence.version().author())) {
          approved.add(word.actor());
        }
      }
    }
    String found =
        "approved by " + approved + (rejected.isEmpty() ? "" : ", rejected by " + rejected);
    if (!rejected.isEmpty()) {
      return Finding.fail(found, words(), "settle it with who rejected it");
    }
    return approved.size() >= people
        ? Finding.pass(found, words())
        : Finding.inconclusive(found, words(), (people - approved.size()) + " more must approve");
  }
}
