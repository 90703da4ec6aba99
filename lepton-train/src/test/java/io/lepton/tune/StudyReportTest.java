package io.lepton.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.model.Measure.Direction;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class StudyReportTest {
  private static final SearchSpace SPACE =
      SearchSpace.builder()
          .logDecimal("learning_rate", 1e-4, 1)
          .whole("layers", 1, 4)
          .choice("kind", "a", "b<&>")
          .when("kind", "b<&>", b -> b.decimal("inner", 0, 1))
          .build();

  private static Study study() {
    Study study = Study.minimize(SPACE).named("demo").sampler(QmcSampler.create()).open();
    return study.optimize(
        trial -> {
          if (trial.number() == 7) {
            return 1e30;
          }
          double loss = Math.pow(Math.log10(trial.number("learning_rate")) + 2, 2);
          for (int step = 1; step <= 5; step++) {
            trial.report(step, loss + 1.0 / step);
          }
          return loss + 0.1 * trial.integer("layers");
        },
        60);
  }

  private static void wellFormed(String html) throws Exception {
    Matcher svg = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(html);
    int count = 0;
    while (svg.find()) {
      DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(svg.group())));
      count++;
    }
    assertThat(count).isGreaterThan(5);
    assertThat(html).doesNotContain("NaN").doesNotContain("Infinity").doesNotContain("<script");
  }

  @Test
  void showsEveryPictureAndEscapesNames() throws Exception {
    String html = StudyReport.of(study()).html();
    Path out = Path.of("target", "study-report.html");
    Files.writeString(out, html);
    wellFormed(html);
    assertThat(html)
        .contains("Study demo")
        .contains("60 trials {COMPLETE=60}")
        .contains("learning_rate=")
        .contains("b&lt;&amp;&gt;")
        .contains("best so far")
        .contains("PED-ANOVA");
  }

  @Test
  void showsTheFrontOfSeveralDirections() throws Exception {
    Study study =
        Study.of(SPACE, Direction.LOWER_IS_BETTER, Direction.HIGHER_IS_BETTER)
            .sampler(NsgaSampler.create().population(10))
            .open()
            .optimizeAll(
                trial ->
                    new double[] {
                      trial.number("learning_rate"),
                      trial.integer("layers") + Math.sqrt(trial.number("learning_rate"))
                    },
                Budget.trials(30));
    String html = StudyReport.of(study).html();
    wellFormed(html);
    assertThat(html).contains("Pareto front").contains("value 2");
  }

  @Test
  void onlyOneTrialIsEnough() throws Exception {
    Study study = Study.maximize(SPACE).open().optimize(trial -> 3, 1);
    assertThat(StudyReport.of(study).html()).contains("best so far");
  }

  @Test
  void refusesWhatThereIsNothingToShowOf() {
    Study empty = Study.maximize(SPACE).open();
    assertThatThrownBy(() -> StudyReport.of(empty))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("no trial of study");
    StudyPlots plots = StudyPlots.of(study());
    assertThatThrownBy(() -> plots.history(1)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> plots.slice("nothing", 0)).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> plots.contour("kind", "nothing", 0))
        .isInstanceOf(NotFoundException.class);
  }
}
