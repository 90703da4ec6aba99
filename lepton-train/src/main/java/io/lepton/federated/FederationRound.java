package io.lepton.federated;

import io.lepton.privacy.PrivacyGuarantee;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a round. For the operator's eyes: who took part is not covered by a privacy
 * guarantee.
 *
 * @param number from 1
 * @param participants clients whose updates were averaged, by name
 * @param dropped clients without a usable update, to the reason
 * @param examples behind the updates
 * @param change Euclidean norm of the change of the common weights
 * @param privacy spent up to and with this round, or null without privacy
 */
public record FederationRound(
    int number,
    List<String> participants,
    Map<String, String> dropped,
    long examples,
    double change,
    @Nullable PrivacyGuarantee privacy) {
  /** {@inheritDoc} */
  public FederationRound {
    participants = List.copyOf(participants);
    dropped = Collections.unmodifiableMap(new LinkedHashMap<>(dropped));
  }

  /**
   * Privacy spent up to and with this round.
   *
   * @return empty without privacy
   */
  public Optional<PrivacyGuarantee> findPrivacy() {
    return Optional.ofNullable(privacy);
  }
}
