package io.lepton.data.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.data.Dataset;
import io.lepton.data.GermanCredit;
import io.lepton.data.Schema;
import io.lepton.model.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnProfilesTest {
  @Test
  void profilesEveryTypeOfColumn() {
    Schema schema =
        Schema.builder()
            .numeric("n", "empty")
            .categorical("c")
            .bool("b")
            .text("t")
            .label("y")
            .build();
    Dataset data =
        Dataset.of(
            "d<1>",
            schema,
            List.of(
                Row.of("n", 1, "c", "x", "b", true, "t", "ab", "y", "no"),
                Row.of("n", 2, "c", "x", "t", "abcd", "y", "no"),
                Row.of("n", 9, "c", "z", "b", false, "y", "yes")));

    ColumnProfiles profiles = ColumnProfiles.of(data);

    assertThat(profiles.data()).isEqualTo(data.reference());
    ColumnProfile n = profiles.columns().get(0);
    assertThat(n.numbers()).containsEntry("mean", 4.0).containsEntry("median", 2.0);
    assertThat(n.numbers().get("deviation")).isCloseTo(Math.sqrt(19), within(1e-12));
    assertThat(n.numbers()).containsEntry("q25", 1.5).containsEntry("q75", 5.5);
    assertThat(n.bins().stream().mapToLong(ColumnProfile.Bin::count).sum()).isEqualTo(3);
    assertThat(n.bins().get(0).count()).isEqualTo(1);
    assertThat(n.bins().get(11).count()).isEqualTo(1);
    ColumnProfile empty = profiles.columns().get(1);
    assertThat(empty.missing()).isEqualTo(3);
    assertThat(empty.bins()).isEmpty();
    assertThat(profiles.columns().get(2).bins())
        .containsExactly(new ColumnProfile.Bin("x", 2), new ColumnProfile.Bin("z", 1));
    assertThat(profiles.columns().get(3).missing()).isEqualTo(1);
    assertThat(profiles.columns().get(3).bins())
        .containsExactly(new ColumnProfile.Bin("false", 1), new ColumnProfile.Bin("true", 1));
    assertThat(profiles.columns().get(4).numbers()).containsEntry("mean", 3.0);
    assertThat(profiles.columns().get(5).distinct()).isEqualTo(2);
    assertThat(profiles.html()).contains("d&lt;1&gt;").doesNotContain("d<1>");
  }

  @Test
  void drawsAPageOfTheGermanCreditData() {
    Dataset data = GermanCredit.data();

    String page = ColumnProfiles.of(data).html();

    assertThat(page).startsWith("<!DOCTYPE html>").contains("Columns of german_credit.csv");
    assertThat(page.split("<figure>", -1)).hasSize(data.columns().size() + 1);
    assertThat(page).contains("<td>Amount</td><td>NUMERIC</td><td>0</td><td>921</td>");
  }
}
