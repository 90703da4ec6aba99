package io.lepton.data;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Real data: 5,574 messages (UCI SMS Spam Collection), not in the repository. */
public final class SmsSpam {
  private static final Path FILE = Path.of("../../shared/data/sms_spam.tsv.gz");

  private SmsSpam() {}

  public static Dataset data() {
    Assumptions.assumeTrue(
        Files.exists(FILE), "SKIPPED: the SMS spam data is not at " + FILE.toAbsolutePath());
    return Dataset.csv(FILE)
        .header("class", "message")
        .separator('\t')
        .unquoted()
        .label("class")
        .text("message")
        .read();
  }
}
