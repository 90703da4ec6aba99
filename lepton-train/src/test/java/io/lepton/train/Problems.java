package io.lepton.train;

import io.lepton.data.Dataset;
import io.lepton.data.Schema;
import io.lepton.data.image.ImageDataset;
import io.lepton.data.image.ImageShape;
import io.lepton.model.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Small problems of every kind that a template learns in a second. */
public final class Problems {
  public static final ImageShape PICTURE = new ImageShape(1, 8, 8);
  public static final Schema TEXTS = Schema.builder().text("text").label("kind").build();
  public static final Schema HOUSES =
      Schema.builder().numeric("size", "price").categorical("town").build();
  public static final Schema RATINGS =
      Schema.builder().categorical("user", "film").numeric("stars").build();

  private Problems() {}

  /** A bright bar that lies or stands, or a bright quarter, on noise. */
  public static ImageDataset pictures(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    String[] classes = {"lying", "quarter", "standing"};
    List<byte[]> pixels = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      int kind = i % 3;
      int place = random.nextInt(1, 7);
      byte[] picture = new byte[64];
      for (int y = 0; y < 8; y++) {
        for (int x = 0; x < 8; x++) {
          boolean bright =
              kind == 0 ? y == place : kind == 2 ? x == place : x / 4 == place / 4 && y / 4 == 0;
          picture[8 * y + x] = (byte) random.nextInt(bright ? 9 : 0, bright ? 17 : 8);
        }
      }
      pixels.add(picture);
      labels.add(classes[kind]);
    }
    return ImageDataset.of("pictures", PICTURE, 16, pixels, labels);
  }

  /** Praise or complaint, told by single words among others. */
  public static Dataset texts(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    String[] good = {"lovely", "great", "fine", "superb"};
    String[] bad = {"awful", "broken", "late", "poor"};
    String[] filler = {"the", "parcel", "was", "and", "it", "came", "today", "really"};
    List<Row> list = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      boolean praise = random.nextBoolean();
      StringBuilder text = new StringBuilder();
      for (int word = 0; word < 6; word++) {
        text.append(filler[random.nextInt(filler.length)]).append(' ');
      }
      text.append((praise ? good : bad)[random.nextInt(4)]).append('!');
      list.add(Row.of("text", text.toString(), "kind", praise ? "praise" : "complaint"));
    }
    return Dataset.of("texts", TEXTS, list);
  }

  /** Price = 2 size + what the town adds + noise of deviation 1. Thirty towns. */
  public static Dataset houses(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Row> list = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      double size = random.nextDouble(20, 60);
      int town = random.nextInt(30);
      double price = 2 * size + town * 7 % 30 + random.nextGaussian();
      list.add(Row.of("size", size, "price", price, "town", "t" + (10 + town)));
    }
    return Dataset.of("houses", HOUSES, list);
  }

  /** Users and films of two tastes: 4 to 5 stars for the own taste, 1 to 2 for the other. */
  public static Dataset ratings(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Row> list = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      int user = random.nextInt(30);
      int film = random.nextInt(20);
      double stars = (user % 2 == film % 2 ? 4 : 1) + random.nextInt(2);
      list.add(Row.of("user", "u" + (10 + user), "film", "f" + (10 + film), "stars", stars));
    }
    return Dataset.of("ratings", RATINGS, list);
  }

  /** Only what was liked. */
  public static Dataset choices(int rows, long seed) {
    Dataset ratings = ratings(2 * rows, seed);
    return ratings.selectIf(row -> (Double) ratings.column("stars").value(row).orElseThrow() > 3);
  }

  /** Points on a line in three dimensions, with a little noise; anomalies are off it. */
  public static Dataset points(int rows, double anomalies, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Schema schema = Schema.builder().numeric("a", "b", "c").label("kind").build();
    List<Row> list = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      double t = random.nextDouble(-2, 2);
      boolean strange = i < anomalies * rows;
      double off = strange ? 2 : 0;
      list.add(
          Row.of(
              "a",
              t + random.nextGaussian() * 0.1,
              "b",
              -t + off + random.nextGaussian() * 0.1,
              "c",
              2 * t + random.nextGaussian() * 0.1,
              "kind",
              strange ? "strange" : "normal"));
    }
    return Dataset.of("points", schema, list);
  }
}
