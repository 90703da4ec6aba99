package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.model.Version;
import io.lepton.testkit.InMemoryBlobStore;
import io.lepton.testkit.InMemoryCatalog;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A graph of versions")
class GraphTest {
  @TempDir Path folder;
  private ModelManager models;
  private Model model;

  @BeforeEach
  void open() {
    models =
        ModelManager.builder(folder.resolve("home"))
            .blobs(new InMemoryBlobStore())
            .catalog(new InMemoryCatalog())
            .open();
    model = models.model("m");
  }

  @AfterEach
  void close() {
    models.close();
  }

  private Version save(String branch, String message, Version... parents) {
    long seed = model.versions().size();
    return model.save(Samples.small(seed)).on(branch).parents(parents).message(message).commit();
  }

  private static String withoutIds(Graph graph) {
    return graph.text().replaceAll("(v[0-9]+) [0-9a-f]{12}", "$1");
  }

  @Test
  @DisplayName("shows branches, merges and what points where, as git log --graph does")
  void merge() {
    Version one = save("main", "baseline\nmore of it");
    Version two = save("main", "", one);
    Version three = save("exp", "try", one);
    Version four = save("main", "both", two, three);
    model.tag("v1.0").createAt(two);
    model.stage("production").moveTo(two).because("release");
    models.retire(three).because("old");

    assertThat(withoutIds(model.graph()))
        .isEqualTo(
            """
            * v4 (main) both
            |\\
            | * v3 (exp) try [retired]
            * | v2 (tag v1.0, stage production)
            |/
            * v1 baseline
            """);
    assertThat(model.graph().text()).contains("* v4 " + four.id());
    assertThat(withoutIds(model.branch("exp").graph()))
        .isEqualTo(
            """
            * v3 (exp) try [retired]
            * v1 baseline
            """);
    assertThat(model.graph().svg())
        .startsWith("<svg")
        .contains("tag v1.0, stage production")
        .contains("v1 " + one.id() + " baseline");
    assertThat(models.model("none").graph().text()).isEmpty();
  }

  @Test
  @DisplayName("joins lanes under others, in a criss-cross")
  void crissCross() {
    Version one = save("main", "1");
    Version two = save("main", "2", one);
    Version three = save("right", "3", one);
    save("main", "4", two, three);
    save("right", "5", three, two);
    assertThat(withoutIds(model.graph()))
        .isEqualTo(
            """
            * v5 (right) 5
            |\\
            | | * v4 (main) 4
            | | |\\
            |_|_|/
            | |/
            * | v3 3
            | * v2 2
            |/
            * v1 1
            """);
  }

  @Test
  @DisplayName("ends lanes at roots, and opens several for a merge of three")
  void roots() {
    Version one = save("a", "1");
    Version two = save("b", "2");
    Version three = save("a", "3", one);
    Version four = save("b", "4", two);
    Version five = save("c", "5");
    save("a", "6", three, four, five);
    assertThat(withoutIds(model.graph()))
        .isEqualTo(
            """
            * v6 (a) 6
            |\\
            | |\\
            | | * v5 (c) 5
            | * v4 (b) 4
            * | v3 3
            | * v2 2
            * v1 1
            """);
    save("c", "7", five);
    Version eight = save("d", "8", one);
    assertThat(model.branch("d").head()).isEqualTo(eight);
    assertThat(withoutIds(model.branch("b").graph())).isEqualTo("* v4 (b) 4\n* v2 2\n");
    assertThat(withoutIds(model.graph()))
        .startsWith(
            """
            * v8 (d) 8
            | * v7 (c) 7
            | | * v6 (a) 6
            | | |\\
            | | | |\\
            | |_|_|/
            | * | | v5 5
            |  / /
            | | * v4 (b) 4
            | * | v3 3
            |/ /
            | * v2 2
            * v1 1
            """);
  }
}
